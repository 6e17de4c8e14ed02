// SPDX-License-Identifier: GPL-2.0-or-later
/* The unit itself: what compiles it, for what, with which options. */
#include "build.h"

#include "cpplib.h"

#include "facts/source.h"
#include "wanted.h"

/* Only the C front-end has these: a plugin that needs them could not be loaded by lto1. */
extern struct cpp_reader *parse_in __attribute__((weak));
extern cpp_options *cpp_get_options(cpp_reader *) __attribute__((weak));
extern cpp_hashnode *cpp_lookup(cpp_reader *, const unsigned char *, unsigned int)
	__attribute__((weak));
extern const unsigned char *cpp_macro_definition(cpp_reader *, cpp_hashnode *)
	__attribute__((weak));

const char *compiler_triplet(const plugin_gcc_version *v)
{
	const char *target = strstr(v->configuration_arguments, "--target=");
	const char *build;

	if (!target) /* a native compiler: what it runs on is what it compiles for */
		target = strstr(v->configuration_arguments, "--host=");
	if (target) {
		target = strchr(target, '=') + 1;
		return eqs::intern_n(target, strcspn(target, " '"));
	}
	build = strstr(v->configuration_arguments, "--build=");
	if (build)
		return eqs::intern_n(build + 8, strcspn(build + 8, " '"));
	return eqs::intern("unknown");
}

/* ---- options of the kernel ---- */

/* The macro's definition behind its name, NULL when there is no such macro. */
static const char *macro_value(const char *prefix, const char *name, const char *suffix)
{
	char full[256];
	cpp_hashnode *node;
	const char *definition;

	if ((size_t)snprintf(full, sizeof(full), "%s%s%s", prefix, name, suffix) >= sizeof(full))
		return NULL;
	node = cpp_lookup(parse_in, (const unsigned char *)full, strlen(full));
	if (!cpp_user_macro_p(node) || cpp_fun_like_macro_p(node))
		return NULL;
	definition = (const char *)cpp_macro_definition(parse_in, node);
	definition += strcspn(definition, " ");
	return definition + strspn(definition, " ");
}

static void add_option(auto_vec<eqs::option> *options, const char *name)
{
	eqs::option o = {};
	const char *value;
	size_t n;

	/* "?NAME": do the headers of this tree, as far as the unit reads them, know the name?
	 * "?NAME=y": somebody looked already. */
	if (*name == '?') {
		n = strcspn(name, "=");
		if (name[n] || maybe_get_identifier(name + 1)) {
			o.name = eqs::intern_n(name, n);
			o.value = eqs::intern("y");
			options->safe_push(o);
		}
		return;
	}
	if (!strncmp(name, "CONFIG_", 7))
		name += 7;
	if (!*name)
		return;
	value = macro_value("CONFIG_", name, "");
	if (!value && macro_value("CONFIG_", name, "_MODULE"))
		value = "m";
	if (!value)
		return;
	n = strlen(value);
	o.name = eqs::intern(name);
	if (!strcmp(value, "1"))
		o.value = eqs::intern("y");
	else if (n >= 2 && *value == '"' && value[n - 1] == '"')
		o.value = eqs::intern_n(value + 1, n - 2);
	else
		o.value = eqs::intern(value);
	options->safe_push(o);
}

static void read_options(builder *b)
{
	auto_vec<eqs::option> options;
	const char *why;
	char *text;

	if (!b->set.options || b->unit.is_preprocessed)
		return;
	text = wanted_read(b->set.options, b->set.probe ? b->set.srctree : NULL, b->set.arch, &why);
	if (!text) {
		error("eqslint: %s", why);
		return;
	}
	for (char *line = text, *end; *line; line = end) {
		end = line + strcspn(line, "\n");
		if (*end)
			*end++ = 0;
		add_option(&options, line);
	}
	b->unit.noptions = options.length();
	b->unit.options = arena_list(b, options);
	free(text);
}

/* ---- the unit ---- */

static const char *object_name(builder *b)
{
	char name[4096];
	const char *base = aux_base_name ? aux_base_name : main_input_filename;

	if (b->set.object)
		return eqs::intern(b->set.object);
	/* The driver's -dumpdir and -dumpbase; cc1's own -o is assembler in a temporary file. */
	snprintf(name, sizeof(name), "%s.o", base);
	return source_file(NULL, name);
}

bool unit_begin(builder *b)
{
	eqs::unit *u = &b->unit;
	const char *triplet = compiler_triplet(b->version);

	if (!&parse_in || !parse_in || !main_input_filename)
		return false;
	eqs::arena_init(&b->arena);
	u->arena = &b->arena;
	u->arch = b->set.arch ? eqs::intern(b->set.arch) : source_arch(triplet);
	u->release = b->set.release ? eqs::intern(b->set.release) : NULL;
	u->config = b->set.config ? eqs::intern(b->set.config) : NULL;
	u->compiler = eqs::intern_f("gcc %s %s", b->version->basever, triplet);
	u->object = object_name(b);
	u->is_preprocessed = cpp_get_options(parse_in)->preprocessed &&
			     !cpp_get_options(parse_in)->directives_only;
	u->source = source_file(b->set.srctree, main_input_filename);
	if (!u->source)
		u->source = eqs::intern(main_input_filename);
	/* vdso, boot code and the like are other programs; their linking is strict about sections.
	 */
	return b->set.out || !(source_is_foreign(u->object) || source_is_foreign(u->source));
}

static int by_order(const void *a, const void *b)
{
	const built_function *x = (const built_function *)a, *y = (const built_function *)b;

	return x->order < y->order ? -1 : x->order > y->order;
}

void unit_finish(builder *b)
{
	auto_vec<eqs::function> functions;

	add_rows(b);
	add_aliases(b);
	add_symrefs(b);
	read_options(b);
	b->functions.qsort(by_order);
	for (unsigned i = 0; i < b->functions.length(); i++)
		functions.safe_push(b->functions[i].f);
	b->unit.nfunctions = functions.length();
	b->unit.functions = functions.address();
	b->unit.nrows = b->rows.length();
	b->unit.rows = b->rows.address();
	b->unit.nsymrefs = b->symrefs.length();
	b->unit.symrefs = b->symrefs.address();
	eqs::facts_write_binary(&b->bytes, &b->unit);
}
