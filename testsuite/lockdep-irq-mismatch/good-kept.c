/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARCH: arm64 */
/*
 * An exception that masks all keeps what lockdep believes, and gives that back:
 * where lockdep was told before that interrupts are off, it is told nothing behind.
 */
#define CONFIG_TRACE_IRQFLAGS 1
#define CONFIG_PROVE_LOCKING 1

struct pt_regs {
	unsigned long lockdep_hardirqs;
	unsigned long pc;
};

extern int hardirqs_enabled;
unsigned long __percpu_read_32(void *at);
void user_exit_irqoff(void);
void lockdep_hardirqs_off(unsigned long ip);
void lockdep_hardirqs_on(unsigned long ip);
void trace_hardirqs_on_prepare(void);
void trace_hardirqs_off_finish(void);
void local_daif_restore(unsigned long flags);
void report(struct pt_regs *regs);
void error_comes_in(struct pt_regs *regs);

#define lockdep_hardirqs_enabled() __percpu_read_32(&hardirqs_enabled)

static void masked_enter(struct pt_regs *regs)
{
	regs->lockdep_hardirqs = lockdep_hardirqs_enabled();
	lockdep_hardirqs_off(0);
}

static void masked_exit(struct pt_regs *regs)
{
	if (regs->lockdep_hardirqs) {
		trace_hardirqs_on_prepare();
		lockdep_hardirqs_on(0);
	}
}

__attribute__((__section__(".noinstr.text"))) void error_comes_in(struct pt_regs *regs)
{
	lockdep_hardirqs_off(0);
	user_exit_irqoff();
	trace_hardirqs_off_finish();
	masked_enter(regs);
	report(regs);
	masked_exit(regs);
	local_daif_restore(0);
}
