// SPDX-License-Identifier: GPL-2.0-or-later
/* Two are opened, by two functions, and one is closed. */
void nest_enter(void);
void nest_leave(void);
int run(int c);

static __attribute__((noinline)) void open_both(void)
{
	nest_enter();
	nest_enter();
}

int run(int c)
{
	open_both();
	nest_leave();
	if (c < 0)
		return -1; /* WARN: nest-left-open */
	nest_leave();
	return 0;
}
