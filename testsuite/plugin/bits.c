/* Bit-fields: GCC's tests of the bytes around become tests of the fields again. */
struct bits {
	unsigned a : 1, b : 3, c : 12;
	unsigned d : 1;
	unsigned char byte, other;
	_Bool yes, no;
};
void f(int);

void tests(struct bits *s)
{
	if (s->a)
		f(1);
	if (s->b == 3)
		f(2);
	if (!s->d)
		f(3);
	if (s->a && s->b == 5)
		f(4);
	if (s->byte == 3 && s->other == 4)
		f(5);
	if (s->yes || s->no)
		f(6);
	s->a = 1;
	s->b |= 2;
	f(s->c);
}

void kept(struct bits *s)
{
	_Bool was = s->b == 2;

	s->b = 1;
	if (was)
		f(1);
	if (s->yes | s->no)
		f(2);
}

/* A record as large as a number is read as that number. */
union word {
	unsigned char whole;
	struct {
		unsigned char low : 4, flag : 1, kind : 2;
	};
};

int words(union word w, union word *p)
{
	if (w.flag)
		f(1);
	if (p->kind == 2)
		f(2);
	return !w.low;
}

/* A field of one bit keeps the lowest of what is stored; a _Bool keeps whether it is 0. */
struct one {
	unsigned a : 1, e : 1, d : 4;
	_Bool c : 1;
};
void take(struct one *);
int g(int);

void stored(struct one *s, int x, unsigned char narrow)
{
	s->a = x;
	s->c = x;
	s->a = narrow;
	s->a = g(x);
	s->a = x + 1;
	s->a = x | 1;
	s->a = ~x;
	s->a = x & 4;
	s->a = x & 3;
	s->a = s->d;
	s->a = x >> 3;
	s->a = 2;
}

void in_place(struct one *s, int x)
{
	s->a |= x;
	s->a &= x;
	s->a ^= x;
}

/* Here there is no other bit. */
void whole(struct one *s, int x)
{
	s->a = x > 3;
	s->a = !!x;
	s->a = (_Bool)x;
	s->a = s->e;
	s->a = s->c;
	s->c = s->a;
}

void begun(int x)
{
	struct one s = {.a = x, .c = x};

	take(&s);
	s = (struct one){.e = x};
	take(&s);
}

/* One bit that is a sign. */
struct sign {
	int bit : 1;
};

int sign(struct sign *s)
{
	if (s->bit)
		f(1);
	s->bit = 0;
	return s->bit;
}
