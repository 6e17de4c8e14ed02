// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls. */
#include "clang_body.h"

#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "facts/constant.h"

/* ---- built-in functions ---- */

enum builtin { BUILTIN_NONE, BUILTIN_EXPECT, BUILTIN_CONSTANT, BUILTIN_NOTHING, BUILTIN_STOP };

static enum builtin builtin_of(const char *name)
{
	static const struct {
		const char *name;
		enum builtin what;
	} table[] = {
		{"__builtin_expect", BUILTIN_EXPECT},
		{"__builtin_expect_with_probability", BUILTIN_EXPECT},
		{"__builtin_assume_aligned", BUILTIN_EXPECT},
		{"__builtin_constant_p", BUILTIN_CONSTANT},
		{"__builtin_prefetch", BUILTIN_NOTHING},
		{"__builtin_va_start", BUILTIN_NOTHING},
		{"__builtin_va_end", BUILTIN_NOTHING},
		{"__builtin_stack_save", BUILTIN_NOTHING},
		{"__builtin_stack_restore", BUILTIN_NOTHING},
		{"__builtin_unreachable", BUILTIN_STOP},
		{"__builtin_trap", BUILTIN_STOP},
	};

	if (!starts(name, "__builtin_"))
		return BUILTIN_NONE;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (!strcmp(table[i].name, name))
			return table[i].what;
	return BUILTIN_NONE;
}

/* Built-ins that are calls of the library's function where they are no code have its name. */
static const char *library_name(const char *name)
{
	static const char *const prefixes[] = {"mem",  "str", "__mem", "__str",	   "abs",
					       "labs", "ffs", "print", "snprintf", "vsnprintf"};
	const char *own = name + strlen("__builtin_");

	if (!starts(name, "__builtin_"))
		return name;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(*prefixes); i++)
		if (starts(own, prefixes[i]))
			return intern(own);
	return name;
}

static enum CXChildVisitResult find_effect(CXCursor c, CXCursor parent, CXClientData data)
{
	bool *found = data;
	CXString name;

	(void)parent;
	switch ((int)clang_getCursorKind(c)) {
	case CXCursor_CallExpr:
		name = clang_getCursorSpelling(c);
		*found |= !clang_getCString(name) || !starts(clang_getCString(name), "__builtin_");
		clang_disposeString(name);
		break;
	case CXCursor_StmtExpr:
	case CXCursor_CompoundAssignOperator:
		*found = true;
		break;
	case CXCursor_BinaryOperator:
		*found |= clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Assign;
		break;
	case CXCursor_UnaryOperator:
		*found |= clang_getCursorUnaryOperatorKind(c) <= CXUnaryOperator_PreDec;
		break;
	default:
		break;
	}
	*found |= is_volatile_expression(c);
	return *found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

static bool has_effects(CXCursor c)
{
	bool found = false;

	find_effect(c, c, &found);
	if (!found)
		clang_visitChildren(c, find_effect, &found);
	return found;
}

static struct value constant_p(struct body *b, CXCursor c)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	CXCursor arg = clang_Cursor_getArgument(c, 0);
	struct operand o, *args;
	struct event *e;
	uint32_t local;
	int64_t n;

	if (constant_of(c, &n) && n)
		return plain(const_operand(1, t));
	if (!vtype_of(b->u, clang_getCursorType(arg)).bits ||
	    is_pointer_type(clang_getCursorType(arg)))
		return plain(const_operand(0, t));
	/* with side effects it is no constant, and they do not happen */
	if (has_effects(arg))
		return plain(const_operand(0, t));
	o = operand_of(b, arg);
	if (o.kind == OPERAND_CONST)
		return plain(const_operand(1, t));
	local = new_temporary(b, t);
	args = arena_copy(&b->u->arena, &o, sizeof(o));
	e = emit(b, c, EVENT_CALL);
	e->call.callee = CALLEE_SYMBOL;
	e->call.symbol = intern("__builtin_constant_p");
	e->call.nargs = 1;
	e->call.args = args;
	e->call.result = local_operand(b, local);
	return plain(local_operand(b, local));
}

static struct value expected(struct body *b, CXCursor c, bool wanted)
{
	CXCursor arg = clang_Cursor_getArgument(c, 0);

