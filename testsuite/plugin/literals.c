/* Compound literals outside of functions: rows of their own, found by what points to them. */
struct ops {
	int (*run)(int);
	void (*stop)(void);
};
struct driver {
	const struct ops *ops;
	struct ops **list;
	int (**calls)(int);
	struct ops own;
	struct driver *next;
};
static int run_a(int x) { return x; }
static int run_b(int x) { return x + 1; }
static int run_c(int x) { return x + 2; }
static void stop(void) { }
#define OPS(f) (&(struct ops){ .run = f })

struct driver first = {
	.calls = (int (*[])(int)){ run_a, 0 },
	.ops = &(const struct ops){
		.run = run_b,
	},
	.own = (struct ops){ .run = run_c },
	.list = (struct ops *[]){ OPS(run_c), &(struct ops){ .stop = stop }, 0 },
};
static struct ops *alone = OPS(run_a);
static const struct ops *unused = OPS(run_b);
struct driver *second = &(struct driver){
	.next = &(struct driver){ .ops = OPS(run_c) },
	.calls = (int (*[])(int)){ run_a, run_b },
};

int use(struct ops *o)
{
	struct ops local = (struct ops){ .run = run_b };

	alone = o;
	return first.ops->run(1) + first.calls[0](2) + alone->run(3) + local.run(4) +
	       second->next->ops->run(5);
}
