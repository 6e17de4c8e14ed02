/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARCH: arm */
/* Every interrupt goes through irq_enter() here, so the user's EQS may be entered with interrupts on. */
#define CONFIG_CONTEXT_TRACKING 1
#define CONFIG_CONTEXT_TRACKING_USER 1

void arch_local_irq_enable(void);
void arch_local_irq_disable(void);
void ct_user_enter(int state);
void leave_for_user(void);

void leave_for_user(void)
{
	arch_local_irq_enable();
	ct_user_enter(2);
	arch_local_irq_disable();
}
