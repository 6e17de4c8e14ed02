/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The part of a kernel that the rule tests are written in: the primitives have
 * the names and the shape that Linux gives them on x86 (which is a macro, which
 * an inline, which a call out of the unit), so that a test is read by the same
 * front-end, models and rules as a kernel.  Nothing here runs.
 *
 * A test may define NO_TRACE_IRQFLAGS or NO_CONTEXT_TRACKING before it includes
 * this: a configuration without those options.
 */
#ifndef TEST_KERNEL_H
#define TEST_KERNEL_H

#include <stdbool.h>
#include <stddef.h>

#ifndef NO_TRACE_IRQFLAGS
#define CONFIG_TRACE_IRQFLAGS 1
#endif
#ifndef NO_CONTEXT_TRACKING
#define CONFIG_CONTEXT_TRACKING 1
#define CONFIG_CONTEXT_TRACKING_USER 1
#endif
#ifndef TEST_ARCH
#define CONFIG_X86_64 1
#define CONFIG_ARCH_WANTS_NO_INSTR 1
#endif

#undef __always_inline
#define __always_inline inline __attribute__((__always_inline__))
#define noinline __attribute__((__noinline__))
#define noinstr noinline __attribute__((__section__(".noinstr.text")))
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define barrier() asm volatile("" : : : "memory")
#define READ_ONCE(x) (*(const volatile typeof(x) *)&(x))
#define typecheck(type, x) ({ type __dummy; typeof(x) __dummy2; (void)(&__dummy == &__dummy2); 1; })
#define CALLER_ADDR0 ((unsigned long)__builtin_return_address(0))

#ifndef TEST_ARCH /* powerpc.h and its like bring their own */

/* ---- interrupts: arch/x86/include/asm/irqflags.h ---- */

#define X86_EFLAGS_IF 0x200ul

static __always_inline unsigned long native_save_fl(void)
{
	unsigned long flags;

	asm volatile("# __raw_save_flags\n\tpushf ; pop %0" : "=rm"(flags) : : "memory");
	return flags;
}

static __always_inline void native_irq_disable(void)
{
	asm volatile("cli" : : : "memory");
}

static __always_inline void native_irq_enable(void)
{
	asm volatile("sti" : : : "memory");
}

static __always_inline unsigned long arch_local_save_flags(void)
{
	return native_save_fl();
}

static __always_inline void arch_local_irq_disable(void)
{
	native_irq_disable();
}

/* A test may define CONFIG_S390, where entry code may wake RCU for a run with interrupts on. */
static __always_inline void arch_local_irq_enable(void)
{
	native_irq_enable();
}

static __always_inline unsigned long arch_local_irq_save(void)
{
	unsigned long flags = arch_local_save_flags();

	arch_local_irq_disable();
	return flags;
}

static __always_inline int arch_irqs_disabled_flags(unsigned long flags)
{
	return !(flags & X86_EFLAGS_IF);
}

static __always_inline int arch_irqs_disabled(void)
{
	return arch_irqs_disabled_flags(arch_local_save_flags());
}

static __always_inline void arch_local_irq_restore(unsigned long flags)
{
	if (!arch_irqs_disabled_flags(flags))
		arch_local_irq_enable();
}

#endif

/* ---- linux/irqflags.h ---- */

#ifdef CONFIG_TRACE_IRQFLAGS
void trace_hardirqs_on_prepare(void);
void trace_hardirqs_off_finish(void);
void trace_hardirqs_on(void);
void trace_hardirqs_off(void);
void lockdep_hardirqs_on_prepare(void);
void lockdep_hardirqs_on(unsigned long ip);
void lockdep_hardirqs_off(unsigned long ip);
#else
#define trace_hardirqs_on_prepare() do { } while (0)
#define trace_hardirqs_off_finish() do { } while (0)
#define trace_hardirqs_on() do { } while (0)
#define trace_hardirqs_off() do { } while (0)
static inline void lockdep_hardirqs_on_prepare(void) { }
static inline void lockdep_hardirqs_on(unsigned long ip) { (void)ip; }
static inline void lockdep_hardirqs_off(unsigned long ip) { (void)ip; }
#endif

#define raw_local_irq_disable() arch_local_irq_disable()
#define raw_local_irq_enable() arch_local_irq_enable()
#define raw_local_irq_save(flags)                 \
	do {                                      \
		typecheck(unsigned long, flags);  \
		flags = arch_local_irq_save();    \
	} while (0)
#define raw_local_irq_restore(flags)              \
	do {                                      \
		typecheck(unsigned long, flags);  \
		arch_local_irq_restore(flags);    \
	} while (0)
#define raw_local_save_flags(flags)               \
	do {                                      \
		typecheck(unsigned long, flags);  \
		flags = arch_local_save_flags();  \
	} while (0)
#define raw_irqs_disabled_flags(flags)            \
	({                                        \
		typecheck(unsigned long, flags);  \
		arch_irqs_disabled_flags(flags);  \
	})
