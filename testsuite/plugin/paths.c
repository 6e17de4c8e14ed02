/* Temporaries between pointers are folded, variables of the source are not. */
struct run {
	int reason;
	unsigned char exit;
	int regs[16];
};
struct list {
	struct list *next;
	int data;
};
struct vcpu {
	struct run *run;
	struct {
		int mode;
		struct list *requests;
	} arch;
	struct list slots[4];
	int cpu;
	int *counts;
};
extern struct vcpu *current_vcpu;
extern struct vcpu vcpus[8];
int get(struct run *);

int nested(struct vcpu *v, int i)
{
	struct run *r = v->run;

	v->run->reason = 3;
	r->reason = 4;
	v->run->regs[i] = v->run->regs[2];
	v->arch.requests->next->data++;
	current_vcpu->arch.mode = 1;
	vcpus[i].slots[2].data -= i;
	get(v->run);
	return v->slots[i].next->data;
}

int *addresses(struct vcpu *v, int i)
{
	struct list *l = &v->slots[1];

	l[1].data = 3;
	(l + i)->data = 4;
	v->counts[i] = v->counts[3];
	*v->counts++ = 7;
	*(volatile int *)&v->cpu = 1;
	i = *(volatile int *)&v->arch.mode;
	return &v->run->regs[i];
}

#define container(p, type, member) ((type *)((char *)(p) - __builtin_offsetof(type, member)))

int contained(struct list *l)
{
	struct vcpu *v = container(l, struct vcpu, slots[2]);

	return v->cpu;
}
