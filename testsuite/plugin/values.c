/* Masks, conversions, booleans: what an operand says, and what needs a set. */
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long u64;
struct s {
	u32 flags;
	u8 small;
	_Bool on;
};
void f(int);
void wide(u64);
_Bool test(void);

void masks(struct s *s, u64 x)
{
	u32 kept = x & 0xff;

	if (x & 0x200)
		f(1);
	if ((s->flags & 6) == 2)
		f(s->flags & 4);
	f(kept);
	s->flags |= 4;
	s->flags &= ~8u;
	s->small |= 1;
	s->flags = s->flags + kept;
	s->flags = 4 | s->small;
}

void conversions(int i, u64 x, u32 u)
{
	if ((u32)x == 3)
		f(1);
	wide((u8)x);
	wide(i);
	wide((u32)i);
	f((signed char)x);
	if (u > 5)
		f(2);
	if ((int)u > -5)
		f(3);
}

int booleans(_Bool a, struct s *s, int x)
{
	_Bool was = test(), no = !was;
	_Bool cmp = x == 3;

	if (!was)
		f(1);
	if (no)
		f(2);
	if (a && s->on)
		f(3);
	if (!(a || was))
		f(4);
	s->on = !s->on;
	if (__builtin_expect(!!(x > 3), 0))
		f(5);
	if (cmp)
		f(6);
	if (!cmp)
		f(7);
	return cmp;
}
