/* Who is called: a symbol, a static call, a slot, an array's element, a pointer. */
struct vcpu;
struct ops {
	int (*run)(struct vcpu *v, int flags);
	struct {
		void (*exit)(struct vcpu *);
	} nested;
};
struct vcpu {
	struct ops *ops;
	struct kvm *kvm;
};
typedef void (*handler_t)(int);

extern struct ops kvm_ops;
extern void __SCT__run(struct vcpu *);
extern handler_t handlers[8];
extern handler_t idle;
extern handler_t find(int);

void all(struct vcpu *v, int i, handler_t arg)
{
	int (*run)(struct vcpu *, int) = v->ops->run;

	((typeof(__SCT__run) *)(&__SCT__run))(v);
	kvm_ops.run(v, 1);
	v->ops->nested.exit(v);
	if (run)
		run(v, 2);
	handlers[i](i);
	handlers[3](i);
	idle(1);
	arg(2);
	find(i)(3);
	(i ? find(1) : arg)(4);
}

long hidden(void *p)
{
	handler_t h = p;

	h(__builtin_constant_p(p));
	__builtin_expect(0, 0);
	return __builtin_expect((long)p == 3, 1);
}
