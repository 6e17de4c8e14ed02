// SPDX-License-Identifier: GPL-2.0-or-later
/* What the claim says holds; and who comes by a condition of its own is not judged by it. */
#include "kernel.h"

#define ONCE_LITE_IF(condition)                                        \
	({                                                             \
		static bool __already_done;                            \
		bool __ret_cond = !!(condition);                       \
		bool __ret_once = false;                               \
		if (unlikely(__ret_cond) && unlikely(!__already_done)) { \
			__already_done = true;                         \
			__ret_once = true;                             \
		}                                                      \
		unlikely(__ret_once);                                  \
	})

#define WARN(condition, format)                                    \
	({                                                         \
		int __ret_warn_on = !!(condition);                 \
		if (unlikely(__ret_warn_on)) {                     \
			__warn_printk(format);                     \
			asm volatile("ud2 # WARN" : : : "memory"); \
		}                                                  \
		unlikely(__ret_warn_on);                           \
	})

#define WARN_ONCE(condition, format)                      \
	({                                                \
		bool __ret_do_once = !!(condition);       \
		if (ONCE_LITE_IF(__ret_do_once))          \
			WARN(1, format);                  \
		unlikely(__ret_do_once);                  \
	})

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	if (WARN_ONCE(!irqs_disabled(), "leaked"))
		raw_local_irq_disable();
	local_irq_enable();
	WARN_ONCE(vcpu->nested && !irqs_disabled(), "nested");
	return 0;
}