#define raw_irqs_disabled() (arch_irqs_disabled())

#ifdef CONFIG_TRACE_IRQFLAGS
#define local_irq_enable()                        \
	do {                                      \
		trace_hardirqs_on();              \
		raw_local_irq_enable();           \
	} while (0)
#define local_irq_disable()                              \
	do {                                             \
		bool was_disabled = raw_irqs_disabled(); \
		raw_local_irq_disable();                 \
		if (!was_disabled)                       \
			trace_hardirqs_off();            \
	} while (0)
#define local_irq_save(flags)                         \
	do {                                          \
		raw_local_irq_save(flags);            \
		if (!raw_irqs_disabled_flags(flags))  \
			trace_hardirqs_off();         \
	} while (0)
#define local_irq_restore(flags)                      \
	do {                                          \
		if (!raw_irqs_disabled_flags(flags))  \
			trace_hardirqs_on();          \
		raw_local_irq_restore(flags);         \
	} while (0)
#else
#define local_irq_enable() do { raw_local_irq_enable(); } while (0)
#define local_irq_disable() do { raw_local_irq_disable(); } while (0)
#define local_irq_save(flags) do { raw_local_irq_save(flags); } while (0)
#define local_irq_restore(flags) do { raw_local_irq_restore(flags); } while (0)
#endif

#define irqs_disabled()                           \
	({                                        \
		unsigned long _flags;             \
		raw_local_save_flags(_flags);     \
		raw_irqs_disabled_flags(_flags);  \
	})

/* ---- claims: asm/bug.h, linux/lockdep.h, linux/kernel.h ---- */

void __warn_printk(const char *fmt, ...);

#ifndef WARN_ON
#define WARN_ON(condition)                                        \
	({                                                        \
		int __ret_warn_on = !!(condition);                \
		if (unlikely(__ret_warn_on))                      \
			asm volatile("ud2 # WARN" : : : "memory"); \
		unlikely(__ret_warn_on);                          \
	})
#define WARN_ON_ONCE(condition) WARN_ON(condition)
#endif

/* linux/once_lite.h: it warns once, and is as true as its condition every time. */
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

extern int debug_locks;
extern int hardirqs_enabled;

#define lockdep_assert_irqs_disabled()                             \
	do {                                                       \
		WARN_ON_ONCE(debug_locks && READ_ONCE(hardirqs_enabled)); \
	} while (0)

void __might_sleep(const char *file, int line);
#define might_sleep() do { __might_sleep(__FILE__, __LINE__); } while (0)

/* ---- locks: linux/spinlock.h ---- */

typedef struct raw_spinlock {
	int value;
} raw_spinlock_t;

typedef struct spinlock {
	struct raw_spinlock rlock;
} spinlock_t;

void _raw_spin_lock(raw_spinlock_t *lock);
void _raw_spin_unlock(raw_spinlock_t *lock);
void _raw_spin_lock_irq(raw_spinlock_t *lock);
void _raw_spin_unlock_irq(raw_spinlock_t *lock);
unsigned long _raw_spin_lock_irqsave(raw_spinlock_t *lock);
void _raw_spin_unlock_irqrestore(raw_spinlock_t *lock, unsigned long flags);

#define raw_spin_lock_irq(lock) _raw_spin_lock_irq(lock)
#define raw_spin_unlock_irq(lock) _raw_spin_unlock_irq(lock)
#define raw_spin_unlock_irqrestore(lock, flags)             \
	do {                                                \
		typecheck(unsigned long, flags);            \
		_raw_spin_unlock_irqrestore(lock, flags);   \
	} while (0)

static __always_inline raw_spinlock_t *spinlock_check(spinlock_t *lock)
{
	return &lock->rlock;
}

static __always_inline void spin_lock(spinlock_t *lock)
{
	_raw_spin_lock(&lock->rlock);
}

static __always_inline void spin_unlock(spinlock_t *lock)
{
	_raw_spin_unlock(&lock->rlock);
}

static __always_inline void spin_lock_irq(spinlock_t *lock)
{
	raw_spin_lock_irq(&lock->rlock);
}

static __always_inline void spin_unlock_irq(spinlock_t *lock)
{
	raw_spin_unlock_irq(&lock->rlock);
}

static __always_inline void spin_unlock_irqrestore(spinlock_t *lock, unsigned long flags)
{
	raw_spin_unlock_irqrestore(&lock->rlock, flags);
}

#define raw_spin_lock_irqsave(lock, flags)                  \
	do {                                                \
		typecheck(unsigned long, flags);            \
		flags = _raw_spin_lock_irqsave(lock);       \
	} while (0)
#define spin_lock_irqsave(lock, flags)                              \
	do {                                                        \
		raw_spin_lock_irqsave(spinlock_check(lock), flags); \
	} while (0)

/* ---- scopes: linux/cleanup.h ---- */

