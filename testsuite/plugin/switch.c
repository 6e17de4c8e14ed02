/* Ranges of a switch, labels that share a block, the default that falls through. */
void f(int);

int by_int(int x)
{
	switch (x) {
	case -3 ... -1:
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
