/* Computed gotos: to each label whose address is taken, in tables too, wherever they stand. */
void f(int);

int by_table(int x)
{
	static const void *const to[] = { &&one, &&two, &&one };

	goto *to[x];
one:
	f(1);
	return 1;
two:
	f(2);
	return 2;
}

int by_distance(int x)
{
	static const int to[] = { [0] = &&one - &&one, [2] = &&two - &&one };

	goto *(&&one + to[x]);
one:
	f(1);
two:
	f(2);
	return 2;
}

struct step {
	int flags;
	struct {
		void *to;
	} then[2];
};

int by_record(int x)
{
	static struct step steps[] = {
		{ .then = { { &&one } } },
		{ 1, { { 0 }, { &&two } } },
	};

	f(0);
	goto *steps[x].then[x].to;
one:
	f(1);
two:
	f(2);
	return 2;
}

int behind(void **p)
{
	void *to = &&one;

	if (*p)
		to = *p;
	goto *to;
	{
		static void *last = &&two;
one:
		f(1);
		goto *last;
	}
two:
	f(2);
	return 2;
}
