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
