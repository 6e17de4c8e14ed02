// SPDX-License-Identifier: GPL-2.0-or-later
/* What sparse's trees no longer say as it was written, and lowering tells again. */

struct inner { int first; int bits : 3; long second; };
struct outer {
	int before;
	union {
		int whole;
		struct { short half; short other; };
		struct inner named;
	};
	struct inner in, list[4];
	int numbers[3][5];
	void (*call)(struct outer *);
};

void use(const void *p);
int get(int n);

int members(struct outer *o)
{
	use(&o->named.second);
	use(&o->in.second);
	use(o->numbers[1]);
	use(&o->list[2].second);
	use(&o->list[o->before].second);
	return o->in.bits + o->other + o->numbers[get(1)][2] + (&o->in)->first;
}

/* Pointers are counted in elements. */
long counting(struct inner *p, int n)
{
	struct inner *q = p + n;

	q += 2;
	p++;
	return (q - p) + (p + 3)->second + *(long *)((char *)p + 8);
}

/* A body that is inline is as good as another; labels of assembly stay. */
static inline int jumps(int n)
{
	asm goto("test %0, %0; jne %l[out]" : : "r"(n) : : out);
	return 0;
out:
	return 1;
}

#define STATE(x) ({ use(x); get(2); })
#define OUTER(x) STATE((x) + 1)
__attribute__((section(".noinstr.text"))) int macros(char *p)
{
	int n = __builtin_constant_p(n) ? 1 : get(3);

	return OUTER(p) + jumps(n) + (__builtin_types_compatible_p(int, long) ? get(4) : 0);
}

static void renamed_in_c(void);
static void renamed_in_c(void) {}
void other_name(void) __attribute__((alias("renamed_in_c")));
const struct outer table = { .call = (void (*)(struct outer *))use, .list[1 ... 2] = { .first = 3 } };

/* A name that is put together on the way. */
void read_1(int);
void read_8(int);
#define this_read_1(x) read_1(x)
#define this_read_8(x) read_8(x)
#define by_size(stem, x) do { if (sizeof(x) == 1) stem##1(x); else stem##8(x); } while (0)
#define this_read(x) by_size(this_read_, x)
#define assert_read(x) this_read(x)

void pasted(int x)
{
	assert_read(x);
}
