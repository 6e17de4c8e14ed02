// SPDX-License-Identifier: GPL-2.0-or-later
/* Opened and closed under the same condition, three deep at most. */
void nest_enter(void);
void nest_leave(void);
int run(int c);

int run(int c)
{
	nest_enter();
	if (c)
		nest_enter();
	nest_enter();
	nest_leave();
	if (c)
		nest_leave();
	nest_leave();
	return 0;
}
