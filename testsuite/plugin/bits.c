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