	for (int i = clang_Cursor_getNumArguments(c); i-- > 1;)
		effect_of(b, clang_Cursor_getArgument(c, (unsigned int)i));
	if (!wanted) {
		effect_of(b, arg);
		return unknown_value(vtype_of(b->u, clang_getCursorType(c)));
	}
	return convert_value(b, value_of(b, arg), vtype_of(b->u, clang_getCursorType(c)), c);
}

/* ---- who is called ---- */

static void callee_of(struct body *b, CXCursor c, struct event *e)
{
	struct value v = value_of(b, c);
	struct operand o;

	if (v.op == SET_COPY && v.a.kind == OPERAND_FUNC) {
		e->call.callee = CALLEE_SYMBOL;
		e->call.symbol = v.a.symbol;
		return;
	}
	if (v.op == SET_COPY && v.a.kind == OPERAND_PATH && v.a.path->nsteps &&
	    v.a.path->steps[v.a.path->nsteps - 1].kind != STEP_DEREF) {
		e->call.callee = CALLEE_SLOT;
		e->call.slot = v.a.path;
		return;
	}
	e->call.callee = CALLEE_POINTER;
	o = v.op == SET_COPY && v.a.kind == OPERAND_PATH ? v.a : as_operand(b, v, c);
	e->call.pointer = o;
}

/* Arguments that are narrower than int are one on machines whose GCC promotes prototypes. */
static bool promotes(struct body *b, CXCursor arg)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(arg));

	return b->u->pushes && t.bits && t.bits < 32 && !t.is_pointer;
}

/*
 * GCC evaluates arguments from the last to the first where they may be pushed (x86),
 * else from the first, and what an argument is as a whole has the place of the call.
 */
static void arguments_of(struct body *b, CXCursor c, struct event *e)
{
	int n = clang_Cursor_getNumArguments(c);
	static const struct vtype int_type = {.bits = 32, .is_signed = true};
	struct moved outer = b->moved, own = {};

	expression_place(b, c, &own.place, &own.chain);
	e->call.nargs = n > 0 ? (uint32_t)n : 0;
	e->call.args = arena_array(&b->u->arena, struct operand, e->call.nargs);
	for (uint32_t k = 0; k < e->call.nargs; k++) {
		uint32_t i = b->u->pushes ? e->call.nargs - 1 - k : k;
		CXCursor arg = clang_Cursor_getArgument(c, i), inner;
		struct value v;

		own.whole = arg;
		own.plain = strip_parens(b, arg);
		/* of a load that is converted the conversion has it */
		inner = clang_getCursorKind(own.plain) == CXCursor_UnexposedExpr
				? strip_casts(b, arg)
				: arg;
		/* a promotion has the place of the call then, and its operand keeps its own */
		if (promotes(b, arg))
			own.whole = own.plain = clang_getNullCursor();
		b->moved = own;
		v = value_of(b, arg);
		if (promotes(b, arg))
			v = convert_value(b, v, int_type, arg);
		e->call.args[i] = v.type.bits || v.op != SET_COPY ? as_operand(b, v, inner) : v.a;
		b->moved = outer;
	}
}

static struct value result_of(struct body *b, CXCursor c, struct event *e, bool wanted)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	uint32_t local;

	if (!wanted || (!t.bits && !t.record))
		return unknown_value(t);
	if (t.bits) {
		local = new_temporary(b, t);
		e->call.result = local_operand(b, local);
	} else {
		local = new_variable(b, t);
		b->variables.v[local].in_memory = b->locals.v[local].in_memory = true;
		e->call.result = path_operand(OPERAND_PATH, local_path(b, local), t);
	}
	return plain(e->call.result);
}

/* A boolean takes a byte. */
static int64_t stored_bits(const struct vtype *t)
{
	return t->is_bool ? 8 : t->bits;
}

/* How many bytes a memcpy() copies, 0 when it is none or nobody knows. */
static int64_t copied_bytes(const struct event *e)
{
	const struct operand *n = e->call.args + 2;

	if (e->call.callee != CALLEE_SYMBOL || e->call.nargs != 3 ||
	    strcmp(e->call.symbol, "memcpy") || n->kind != OPERAND_CONST)
		return 0;
	return n->value;
}

