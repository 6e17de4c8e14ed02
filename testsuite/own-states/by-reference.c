// SPDX-License-Identifier: GPL-2.0-or-later
/* What is kept behind pointers: of locals, parameters, fields, elements. */
#include <stdbool.h>

struct door;

struct cpu {
	unsigned long flags;
	int number;
};

void irq_save(int *cpu, unsigned long *flags);
void irq_restore(int *cpu, const unsigned long *flags);
bool take_door(void);
struct door *find_door(void);
void leave_door(void);
void work(struct door *d);

/* ---- right ---- */

int right_param(unsigned long *flags)
{
	int cpu;

	irq_save(&cpu, flags);
	irq_restore(&cpu, flags);
	return 0;
}

int right_elements(void)
{
	unsigned long flags[2];
	int cpu;

	irq_save(&cpu, &flags[0]);
	irq_save(&cpu, &flags[1]);
	irq_restore(&cpu, &flags[1]);
	irq_restore(&cpu, &flags[0]);
	return 0;
}

static void save(struct cpu *c)
{
	irq_save(&c->number, &c->flags);
}

static void restore(struct cpu *c)
{
	irq_restore(&c->number, &c->flags);
}

int right_field(struct cpu *c)
{
	save(c);
	work(0);
	restore(c);
	return 0;
}

int right_own_field(void)
{
	struct cpu c;

	save(&c);
	work(0);
	restore(&c);
	return 0;
}

static int save_and_take(int *cpu, unsigned long *flags)
{
	irq_save(cpu, flags);
	if (!take_door()) {
		irq_restore(cpu, flags);
		return -1;
	}
	return 0;
}

int right_both(void)
{
	unsigned long flags;
	int cpu;

	if (save_and_take(&cpu, &flags))
		return -1;
	leave_door();
	irq_restore(&cpu, &flags);
	return 0;
}

int right_wait(void)
{
	while (!take_door())
		;
	leave_door();
	return 0;
}

int right_maybe(int c)
{
	bool taken = c && take_door();

	work(0);
	if (taken)
		leave_door();
	return 0;
}

/* ---- wrong ---- */

int wrong_field(struct cpu *c, int early)
{
	save(c);
	if (early)
		return 1; /* WARN: left-so */
	restore(c);
	return 0;
}

void wrong_twice(void)
{
	unsigned long flags;
	int cpu;

	irq_save(&cpu, &flags);
	irq_restore(&cpu, &flags);
	irq_restore(&cpu, &flags); /* WARN: left-so */
}

void wrong_order(void)
{
	unsigned long first, second;
	int cpu;

	irq_save(&cpu, &first);
	irq_save(&cpu, &second);
	irq_restore(&cpu, &first); /* WARN: left-so */
	irq_restore(&cpu, &second);
} /* WARN: left-so */

int wrong_both(void)
{
	unsigned long flags;
	int cpu;

	if (save_and_take(&cpu, &flags))
		return -1;
	irq_restore(&cpu, &flags);
	return 0; /* WARN: left-so */
}

int wrong_pointer(void)
{
	struct door *d = find_door();

	if (!d)
		return -1;
	work(d);
	return 0; /* WARN: left-so */
}
