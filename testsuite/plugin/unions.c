/* All members of a union are its first; unnamed ones belong to the record around. */
typedef struct {
	unsigned long mask, addr;
} __attribute__((aligned(8))) psw_t;
struct u {
	union {
		int word;
		short half;
		struct {
			char low, high;
		};
	};
	struct {
		int x;
	} named;
	struct {
		int inside;
	};
	psw_t psw;
};

int unions(struct u *u)
{
	u->half = 1;
	u->high = 2;
	u->inside = u->named.x;
	u->psw.mask = 0;
	return u->word;
}

typedef unsigned int quad __attribute__((vector_size(16)));

struct wide {
	int type;
	union {
		unsigned long value;
		unsigned char bytes[sizeof(quad)];
		quad all;
	};
	__uint128_t large[2];
	int last;
};

union role {
	unsigned long word;
	struct {
		unsigned int a : 3;
		unsigned int b : 5;
	};
};

struct one {
	unsigned long value;
};

void use(void *p, unsigned long n);

/* a vector, a number of 128 bits, and a member that { 0 } is for */
void vectors(struct wide *to, struct wide *from)
{
	union role r = {0};
	struct one o = {0};

	use(to->bytes, sizeof(to->bytes));
	to->all = from->all;
	r.a = 3;
	use(&r, sizeof(*to));
	use(&o, __builtin_offsetof(struct wide, last));
}
