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

struct table {
	unsigned long masks[4];
	unsigned char bytes[16];
};

/* as many bytes as a number has, of what is none */
int numbers(struct table *t, const unsigned long *from, int at)
{
	unsigned short half;
	unsigned int word = (unsigned int)at;

	__builtin_memcpy(t->masks, from, 8);
	__builtin_memcpy(&half, t->bytes + at, 2);
	__builtin_memcpy(&t->masks[1], &word, 4);
	__builtin_memcpy(t->bytes, from, 6);
	return half;
}
