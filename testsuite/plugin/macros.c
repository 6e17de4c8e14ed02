/* The chain of macros, innermost first, also for what stands in an argument. */
void arch_enable(void);
int arch_disabled(void);
void trace(void);
void warn(void);
#define raw_enable() arch_enable()
#define enable() do { trace(); raw_enable(); } while (0)
#define disabled() arch_disabled()
#define unlikely(x) __builtin_expect(!!(x), 0)
#define WARN_ON(c) ({ int __ret = !!(c); if (unlikely(__ret)) warn(); unlikely(__ret); })
#define WARN_DISABLED() WARN_ON(!disabled())
#define STORE(x, v) (*(volatile int *)&(x) = (v))

int chains(int *p)
{
	enable();
	arch_enable();
	WARN_ON(!disabled());
	if (WARN_DISABLED())
		return 1;
	STORE(*p, arch_disabled());
	return 0;
}