#define __cleanup(func) __attribute__((__cleanup__(func)))
#define DEFINE_LOCK_GUARD_0(name, on, off, ...)                                   \
	typedef struct {                                                          \
		void *lock;                                                       \
		__VA_ARGS__;                                                      \
	} class_##name##_t;                                                       \
	static inline void class_##name##_destructor(class_##name##_t *_T)        \
	{                                                                         \
		if (_T->lock) {                                                   \
			off;                                                      \
		}                                                                 \
	}                                                                         \
	static inline class_##name##_t class_##name##_constructor(void)           \
	{                                                                         \
		class_##name##_t _t = { .lock = (void *)1 };                      \
		class_##name##_t *_T __attribute__((__unused__)) = &_t;           \
		on;                                                               \
		return _t;                                                        \
	}
#define ___guard_id(n) __guard_##n
#define __guard_id(n) ___guard_id(n)
#define guard(name)                                                               \
	class_##name##_t __guard_id(__COUNTER__) __cleanup(class_##name##_destructor) = \
		class_##name##_constructor

/* ---- static calls: linux/static_call.h ---- */

struct static_call_key {
	void *func;
	unsigned long type;
};

void __static_call_update(struct static_call_key *key, void *tramp, void *func);

#define DECLARE_STATIC_CALL(name, proto)             \
	extern struct static_call_key __SCK__##name; \
	extern typeof(proto) __SCT__##name
#define DEFINE_STATIC_CALL(name, _func)                                              \
	DECLARE_STATIC_CALL(name, _func);                                            \
	struct static_call_key __SCK__##name = { .func = (void *)_func, .type = 1 };
#define static_call(name) ({ (void)&__SCK__##name; (&__SCT__##name); })
#define static_call_update(name, func)                                           \
	({                                                                       \
		typeof(&__SCT__##name) __F = (func);                             \
		__static_call_update(&__SCK__##name, &__SCT__##name, (void *)__F); \
	})

/* ---- extended quiescent states: linux/context_tracking.h, linux/kvm_host.h ---- */

bool context_tracking_guest_enter(void);
bool context_tracking_guest_exit(void);
void rcu_virt_note_context_switch(void);
void vtime_account_guest_enter(void);
void vtime_account_guest_exit(void);
void ct_idle_enter(void);
void ct_idle_exit(void);
void user_enter_irqoff(void);
void user_exit_irqoff(void);
int exception_enter(void);
void exception_exit(int prev);

static __always_inline void guest_timing_enter_irqoff(void)
{
	vtime_account_guest_enter();
}

static __always_inline void guest_context_enter_irqoff(void)
{
	if (!context_tracking_guest_enter())
		rcu_virt_note_context_switch();
}

static __always_inline void guest_enter_irqoff(void)
{
	guest_timing_enter_irqoff();
	guest_context_enter_irqoff();
}

#ifndef OWN_GUEST_STATE /* of a test's own */
static __always_inline void guest_state_enter_irqoff(void)
{
	trace_hardirqs_on_prepare();
	lockdep_hardirqs_on_prepare();
	guest_context_enter_irqoff();
	lockdep_hardirqs_on(CALLER_ADDR0);
}
#endif

static __always_inline void guest_context_exit_irqoff(void)
{
	if (!context_tracking_guest_exit())
		rcu_virt_note_context_switch();
}

static __always_inline void guest_timing_exit_irqoff(void)
{
	vtime_account_guest_exit();
}

static __always_inline void guest_exit_irqoff(void)
{
	guest_context_exit_irqoff();
	guest_timing_exit_irqoff();
}

static inline void guest_exit(void)
{
	unsigned long flags;

	local_irq_save(flags);
	guest_exit_irqoff();
	local_irq_restore(flags);
}

#ifndef OWN_GUEST_STATE
static __always_inline void guest_state_exit_irqoff(void)
{
	lockdep_hardirqs_off(CALLER_ADDR0);
	guest_context_exit_irqoff();
	trace_hardirqs_off_finish();
}
#endif

/* ---- what the tests run ---- */

struct vcpu;

struct vcpu_ops {
	int (*run)(struct vcpu *vcpu);
	void (*handle)(struct vcpu *vcpu);
};

struct vcpu {
	const struct vcpu_ops *ops;
	spinlock_t lock;
	unsigned long flags;
	unsigned long saved[2];
	bool nested;
	int reason;
	int exits;
};

/* The CPU runs the guest and comes back; no model knows it. */
static __always_inline void run_guest(struct vcpu *vcpu)
{
	asm volatile("# the guest runs" : : "r"(vcpu) : "memory");
}

/* The one that models know: arch/x86/kvm/vmx/vmenter.S. */
bool __vmx_vcpu_run(struct vcpu *vcpu, unsigned long *regs, unsigned int flags);

static __always_inline void clgi(void)
{
	asm volatile("clgi" : : : "memory");
}

static __always_inline void stgi(void)
{
	asm volatile("stgi" : : : "memory");
}

/* The ioctl that everything here begins in. */
int vcpu_ioctl_run(struct vcpu *vcpu);

#endif
