/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The oracle's search: every configuration that a root can get into, once. */
#ifndef EQS_ORACLE_EXPLORE_H
#define EQS_ORACLE_EXPLORE_H

#include "steps.h"

/* ---- configurations that were there before ---- */

/* Flags that stand nowhere any more are gone; the others are numbered anew. */
static void tidy_tokens(struct config *c)
{
	int64_t to[MAX_TOKENS];
	struct token kept[MAX_TOKENS];
	bool used[MAX_TOKENS] = {};
	uint8_t n = 0;

	for (unsigned f = 0; f < c->nframes; f++)
		for (uint32_t i = 0; i < c->frames[f].f->nlocals; i++)
			if (c->frames[f].locals[i].kind == CVAL_TOKEN)
				used[c->frames[f].locals[i].v] = true;
	for (unsigned i = 0; i < c->nmemory; i++)
		if (c->memory[i].v.kind == CVAL_TOKEN)
			used[c->memory[i].v.v] = true;
	for (unsigned i = 0; i < c->ntokens; i++) {
		to[i] = n;
		if (used[i])
			kept[n++] = c->tokens[i];
	}
	for (unsigned i = 0; i < n; i++)
		kept[i].order = i; /* they are in the order in which they were saved */
	for (unsigned f = 0; f < c->nframes; f++)
		for (uint32_t i = 0; i < c->frames[f].f->nlocals; i++)
			if (c->frames[f].locals[i].kind == CVAL_TOKEN)
				c->frames[f].locals[i].v = to[c->frames[f].locals[i].v];
	for (unsigned i = 0; i < c->nmemory; i++)
		if (c->memory[i].v.kind == CVAL_TOKEN)
			c->memory[i].v.v = to[c->memory[i].v.v];
	memcpy(c->tokens, kept, n * sizeof(*kept));
	c->ntokens = n;
	c->order = n;
}

/* Numbers that nothing reads any more tell no configurations apart. */
static void tidy_locals(struct machine *m)
{
	for (unsigned i = 0; i < m->now->nframes; i++) {
		struct oframe *f = &m->now->frames[i];
		struct live l = live_from(m, f->f, f->block, f->op);

		for (uint32_t k = 0; k < f->f->nlocals; k++)
			if (!is_live(&l, k) && f->locals[k].kind != CVAL_TOKEN)
				f->locals[k] = (struct cval){};
	}
}

static void mix_into(uint64_t h[2], uint64_t v)
{
	h[0] = (h[0] ^ v) * 0x9e3779b97f4a7c15ull;
	h[0] ^= h[0] >> 29;
	h[1] = (h[1] + v) * 0xd6e8feb86659fd93ull;
	h[1] ^= h[1] >> 31;
}

static void mix_state(uint64_t h[2], const struct state *st)
{
	mix_into(h, st->values);
	mix_into(h, (uint64_t)st->poison << 16 | st->assumed);
}

static void mix_cval(uint64_t h[2], const struct cval *v)
{
	mix_into(h, (uint64_t)v->kind);
	mix_into(h, (uint64_t)v->v);
}

static bool is_new(struct machine *m, const struct config *c)
{
	uint64_t h[2] = {1, 2};

	mix_state(h, &c->st);
	mix_into(h, (uint64_t)(uintptr_t)c->held);
	mix_into(h, c->nframes | (unsigned)c->nmemory << 8 | (unsigned)c->ntokens << 16 |
			    (unsigned)c->muddled << 24 | (unsigned)c->vague << 25);
	for (unsigned i = 0; i < c->ntokens; i++) {
		const struct token *t = &c->tokens[i];

		mix_state(h, &t->saved);
		mix_into(h, (uint64_t)(uintptr_t)t->event);
		mix_into(h, t->restored | (unsigned)t->stale << 1 | (unsigned)t->depth << 2);
	}
	for (unsigned i = 0; i < c->nmemory; i++) {
		mix_into(h, (uint64_t)c->memory[i].at);
		mix_cval(h, &c->memory[i].v);
	}
	for (unsigned i = 0; i < c->nframes; i++) {
		mix_into(h, (uint64_t)(uintptr_t)c->frames[i].f);
		mix_state(h, &c->frames[i].entry);
		mix_into(h, (uint64_t)c->frames[i].block << 32 | c->frames[i].op);
		for (uint32_t k = 0; k < c->frames[i].f->nlocals; k++)
			mix_cval(h, &c->frames[i].locals[k]);
	}
	if (map_get(&m->visited, h[0], h[1]))
		return false;
	map_put(&m->visited, h[0], h[1], m);
	m->nvisited++;
	return true;
}

