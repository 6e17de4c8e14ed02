/* Linkage, sections, aliases, and symbols that are defined elsewhere. */
#define section(x) __attribute__((section(x)))

extern void elsewhere(void) section(".noinstr.text");
extern void maybe(void) __attribute__((weak));
extern void never_used(void);
extern void stops(void) __attribute__((noreturn));
extern void address_only(void);
void take(void (*)(void));

static inline __attribute__((always_inline)) void inlined(void)
{
	elsewhere();
}

static inline void hint(void)
{
	maybe();
}

__attribute__((weak)) void weak(void)
{
	inlined();
}

static __attribute__((noinline)) section(".noinstr.text") int quiet(int x)
{
	if (x)
		stops();
	hint();
	return 1;
}

void real(int x)
{
	take(address_only);
	quiet(x);
}

void other_name(int) __attribute__((alias("real")));
/* before there is a name that it could be hung on */
void __attribute__((alias("real"))) early_name(int);
__attribute__((weak, alias("real"))) void weak_name(int);
extern __attribute__((alias("real"))) __typeof__(real) typed_name;
static __attribute__((alias("real"), used)) void static_name(int);
void renamed(void) __asm__("in_assembler");

void renamed(void)
{
}

__attribute__((noreturn)) void end(void)
{
	renamed();
	for (;;)
		;
}

/* a module's start: a macro makes the alias, and nothing else names the function */
#define MODULE_INIT(fn)                                                                            \
	static inline __attribute__((unused)) int (*start_type(void))(void)                        \
	{                                                                                          \
		return fn;                                                                         \
	}                                                                                          \
	int module_start(void) __attribute__((alias(#fn)));

static int section(".init.text") begin(void)
{
	renamed();
	return 0;
}
MODULE_INIT(begin)

/* What one declaration says is true of the others, and of an alias of them. */
static inline __attribute__((noinline)) section(".noinstr.text") int once(int x);
static inline int once(int x)
{
	return x + 1;
}

int said_before(int x) __attribute__((weak)) __attribute__((noinline));
extern int said_before(int x) section(".noinstr.text");
int said_before(int x)
{
	return once(x);
}
int also_said(int x) __attribute__((alias("said_before")));

static inline __attribute__((always_inline)) int always(int x);
static inline int always(int x)
{
	return x + 2;
}

static int kept(int x) __attribute__((unused));
static int kept(int x) __attribute__((used));
static int kept(int x)
{
	return always(x);
}

extern int outside(int x) __attribute__((weak)) section(".noinstr.text");
int outside(int x);
int said_behind(int x) __attribute__((unused));
_Noreturn void never(void);
extern int placed section(".data.placed");
int placed = 1;

int calls_them(int x)
{
	if (x == placed)
		never();
	return outside(x) + said_behind(x);
}

extern int said_behind(int x) __attribute__((weak));
