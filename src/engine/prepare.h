/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What solving needs of a function that is entered: order of blocks, live locals, definitions. */
#ifndef EQS_ENGINE_PREPARE_H
#define EQS_ENGINE_PREPARE_H

#include "program.h"

/* A function ends in a call of another, to which it hands its own parameter on. */
struct handed {
	struct func *to;
	uint32_t param, as; /* as its parameter */
};

struct prepared {
	uint32_t *order;	   /* as of flow_order() */
	uint32_t words;		   /* of a set of locals */
	uint64_t **live;	   /* at the start of each block: locals that are read later */
	const struct event **defs; /* of each local: its one definition; NULL: none, or several */
	uint8_t *ndefs;		   /* of each local: 0, 1 or 2 for more */
	uint64_t tested;	   /* parameters that a branch or a call depends on */
	uint32_t *local_cells;	   /* of each local */
	uint64_t *apart;	   /* locals that tell runs apart: apart.c; NULL: none */
	uint64_t *waits;	   /* blocks: heads of loops that wait for others; NULL: none */
	VEC(struct handed) handed;
	VEC(uint32_t) reads; /* cells of the paths that are read */
	struct map
		path_reads; /* (cell, 0) -> how often it is read + 1; (symbol, 1): it is called */
};

/* Made at the first call, in the program's arena. */
struct prepared *prepare(struct program *p, struct func *f);

bool prepared_is_live(const struct prepared *pr, uint32_t block, uint32_t local);

/*
 * True when the function itself looks at the cell: reads the path, or calls the
 * pure function; or when it ends in a call of one that does, with its parameter.
 */
bool prepared_looks_at(struct program *p, struct func *f, uint32_t cell);

/* apart.c: fills in `apart`; the definitions are there. */
void apart_find(struct program *p, struct prepared *pr, const struct function *f);
/* Runs that know another value of the cell than this are not joined. */
bool prepared_keeps_apart(const struct prepared *pr, const struct cells *cells, uint32_t cell,
			  const struct value *v);

/* loops.c: fills in `waits`; the order of the blocks is there. */
void loops_find(struct program *p, struct prepared *pr, const struct func *f);

/* What a local was copied from, by its one definition; the operand itself where it was not. */
const struct operand *prepared_source(const struct prepared *pr, const struct operand *o);

/* True when the path is read at more than one place of the function. */
bool prepared_rereads(const struct prepared *pr, uint32_t cell);

#endif
