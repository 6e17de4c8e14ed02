/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARCH: arm64 */
/* Only the idle task is woken for an interrupt: the user EQS is entered with interrupts off. */
#define CONFIG_ARCH_WANTS_NO_INSTR 1
#define CONFIG_CONTEXT_TRACKING 1
#define CONFIG_CONTEXT_TRACKING_USER 1

void arch_local_irq_enable(void);
void arch_local_irq_disable(void);
void ct_user_enter(int state);
void leave_for_user(void);

void leave_for_user(void)
{
	arch_local_irq_enable();
	ct_user_enter(2); /* WARN: irq-window-in-eqs */
	arch_local_irq_disable();
}
