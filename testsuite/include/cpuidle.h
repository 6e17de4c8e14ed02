/* SPDX-License-Identifier: GPL-2.0-or-later */
/* idle.h, and what Linux 6.3 added.  (What a tree lacks must not be named in it at all.) */
#ifndef TEST_CPUIDLE_H
#define TEST_CPUIDLE_H

#include "idle.h"

static __always_inline void ct_cpuidle_enter(void)
{
	lockdep_assert_irqs_disabled();
	trace_hardirqs_on_prepare();
	lockdep_hardirqs_on_prepare();
	ct_idle_enter();
	lockdep_hardirqs_on(CALLER_ADDR0);
}

static __always_inline void ct_cpuidle_exit(void)
{
	lockdep_hardirqs_off(CALLER_ADDR0);
	ct_idle_exit();
}

#endif
