/* Rows: a record or element each that holds an address; the rest of a table is silent. */
struct driver;
typedef int (*enter_t)(struct driver *, int);
struct state {
	char name[8];
	unsigned flags;
	enter_t enter;
	union {
		enter_t first;
		void (*second)(void);
	};
};
struct driver {
	const char *name;
	struct state states[4];
	int count;
	struct {
		enter_t setup;
	} hooks;
	void *data;
};
int enter_a(struct driver *, int), enter_b(struct driver *, int);
void other(void);
extern int object;

static struct driver drv = {
	.name = "d",
	.states = {
		[0] = { .name = "a", .flags = 2, .enter = enter_a },
		[2] = { .enter = enter_b, .second = other },
		[3] = { .flags = 7 },
	},
	.count = 3,
	.hooks = { .setup = enter_b },
	.data = &object,
};
struct driver *use = &drv;
const enter_t handlers[] = { [1] = enter_a, [3 ... 4] = enter_b };
enter_t alone = enter_a;
struct state *link = &drv.states[2];
const int numbers[] = { 1, 2, 3 };

int dynamic(struct driver *d)
{
	static const struct state template = { .flags = 4, .enter = enter_a };

	d->states[1] = template;
	d->states[2].enter = enter_b;
	return handlers[1](use, numbers[d->count]);
}

struct chooser {
	const enter_t *from;
	struct state *state;
	enter_t *inner;
};
static const enter_t choices[] = { enter_a, enter_b };
struct chooser chooser = {
	.from = &choices[1],
	.state = &drv.states[2],
	.inner = &drv.states[2].enter,
};