/*
 * A copy of as many bytes as either side has is an assignment: GCC's parser makes
 * it one, and neither needs an address for it.
 */
static bool is_assignment(struct body *b, CXCursor c, const struct event *e)
{
	const struct operand *to = e->call.args, *from = e->call.args + 1;
	int64_t bytes = copied_bytes(e);
	struct vtype t;
	struct value v;

	if (!bytes || to->kind != OPERAND_ADDR || from->kind != OPERAND_ADDR ||
	    stored_bits(&to->path->type) != bytes * 8 ||
	    stored_bits(&from->path->type) != bytes * 8)
		return false;
	v = path_value(b, from->path);
	/* the bytes of another type are a view of them, of which facts say nothing */
	t = to->path->type;
	if (v.a.kind == OPERAND_LOCAL &&
	    (v.type.is_pointer != t.is_pointer || v.type.is_signed != t.is_signed ||
	     v.type.is_bool != t.is_bool))
		v = unknown_value(t);
	else
		v = convert_value(b, plain(as_operand(b, v, c)), t, c);
	store_path(b, to->path, v, c);
	return true;
}

/* What the address is of, as a number of so many bits; NULL. */
static struct path *number_at(struct body *b, CXCursor arg, const struct operand *o, struct vtype t)
{
	struct path *p;

	if (o->kind == OPERAND_LOCAL && !o->mask && o->type.is_pointer)
		return path_with(b, local_path(b, o->local), (struct step){.kind = STEP_DEREF}, t);
	if (o->kind != OPERAND_ADDR ||
	    (!o->path->nsteps && o->path->root == ROOT_LOCAL && o->path->type.bits != t.bits))
		return NULL;
	/* of an array, where it begins */
	if (is_array_type(clang_getCursorType(strip_casts(b, arg))))
		return path_with(b, o->path, (struct step){.kind = STEP_INDEX}, t);
	p = arena_copy(&b->u->arena, o->path, sizeof(*p));
	/* elements of another size are not counted */
	if (p->nsteps && p->type.bits != t.bits &&
	    p->steps[p->nsteps - 1].kind == STEP_INDEX_LOCAL) {
		p->steps = arena_copy(&b->u->arena, p->steps, p->nsteps * sizeof(*p->steps));
		p->steps[p->nsteps - 1] = (struct step){.kind = STEP_INDEX_ANY};
	}
	if (p->nsteps || p->root != ROOT_LOCAL)
		p->type = t;
	return p;
}

/*
 * As many bytes as a number has are loaded and stored as one, whatever they are of:
 * where memory may be read at any address.
 */
static bool is_number_copied(struct body *b, CXCursor c, const struct event *e)
{
	int64_t bytes = copied_bytes(e);
	struct vtype t = {};
	struct path *to, *from;
	struct value v;

	if ((bytes != 1 && bytes != 2 && bytes != 4 && bytes != 8) ||
	    bytes * 8 > b->u->pointer_bits)
		return false;
	t.bits = (uint8_t)(bytes * 8);
	to = number_at(b, clang_Cursor_getArgument(c, 0), &e->call.args[0], t);
	from = number_at(b, clang_Cursor_getArgument(c, 1), &e->call.args[1], t);
	if (!to || !from)
		return false;
	v = plain(as_operand(b, path_value(b, from), c));
	store_path(b, to, to->type.bits ? convert_value(b, v, to->type, c) : v, c);
	return true;
}

/* clz, ctz, ffs and popcount of a constant are numbers. */
static bool fold_count(const struct event *e, int64_t *value)
{
	const char *name = e->call.symbol;
	uint64_t x;

	if (e->call.callee != CALLEE_SYMBOL || e->call.nargs != 1 ||
	    e->call.args[0].kind != OPERAND_CONST || !e->call.args[0].type.bits)
		return false;
	x = (uint64_t)e->call.args[0].value & low_bits(e->call.args[0].type.bits);
	if (starts(name, "__builtin_popcount"))
		*value = __builtin_popcountll(x);
	else if (starts(name, "ffs"))
		*value = __builtin_ffsll((long long)x);
	else if (x && starts(name, "__builtin_ctz"))
		*value = __builtin_ctzll(x);
	else if (x && starts(name, "__builtin_clz"))
		*value = __builtin_clzll(x) - 64 + e->call.args[0].type.bits;
	else
		return false;
	return true;
}

