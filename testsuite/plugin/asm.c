/* Assembly: text, operands, asm goto; barriers are nothing and hidden values copies. */
struct regs {
	unsigned long flags;
};
void f(int);

unsigned long save(struct regs *r, unsigned long x)
{
	unsigned long flags;

	asm volatile("# pushf\n\t  pop  %0\n" : "=r"(flags) : "r"(x), "i"(3) : "memory");
	asm volatile("" : : : "memory");
	asm volatile("" : "=r"(x) : "0"(flags));
	asm volatile("nop # %0" : "=m"(r->flags));
	asm volatile("" : "+m"(r->flags));
	return x;
}

int branch(int key)
{
	asm goto("# jump %l[yes]" : : "i"(7) : : yes, other);
	return 0;
yes:
	f(1);
	return 1;
other:
	f(2);
	return 2;
}
