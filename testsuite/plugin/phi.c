/* What meets at a join; a swap in a loop needs one more local. */
int pick(int c, int a, int b)
{
	int r;

	if (c)
		r = a;
	else
		r = b + 1;
	return r;
}

int gcd(int a, int b)
{
	while (b) {
		int t = b;

		b = a & (b - 1);
		a = t;
	}
	return a;
}

void use(int, int);

void swap(int n, int a, int b)
{
	do {
		int t = a;

		a = b;
		b = t;
		use(a, b);
	} while (--n);
}
