// SPDX-License-Identifier: GPL-2.0-or-later
/* What a compiler's parser does with an expression before anything else does. */

int f(void);
int g(void);
void two(int a, int b);

/* The last argument is the first that is evaluated, where arguments may be pushed. */
void order(void)
{
	two(f(), g());
}

struct head {
	int flags;
};

struct whole {
	struct head head;
	int rest;
};

struct whole *whole(void);

/* A pointer to the whole is one to what it begins with. */
int first_member(struct whole *w)
{
	return ((struct head *)w)->flags + ((struct head *)whole())->flags;
}

/* What names it is called, though nobody wants what it names. */
void only_named(void)
{
	(void)whole()->rest;
}

int here = 1;

/* What the unit defines has an address. */
void has_address(void)
{
	if (&here)
		f();
}

unsigned int rest_of_power(unsigned int x)
{
	return x % 64;
}

int rest_with_sign(int x)
{
	return x % 64;
}

int counts(void)
{
	return __builtin_clzll(63) + __builtin_ctz(8) + __builtin_popcount(7);
}

/* The bytes of one type that another is made of. */
void views(_Bool b, int i, void *p)
{
	unsigned char of_bool;
	unsigned int of_int;
	unsigned long of_pointer;

	__builtin_memcpy(&of_bool, &b, sizeof(b));
	__builtin_memcpy(&of_int, &i, sizeof(i));
	__builtin_memcpy(&of_pointer, &p, sizeof(p));
	two((int)of_bool, (int)of_int);
	two((int)of_pointer, 0);
}

/* Sums that are asked whether they fit are no calls. */
int overflow(int a, int b)
{
	int sum;

	if (__builtin_add_overflow(a, b, &sum))
		return -1;
	return sum;
}

/* What is said of an element takes the place of what was said of a range. */
int unknown(void), third(void);
int (*const handlers[6])(void) = {
	[0 ... 5] = unknown,
	[3] = third,
	[1] = f,
	[4 ... 5] = g,
};

static const _Bool is_conditional = 0;
static const int three = 3;

/* What is constant has its value here. */
void constants(int x)
{
	if (is_conditional)
		f();
	two(x, three);
}

/* The first test has the place of the operator that stands outermost. */
int on_lines(int a, int b)
{
	return g() ||
	       a == b ||
	       f();
}

int absolute(int x)
{
	return x < 0 ? -x : x;
}

/* A number that is a pointer for once. */
unsigned long base;

struct whole *from_number(unsigned long n)
{
	return (struct whole *)base + n;
}

void at_number(void)
{
	__asm__ volatile("look at %0" : : "m"(*(unsigned int *)0x1000ul));
}

#define AT(x) two(__LINE__, x)

/* The line is the one where the macro's use begins. */
void line_of_macro(void)
{
	AT(
		5);
}

typedef struct whole one_whole[1];

/* An array that is a parameter is a pointer. */
int array_parameter(one_whole w)
{
	return w->rest;
}

struct mask {
	unsigned long bits[4];
};

struct mask all_cpus;
int find(const unsigned long *bits);

/* The first member of an object that is seen through a cast has the object's address. */
int first_of_object(void)
{
	return find(((const struct mask *)&all_cpus)->bits);
}

/* What a parser makes of several tests of one value. */
int in_range(int x)
{
	if (x >= 2 && x <= 5)
		return f();
	if (x == 7 || x == 8 || x == 11)
		return g();
	return 0;
}

int two_bits(unsigned int x)
{
	if ((x & 4) && !(x & 8))
		return f();
	return 0;
}

int as_number(int x)
{
	return x == 3 || x == 4;
}

_Bool as_bit(unsigned long x)
{
	return x & 0x100 ? 1 : 0;
}

int both(int a, int b)
{
	if (a && b)
		return f();
	return 0;
}

unsigned long shift_by_rest(int n)
{
	return 1ul << n % 64;
}

/* a bit that a constant sets: no way leads to the other side */
int never_zero(unsigned level)
{
	if ((level & 8 ? 1 : 0) | 1)
		return f();
	return g();
}

struct sizes {
	unsigned long flags;
	unsigned short size;
	unsigned long base;
	unsigned char mode;
};

/* what changes nothing, and all that is left of what is masked away */
void neutral(struct sizes *s)
{
	s->flags |= 0;
	s->mode |= 0;
	s->base &= 0;
	s->base = s->size = 0;
	s->base = s->flags = 0;
}

struct key {
	int enabled;
};
void use_key(const void *key);
void use_table(unsigned long n, const struct key table[]);
extern const struct key keys[8];

/* an array that is handed on, one that is not counted in elements, products with 0 and 1 */
void arrays(struct key *const key, _Bool branch, const struct key table[], unsigned long n)
{
	use_key(&((char *)key)[branch]);
	use_key(&((struct key *)n)[3 * branch]);
	use_table(n * 1, table);
	use_table(1 * n, keys);
	use_table(0 * n, &table[0]);
}

/* _Generic(): by the type of what decides, whatever the values are of. */
typedef unsigned char byte;
typedef struct {
	int n;
} counted;

int first(int), second(int), other(int);

#define by_type(x) _Generic((x), int : first, unsigned : second, default : other)(1)
#define width(x) _Generic((x), byte : 1, unsigned short : 2, const char * : 3, default : 9)

int generic(unsigned u, long l, byte b, unsigned short s, const char *p, counted *c,
	    const counted *k)
{
	first(width(b) + width(s) * 8 + width(p) * 64);
	first(width(u));
	second(_Generic(c, const counted * : 1, counted * : 2));
	second(_Generic(k, const counted * : 1, counted * : 2));
	return by_type(u) + by_type(l) + by_type(1);
}
