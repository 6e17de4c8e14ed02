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
