// SPDX-License-Identifier: GPL-2.0-or-later
/* One is opened and two are closed. */
void nest_enter(void);
void nest_leave(void);
int run(int c);

int run(int c)
{
	nest_enter();
	nest_leave();
	if (c)
		nest_leave(); /* WARN: nest-left-open */
	return 0;
}