/*
 * __builtin_add_overflow() and its like compute and call nothing: the result and whether it
 * fits are not known.
 */
static bool is_overflow(const char *name)
{
	static const char *const ops[] = {"add",  "sub",  "mul",  "sadd", "ssub",
					  "smul", "uadd", "usub", "umul"};

	for (size_t i = 0; starts(name, "__builtin_") && i < sizeof(ops) / sizeof(*ops); i++) {
		const char *rest = name + strlen("__builtin_");

		if (starts(rest, ops[i]) && strstr(rest, "_overflow") &&
		    strspn(rest + strlen(ops[i]), "l") ==
			    (size_t)(strstr(rest, "_overflow") - rest) - strlen(ops[i]))
			return true;
	}
	return false;
}

static struct value overflow_value(struct body *b, CXCursor c)
{
	static const struct vtype truth = {.bits = 1, .is_bool = true};
	CXCursor to = clang_Cursor_getArgument(c, 2), at = strip_casts(b, to);
	struct kids k = kids_of(b, at);
	struct path *p;

	effect_of(b, clang_Cursor_getArgument(c, 0));
	effect_of(b, clang_Cursor_getArgument(c, 1));
	p = clang_getCursorKind(at) == CXCursor_UnaryOperator &&
			    clang_getCursorUnaryOperatorKind(at) == CXUnaryOperator_AddrOf
		    ? path_of(b, k.v[0])
		    : path_of_pointer(b, to);
	if (p)
		store_path(b, p, unknown_value(p->type), c);
	return convert_value(b, plain(as_operand(b, unknown_value(truth), c)),
			     vtype_of(b->u, clang_getCursorType(c)), c);
}

static struct value emit_call(struct body *b, CXCursor c, struct event *call, bool wanted)
{
	struct value v = result_of(b, c, call, wanted);
	struct event *e = emit(b, c, EVENT_CALL);

	call->place = e->place;
	call->chain = e->chain;
	*e = *call;
	if (call->call.is_noreturn) {
		struct iblock *k = &b->blocks.v[b->cur];

		k->place = e->place;
		k->chain = e->chain;
		start_block(b, b->nowhere);
	}
	return v;
}

struct value call_value(struct body *b, CXCursor c, bool wanted)
{
	struct kids k = kids_of(b, c);
	CXCursor callee = k.n ? strip_parens(b, k.v[0]) : c, decl = clang_getCursorReferenced(c);
	struct event e = {.kind = EVENT_CALL};
	struct symbol *s = NULL;
	int64_t folded;

	if (clang_getCursorKind(decl) == CXCursor_FunctionDecl &&
	    clang_getCursorKind(callee) != CXCursor_CallExpr) {
		s = symbol_of(b->u, decl);
		switch (builtin_of(s->name)) {
		case BUILTIN_EXPECT:
			return expected(b, c, wanted);
		case BUILTIN_CONSTANT:
			return wanted ? constant_p(b, c)
				      : unknown_value(vtype_of(b->u, clang_getCursorType(c)));
		case BUILTIN_NOTHING:
			return unknown_value(vtype_of(b->u, clang_getCursorType(c)));
		case BUILTIN_STOP:
			s->is_noreturn = true;
			break;
		default:
			break;
		}
		e.call.callee = CALLEE_SYMBOL;
		e.call.symbol = library_name(s->name);
		symbol_external(b->u, e.call.symbol);
	} else if (k.n) {
		callee_of(b, k.v[0], &e);
		if (e.call.callee == CALLEE_SYMBOL)
			s = map_get(&b->u->symbols, e.call.symbol, 0);
	}
	if (s && is_overflow(s->name))
		return overflow_value(b, c);
	e.call.is_noreturn = s && s->is_noreturn;
	arguments_of(b, c, &e);
	if (fold_count(&e, &folded))
		return plain(const_operand(folded, vtype_of(b->u, clang_getCursorType(c))));
	if (b->dead || (!wanted && (is_assignment(b, c, &e) || is_number_copied(b, c, &e))))
		return unknown_value(vtype_of(b->u, clang_getCursorType(c)));
	return emit_call(b, c, &e, wanted);
}