static size_t config_size(const struct config *c)
{
	return offsetof(struct config, frames) + c->nframes * sizeof(*c->frames);
}

static void keep(struct machine *m)
{
	struct config *c;

	tidy_locals(m);
	tidy_tokens(m->now);
	if (m->nvisited >= MAX_CONFIGS) {
		m->overflow = true;
		return;
	}
	if (!is_new(m, m->now))
		return;
	c = malloc(config_size(m->now));
	memcpy(c, m->now, config_size(m->now));
	vec_push(&m->todo, c);
}

/* ---- calls ---- */

static void enter(struct machine *m, const struct function *f, const struct unit *unit,
		  const struct event *call)
{
	struct cval args[16];
	struct oframe *fr;

	for (uint32_t i = 0; call && i < call->call.nargs && i < 16; i++)
		args[i] = evaluate(m, &call->call.args[i]);
	if (m->now->nframes == MAX_FRAMES)
		die("calls too deep");
	fr = &m->now->frames[m->now->nframes++];
	memset(fr, 0, sizeof(*fr));
	fr->f = f;
	fr->unit = unit;
	fr->call = call;
	fr->entry = m->now->st;
	map_put(&m->entered, f, 0, m);
	if (f->nlocals > MAX_LOCALS)
		die("a function has too many locals for the machine");
	for (uint32_t i = 0; call && i < call->call.nargs && i < f->nparams; i++)
		fr->locals[i] = args[i];
}

/* What stands in the slot: one of its rows; a global table is one object for good. */
static const char *choose_slot(struct machine *m, const struct path *slot)
{
	const struct step *last = &slot->steps[slot->nsteps - 1];
	const char *symbols[16], *objects[16];
	unsigned n = 0, k;

	for (unsigned u = 0; u < m->nunits; u++)
		for (uint32_t i = 0; i < m->units[u]->nrows; i++) {
			const struct row *row = &m->units[u]->rows[i];

			if (slot->root == ROOT_GLOBAL && m->now->held &&
			    row->object != m->now->held)
				continue;
			for (uint32_t c = 0; c < row->ncells && n < 16; c++)
				if (row->cells[c].record == last->record &&
				    row->cells[c].field == last->field) {
					objects[n] = row->object;
					symbols[n++] = row->cells[c].value.symbol;
				}
		}
	if (!n)
		return NULL;
	k = choose(m, n);
	if (slot->root == ROOT_GLOBAL)
		m->now->held = objects[k];
	return symbols[k];
}

static void call(struct machine *m, const struct event *e)
{
	const struct unit *unit = top(m)->unit, *where = NULL;
	const struct function *f = NULL;
	const char *symbol = e->call.symbol;
	struct cval v;

	if (e->call.callee == CALLEE_SLOT)
		symbol = choose_slot(m, e->call.slot);
	if (e->call.callee == CALLEE_POINTER) {
		v = evaluate(m, &e->call.pointer);
		symbol = v.kind == CVAL_FUNCTION ? (const char *)(intptr_t)v.v : NULL;
	}
	f = symbol ? find_function(m, unit, symbol, &where) : NULL;
	/* no function of a generated program is noinstr */
	if (f && m->rules->hot &&
	    expr_eval(m->rules->hot, &m->now->st, frame_entry(m), TRUST_KNOWN) == TRI_YES)
		meet_all(m, ON_CALL_TRACEABLE, e, NULL, 0, 0, true);
	top(m)->op++;
	if (f)
		enter(m, f, where, e);
	else
		assign(m, &e->call.result, (struct cval){});
}

/* Something that the flags hold, so far as is known, is not so. */
static bool differs(const struct machine *m, const struct token *t)
{
	for (unsigned i = 0; i < m->rules->nvars; i++) {
		unsigned then = state_get(&t->saved, i);

		if (t->mask >> i & 1 && then != VALUE_UNKNOWN && then != state_get(&m->now->st, i))
			return true;
	}
	return false;
}

