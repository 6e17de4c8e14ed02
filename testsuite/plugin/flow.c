/* goto, loops, continue, a dead end, a loop at the very start. */
int more(void);
void f(int);
void stop(void) __attribute__((noreturn));

int jumps(int n)
{
again:
	if (more())
		goto out;
	for (int i = 0; i < n; i++) {
		if (more())
			continue;
		if (i == 3)
			goto again;
		f(i);
	}
	if (n == 2)
		stop();
	if (n == 4)
		__builtin_unreachable();
out:
	f(0);
	return n;
}

void from_start(int n)
{
	do
		f(n);
	while (n++ < 5);
}

void forever(void)
{
	for (;;)
		f(1);
}

/* Labels of one name, each a block's own: what put_user() and wait_event() are made of. */
#define local_failure(n)                                                                           \
	({                                                                                         \
		__label__ failed;                                                                  \
		int ret = 0;                                                                       \
                                                                                                   \
		asm goto("# may fail %0" : : "r"(n) : : failed);                                   \
		if (n > 3)                                                                         \
			goto failed;                                                               \
		f(n);                                                                              \
		if (0) {                                                                           \
		failed:                                                                            \
			ret = -1;                                                                  \
		}                                                                                  \
		ret;                                                                               \
	})

int local_labels(int n)
{
	if (local_failure(n))
		return 1;
	if (local_failure(n))
		return 2;
failed:
	f(3);
	if (n == 7) {
		n++;
		goto failed;
	}
	return 0;
}
