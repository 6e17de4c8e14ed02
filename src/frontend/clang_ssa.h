/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A body between its lowering and its facts: versions of variables, and where they meet. */
#ifndef EQS_FRONTEND_CLANG_SSA_H
#define EQS_FRONTEND_CLANG_SSA_H

#include "clang_body.h"

/* Versions of a variable that meet where a block begins. */
struct phi {
	uint32_t local;	   /* the version that it makes */
	uint32_t replaced; /* another that it is the same as, or itself */
	uint32_t variable;
	uint32_t block;
	uint32_t *args; /* by the edge to the block; NO_LOCAL: never set */
	bool is_needed;
};

struct in_edge {
	uint32_t from, number; /* blocks.v[from].edges.v[number] */
};

struct block_info {
	VEC(struct in_edge) in;
	VEC(struct phi *) phis;
	uint32_t number; /* in the facts; NO_BLOCK: not reached */
};

struct version_of {
	uint32_t variable, version;
};

struct ssa {
	struct body *b;
	struct block_info *blocks;
	uint32_t nblocks;
	VEC(uint32_t) order; /* the reached blocks, each before what it leads to */
	uint32_t nvariables; /* locals before there were versions */
	struct map entry;    /* (block + 1, variable + 1) -> version + 1, where it begins */
	struct map exit;     /* and where it ends, of what it sets */
	VEC(struct phi *) phis;
	struct map phi_of; /* (version + 1, 0) -> struct phi */
	VEC(struct version_of) order_of_versions;
	uint32_t *variable_of; /* by local: what it is a version of; NO_LOCAL */
	struct event **def;    /* by local, once fold_ssa() runs */
	bool *needed;
	size_t ndef; /* locals there were then */
};

/* The graph without empty blocks and with edges both ways. */
void ssa_graph(struct ssa *s);
/* What lies in memory is loaded and stored. */
void ssa_memory(struct ssa *s);
void ssa_versions(struct ssa *s);
/* Through copies of phis that are none. */
uint32_t ssa_resolve(const struct ssa *s, uint32_t local);
void ssa_fold(struct ssa *s);
/* The operand, through what only hands it on. */
void ssa_fold_operand(struct ssa *s, struct operand *o);
/* Finds what is needed; then ssa_keeps() tells whether an event is part of the facts. */
void ssa_sweep(struct ssa *s);
bool ssa_keeps(const struct ssa *s, const struct event *e);
void ssa_finish(struct ssa *s, struct function *f);
void ssa_free(struct ssa *s);

#endif