static void meet_lost(struct machine *m, const struct event *e)
{
	struct oframe *f = top(m);
	struct config *c = m->now;
	int candidates = 0, open = 0;
	bool sure = true;

	for (unsigned i = 0; i < c->ntokens; i++) {
		const struct token *t = &c->tokens[i];
		unsigned copies = 0;
		uint32_t local;

		for (unsigned k = 0; k < c->nmemory; k++)
			copies += c->memory[k].v.kind == CVAL_TOKEN && c->memory[k].v.v == i;
		for (uint32_t k = 0; k < f->f->nlocals; k++)
			copies += f->locals[k].kind == CVAL_TOKEN && f->locals[k].v == i;
		if (t->restored || !is_held(f, i, &local))
			continue;
		open++;
		if (!differs(m, t) || (c->st.poison & t->mask))
			continue;
		candidates++;
		sure &= copies == 1 && local >= f->f->nparams && !t->stale &&
			t->depth == c->nframes &&
			!(e->ret.value.kind == OPERAND_LOCAL && e->ret.value.local == local);
	}
	if (candidates)
		meet_all(m, ON_FLAGS_LOST, e, NULL, 0, 0, sure && open == 1);
}

/* False: the root is done. */
static bool leave(struct machine *m, const struct event *e)
{
	struct config *c = m->now;
	const struct event *call = top(m)->call;
	int64_t mine = (int64_t)(200 + 100 * c->nframes);
	struct cval v = {};
	uint8_t n = 0;

	meet_all(m, ON_RETURN, e, NULL, 0, 0, true);
	{
		struct state st = c->st;

		meet_lost(m, e);
		c->st.poison = st.poison;
	}
	if (c->nframes == 1)
		return false;
	if (e->ret.value.kind != OPERAND_NONE)
		v = evaluate(m, &e->ret.value);
	for (unsigned i = 0; i < c->nmemory; i++)
		if (c->memory[i].at >> 32 < mine || c->memory[i].at >> 32 >= mine + 100)
			c->memory[n++] = c->memory[i];
	c->nmemory = n;
	c->nframes--;
	assign(m, &call->call.result, v);
	return true;
}

/* ---- running ---- */

/* False: the path ends.  *stop: a call or return was made. */
static bool run_event(struct machine *m, const struct event *e, bool *stop)
{
	const struct model *macro = macro_of(m, e), *model = model_of(m, e);

	if (macro && !apply_model(m, e, macro))
		return false;
	if (model) {
		if (!apply_model(m, e, model))
			return false;
		top(m)->op++;
		return true;
	}
	switch (e->kind) {
	case EVENT_CALL:
		*stop = true;
		if (e->call.is_noreturn)
			return false;
		call(m, e);
		return true;
	case EVENT_RETURN:
		*stop = true;
		return leave(m, e);
	case EVENT_ASM:
		break;
	default:
		run_plain_set(m, e);
	}
	top(m)->op++;
	return true;
}

static bool follow_edge(struct machine *m, const struct block *bl)
{
	for (uint32_t i = 0; i < bl->nedges; i++) {
		const struct edge *edge = &bl->edges[i];

		if (!guard_holds(m, edge->guard))
			continue;
		for (uint32_t k = 0; k < edge->nsets; k++)
			run_plain_set(m, &edge->sets[k]);
		top(m)->block = edge->to;
		top(m)->op = 0;
		return true;
	}
	return false; /* nothing follows: only what cannot be reached ends so */
}

static void run_block(struct machine *m)
{
	const struct block *bl = &top(m)->f->blocks[top(m)->block];
	bool stop = false;

	while (top(m)->op < bl->nevents && !stop)
		if (!run_event(m, &bl->events[top(m)->op], &stop))
			return;
	if (stop || follow_edge(m, bl))
		keep(m);
}

static void explore(struct machine *m)
{
	static struct config now;

	m->now = &now;
	while (m->todo.n) {
		struct config *from = m->todo.v[--m->todo.n];

		m->nchoices = 0;
		do {
			memcpy(&now, from, config_size(from));
			m->at = 0;
			run_block(m);
		} while (choose_next(m));
		free(from);
	}
}

/* ---- roots ---- */

static bool may_call(const struct machine *m, const struct event *e, const struct unit *unit,
		     const struct function *f)
{
	const struct unit *where;

	if (e->kind != EVENT_CALL || model_of(m, e))
		return false;
	if (e->call.callee == CALLEE_SYMBOL)
		return find_function(m, unit, e->call.symbol, &where) == f;
	if (e->call.callee != CALLEE_SLOT)
		return false;
	for (unsigned u = 0; u < m->nunits; u++)
		for (uint32_t i = 0; i < m->units[u]->nrows; i++) {
			const struct row *row = &m->units[u]->rows[i];

			for (uint32_t c = 0; c < row->ncells; c++)
				if (row->cells[c].field ==
					    e->call.slot->steps[e->call.slot->nsteps - 1].field &&
				    row->cells[c].value.symbol == f->symbol)
					return true;
		}
	return false;
}

