/* A scoped guard: its exit is a call on every way out. */
void lock(int *);
void unlock(int **);
int work(void);

int guarded(int *l)
{
	__attribute__((cleanup(unlock))) int *held = l;

	lock(held);
	if (work())
		return 1;
	work();
	return 0;
}
