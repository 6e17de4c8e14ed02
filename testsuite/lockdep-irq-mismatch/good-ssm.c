/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARCH: s390 */
/* A program check opens the mask as what it interrupted had it, and closes it with the traced form. */
#define CONFIG_TRACE_IRQFLAGS 1
#define CONFIG_PROVE_LOCKING 1

struct pt_regs {
	unsigned long psw;
};

void user_exit_irqoff(void);
void trace_hardirqs_on(void);
void trace_hardirqs_off(void);
void arch_local_irq_disable(void);
void __arch_local_irq_ssm(unsigned long flags);
int arch_irqs_disabled_flags(unsigned long flags);
void handle(struct pt_regs *regs);
void program_check(struct pt_regs *regs);

#define local_irq_disable()               \
	do {                              \
		arch_local_irq_disable(); \
	} while (0)

__attribute__((__section__(".noinstr.text"))) void program_check(struct pt_regs *regs)
{
	trace_hardirqs_off();
	user_exit_irqoff();
	if (!arch_irqs_disabled_flags(regs->psw))
		trace_hardirqs_on();
	__arch_local_irq_ssm(regs->psw);
	handle(regs);
	local_irq_disable();
}
