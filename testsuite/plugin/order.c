// SPDX-License-Identifier: GPL-2.0-or-later
/* Which side of an operator the parser computes first. */
typedef unsigned long u64;

struct entry {
	u64 value;
};

struct entry *table(int n);
u64 address(int n);
u64 count(int n);
extern u64 base;

/* A variable stands right of what is none, whatever it is converted to. */
u64 variable(int n)
{
	return base + count(n);
}

u64 difference(int n)
{
	return base - count(n);
}

int compared(int n)
{
	if ((long)base > (long)count(n))
		return 1;
	return base == count(n);
}

/* A pointer comes before what is added to it, but not if it was a number. */
struct entry *pointer(int n)
{
	return table(n) + count(n);
}

struct entry *number(int n)
{
	return (struct entry *)address(n) + count(n);
}

u64 element(int n)
{
	return (table(n) + count(n))->value;
}
