/* Variables in memory, records that are copied, volatile objects. */
struct pair {
	int a, b;
};
extern volatile int seen;
void fill(int *);
struct pair make(struct pair);

int in_memory(struct pair *to, struct pair by_value, int taken)
{
	struct pair here = {}, init = { .b = 3 };
	int flags;

	fill(&flags);
	fill(&taken);
	here = *to;
	*to = init;
	here = make(by_value);
	seen = flags;
	if (seen)
		seen++;
	(void)seen;
	return here.a + flags + taken;
}

int once(void)
{
	static int done;
	static struct pair p = { 1, 2 };

	if (!done)
		done = p.b;
	{
		static int done;

		return done++;
	}
}
