/* PHIs of one block that read each other: they happen at once. C cannot write it, GIMPLE can. */
void use(int, int);

int __GIMPLE(ssa) swapped(int n, int a, int b)
{

	__BB(2):
	goto __BB3;

	__BB(3):
	n_1 = __PHI(__BB2: n_5(D), __BB3: n_2);
	a_3 = __PHI(__BB2: a_6(D), __BB3: b_4);
	b_4 = __PHI(__BB2: b_7(D), __BB3: a_3);
	use(a_3, b_4);
	n_2 = n_1 - 1;
	if (n_2 != 0)
		goto __BB3;
	else
		goto __BB4;

	__BB(4):
	return a_3;
}