/* It is passed to a function that calls what it is passed. */
static bool is_passed(const struct machine *m, const struct event *e, const struct unit *unit,
		      const struct function *f)
{
	const struct unit *where;
	const struct function *to;

	if (e->kind != EVENT_CALL || e->call.callee != CALLEE_SYMBOL)
		return false;
	to = find_function(m, unit, e->call.symbol, &where);
	for (uint32_t i = 0; to && i < e->call.nargs; i++) {
		if (e->call.args[i].kind != OPERAND_FUNC || e->call.args[i].symbol != f->symbol)
			continue;
		for (uint32_t b = 0; b < to->nblocks; b++)
			for (uint32_t k = 0; k < to->blocks[b].nevents; k++) {
				const struct event *c = &to->blocks[b].events[k];

				if (c->kind == EVENT_CALL && c->call.callee == CALLEE_POINTER &&
				    c->call.pointer.local == i)
					return true;
			}
	}
	return false;
}

static bool is_called(const struct machine *m, const struct function *f)
{
	for (unsigned u = 0; u < m->nunits; u++)
		for (uint32_t i = 0; i < m->units[u]->nfunctions; i++) {
			const struct function *by = &m->units[u]->functions[i];

			for (uint32_t b = 0; b < by->nblocks; b++)
				for (uint32_t k = 0; k < by->blocks[b].nevents; k++) {
					const struct event *e = &by->blocks[b].events[k];

					if (may_call(m, e, m->units[u], f) ||
					    is_passed(m, e, m->units[u], f))
						return true;
				}
		}
	return false;
}

static void start(struct machine *m, const struct function *f, const struct unit *unit,
		  size_t split)
{
	static struct config c;
	struct ruleset *rules = m->rules;

	memset(&c, 0, sizeof(c));
	for (unsigned i = 0; i < rules->nvars; i++) {
		if (m->fixed >> i & 1)
			state_set(&c.st, i, 1);
		else if (rules->vars[i].whole_entry)
			state_set(&c.st, i, rules->vars[i].whole_entry);
	}
	for (size_t k = 0; rules->splits.n && k < rules->splits.v[split].n; k++) {
		unsigned var = rules->splits.v[split].v[k].var;

		if (m->fixed >> var & 1)
			continue;
		state_set(&c.st, var, rules->splits.v[split].v[k].value);
		c.st.assumed |= (varmask)(1u << var);
	}
	m->now = &c;
	enter(m, f, unit, NULL);
	keep(m);
	explore(m);
}

/* Everything that can be seen; frees nothing of what is in m->seen. */
static void enumerate(struct machine *m)
{
	for (unsigned i = 0; i < m->rules->nvars; i++) {
		const struct variable *v = &m->rules->vars[i];
		bool here = !v->nonly;

		for (size_t k = 0; k < v->nonly; k++)
			here |= !strcmp(v->only_archs[k], m->arch);
		if (!here)
			m->fixed |= (varmask)(1u << i);
	}
	for (unsigned u = 0; u < m->nunits; u++)
		for (uint32_t i = 0; i < m->units[u]->nfunctions; i++)
			find_live(m, &m->units[u]->functions[i]);
	for (unsigned u = 0; u < m->nunits; u++)
		for (uint32_t i = 0; i < m->units[u]->nfunctions; i++) {
			const struct function *f = &m->units[u]->functions[i];

			if (is_called(m, f))
				continue;
			for (size_t s = 0; s < m->rules->splits.n || !s; s++)
				start(m, f, m->units[u], s);
		}
}

static void machine_free(struct machine *m)
{
	for (unsigned u = 0; u < m->nunits; u++)
		for (uint32_t i = 0; i < m->units[u]->nfunctions; i++)
			for (uint32_t b = 0; b < m->units[u]->functions[i].nblocks; b++)
				free(map_get(&m->live, &m->units[u]->functions[i], b + 1));
	map_free(&m->live);
	for (size_t i = 0; i < m->seen.n; i++)
		free(m->seen.v[i]);
	for (size_t i = 0; i < m->todo.n; i++)
		free(m->todo.v[i]);
	vec_free(&m->seen);
	vec_free(&m->todo);
	map_free(&m->visited);
	map_free(&m->seen_map);
	map_free(&m->entered);
}

#endif
