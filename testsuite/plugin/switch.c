/* Ranges of a switch, labels that share a block, the default that falls through. */
void f(int);

int by_int(int x)
{
	switch (x) {
	case -3 ... - 1:
		f(1);
		break;
	case 1:
	case 2:
	case 7:
		f(2);
		return 5;
	case 9:
		f(3);
		/* fallthrough */
	default:
		f(4);
	}
	return 0;
}

int by_unsigned(unsigned long x)
{
	switch (x) {
	case 0:
	case 0xffffffff00000000ul ... 0xfffffffffffffffful:
		return 1;
	}
	return 2;
}

/* Labels that are none of the narrow type's: they are dropped, ranges cut. */
int by_byte(unsigned char x)
{
	switch (x) {
	case 256:
		f(1);
		break;
	case 255:
		f(2);
	}
	return 0;
}

int by_signed_byte(signed char x)
{
	switch (x) {
	case -200 ... - 100:
		f(1);
		break;
	case 1:
		f(2);
		break;
	case 100 ... 300:
		f(3);
		break;
	case 500:
		f(4);
	}
	return 0;
}

int by_half(unsigned short x)
{
	switch (x) {
	case -1:
		f(1);
		break;
	case 0xffff:
		f(2);
	}
	return 0;
}

int by_bool(_Bool x)
{
	switch (x) {
	case 2:
		f(1);
		break;
	case 1:
		f(2);
	}
	return 0;
}

int by_sum(unsigned char x)
{
	switch ((unsigned char)(x + 1)) {
	case 256:
		f(1);
		break;
	case 255:
		f(2);
	}
	return 0;
}

struct fields {
	unsigned char low : 4;
	int high : 3;
};

int by_field(struct fields *p)
{
	switch (p->low) {
	case 16:
		f(1);
		break;
	case 0:
		f(2);
	}
	switch (p->high) {
	case 4:
		f(3);
		break;
	case -4:
		f(4);
	}
	return 0;
}

int by_none(unsigned char x)
{
	switch (x) {
	case 256:
		f(1);
		break;
	default:
		f(2);
	}
	return 0;
}

int by_constant(void)
{
	switch ((unsigned char)1) {
	case 257:
		f(1);
		break;
	case 1:
		f(2);
	}
	return 0;
}

/* Each end of a range has a type of its own, and is made one of the value's. */
int by_long(long x)
{
	switch (x) {
	case -22 ... - 1:
		f(1);
		break;
	case 0 ... 0x80000000:
		f(2);
	}
	return 0;
}

int by_word(unsigned int x)
{
	switch (x) {
	case 0x7fffffff ... 0x80000001:
		return 1;
	case 0xffffffff:
		return 2;
	case -5 ... - 3:
		return 3;
	}
	return 0;
}

int by_wide(unsigned long x)
{
	switch (x) {
	case 0 ... 0xffffffff:
		return 1;
	case 0x8000000000000000 ... 0xffffffffffffffff:
		return 2;
	}
	return 0;
}

int by_signed_word(int x)
{
	switch (x) {
	case 0xfffffff0 ... 0xffffffff:
		return 1;
	case 2 ... 1:
		f(1);
		break;
	case 5 ... 0x7fffffff:
		return 2;
	}
	return 0;
}

/* A conversion that changes values is not looked through. */
int by_sign(int x)
{
	switch ((unsigned long)x) {
	case -1ul:
		f(1);
		break;
	case 1:
		f(2);
		break;
	case 0xffffffff:
		f(3);
	}
	return 0;
}
