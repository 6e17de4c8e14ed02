/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Work before a return to user space is done in a loop, each time inside the
 * kernel's context: whether contexts are tracked is the same at both ends.
 */
#include "kernel.h"

bool context_tracking_enabled(void);
void ct_user_enter(int state);
void ct_user_exit(int state);
int printk(const char *fmt, ...);
bool more_work(void);
void back_to_user(void);

static __always_inline void user_enter(void)
{
	if (context_tracking_enabled())
		ct_user_enter(2);
}

static __always_inline void user_exit(void)
{
	if (context_tracking_enabled())
		ct_user_exit(2);
}

void back_to_user(void)
{
	user_enter();
	while (more_work()) {
		user_exit();
		printk("work\n");
		user_enter();
	}
}
