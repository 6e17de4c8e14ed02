// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The plugin: lowers every function after the pass "ssa", where its control
 * flow is known and nothing is inlined yet, and hands the facts on when all
 * have been seen.
 */
#include "build.h"

#include <time.h>

#include "plugin-version.h"

__attribute__((visibility("default"))) int plugin_is_GPL_compatible;

/* ---- the clock, for "stats" ---- */

static uint64_t now(const builder *b)
{
	struct timespec t;

	if (!b->set.stats)
		return 0;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * (uint64_t)1000000000 + t.tv_nsec;
}

/* ---- passes ---- */

static const pass_data function_data = {
	GIMPLE_PASS, "eqslint", OPTGROUP_NONE, TV_NONE, 0, 0, 0, 0, 0,
};

struct function_pass : gimple_opt_pass {
	builder *b;

	function_pass(builder *to) : gimple_opt_pass(function_data, g), b(to)
	{
	}
	unsigned execute(function *fun) final override
	{
		uint64_t start = now(b);

		if (!b->done && !seen_error())
			lower_function(b, fun);
		b->clock += now(b) - start;
		return 0;
	}
	opt_pass *clone() final override
	{
		return new function_pass(b);
	}
};

static const pass_data unit_data = {
	SIMPLE_IPA_PASS, "eqslint_unit", OPTGROUP_NONE, TV_NONE, 0, 0, 0, 0, 0,
};

/* Runs once, when all functions are in SSA form and no table has been folded away. */
struct unit_pass : simple_ipa_opt_pass {
	builder *b;

	unit_pass(builder *to) : simple_ipa_opt_pass(unit_data, g), b(to)
	{
	}
	unsigned execute(function *) final override
	{
		uint64_t start = now(b);

		if (b->done || seen_error())
			return 0;
		b->done = true;
		unit_finish(b);
		if (b->set.out)
			emit_file(b);
		if (b->set.stop)
			emit_reads(b);
		b->clock += now(b) - start;
		if (!b->set.stop || seen_error())
			return 0;
		if (b->set.stats)
			emit_stats(b);
		fflush(NULL);
		_exit(0);
	}
};

/* ---- callbacks ---- */

static void on_start(void *, void *data)
{
	builder *b = (builder *)data;

	b->done = !unit_begin(b);
	if (b->done)
		return;
	if (flag_lto && !b->set.out)
		inform(UNKNOWN_LOCATION,
		       "eqslint: facts are lost with %<-flto%>: the linker drops their section; "
		       "write a file with %<-fplugin-arg-eqslint-out=auto%>");
	if (b->unit.is_preprocessed)
		inform(UNKNOWN_LOCATION,
		       "eqslint: the input is preprocessed: macros are not known, and rules that "
		       "need them are undecidable");
}

static void on_finish(void *, void *data)
{
	builder *b = (builder *)data;
	uint64_t start = now(b);

	if (!b->bytes.n)
		return;
	if (!b->set.out && !flag_lto && !seen_error())
		emit_section(b);
	b->clock += now(b) - start;
}

static void on_end(void *, void *data)
{
	builder *b = (builder *)data;

	if (b->set.stats && b->bytes.n)
		emit_stats(b);
}

/* ---- start ---- */

static bool read_arguments(builder *b, const plugin_name_args *info)
{
	struct {
		const char *key, **value;
	} const with_value[] = {
		{"srctree", &b->set.srctree}, {"arch", &b->set.arch},
		{"release", &b->set.release}, {"object", &b->set.object},
		{"config", &b->set.config},   {"options", &b->set.options},
		{"out", &b->set.out},
	};

	for (int i = 0; i < info->argc; i++) {
		const char *key = info->argv[i].key, *value = info->argv[i].value;
		bool known = false;

		for (unsigned j = 0; j < ARRAY_SIZE(with_value) && !known; j++) {
			known = !strcmp(key, with_value[j].key);
			if (known && (!value || !*value)) {
				error("eqslint: argument %qs needs a value", key);
				return false;
			}
			if (known)
				*with_value[j].value = value;
		}
		if (!strcmp(key, "stop")) {
			b->set.stop = known = true;
		} else if (!strcmp(key, "stats")) {
			b->set.stats = value ? value : "-";
			known = true;
		}
		if (!known) {
			error("eqslint: unknown argument %qs; there are srctree, arch, release, "
			      "object, config, options, out, stop, stats",
			      key);
			return false;
		}
	}
	if (b->set.stop && !b->set.out)
		error("eqslint: argument %<stop%> needs %<out%>: nothing else would be written");
	return !b->set.stop || b->set.out;
}

/* The value of a variable that the kernel's top Makefile exports; NULL when it is not set. */
static const char *exported(const char *name)
{
	const char *s = getenv(name);

	return s && *s ? eqs::intern(s) : NULL;
}

/* The list of options that `make` puts beside the plugin, or above all of them; NULL: none. */
static const char *list_beside(const char *plugin)
{
	const char *slash = strrchr(plugin, '/'), *list;
	int n = slash ? (int)(slash - plugin) : 1;
	const char *dir = slash ? plugin : ".";

	list = eqs::intern_f("%.*s/options", n, dir);
	if (!access(list, R_OK))
		return list;
	list = eqs::intern_f("%.*s/../options", n, dir);
	return access(list, R_OK) ? NULL : list;
}

/*
 * In a normal build, as with KCFLAGS=-fplugin=..., nobody says where the tree
 * is: Kbuild's own variables do (exported in the top Makefile, 5.10 to 7.x).
 * srctree may be relative to where the compiler runs.
 */
static void ask_kbuild(builder *b, const plugin_name_args *info)
{
	if (b->set.stop)
		return;
	if (!b->set.srctree)
		b->set.srctree = exported("srctree");
	if (!b->set.arch)
		b->set.arch = exported("SRCARCH");
	if (!b->set.release)
		b->set.release = exported("KERNELRELEASE");
	if (!b->set.release)
		b->set.release = exported("KERNELVERSION");
	if (!b->set.options)
		b->set.options = list_beside(info->full_name);
	b->set.probe = b->set.srctree && b->set.arch;
}

static bool right_compiler(plugin_gcc_version *running)
{
	const char *built_for = compiler_triplet(&gcc_version), *is = compiler_triplet(running);
	const char *driver = getenv("COLLECT_GCC");

	if (plugin_default_version_check(running, &gcc_version))
		return true;
	error("eqslint: this plugin was built for gcc %s %s, and this is gcc %s %s",
	      gcc_version.basever, built_for, running->basever, is);
	/* The driver tells cc1 by what name it was called. */
	if (driver)
		inform(UNKNOWN_LOCATION, "build the right one with %<make plugin PLUGIN_CC=%s%>",
		       driver);
	else
		inform(UNKNOWN_LOCATION,
		       "build the right one with %<make plugin CROSS_COMPILE=%s-%>", is);
	return false;
}

__attribute__((visibility("default"))) int plugin_init(plugin_name_args *info,
						       plugin_gcc_version *version)
{
	register_pass_info function_info = {}, unit_info = {};
	builder *b;

	if (!right_compiler(version))
		return 1;
	if (in_lto_p || strncmp(lang_hooks.name, "GNU C", 5) || lang_hooks.name[5] == '+')
		return 0; /* no C: facts were written, or will be, elsewhere */
	b = new builder();
	b->version = version;
	b->done = true;
	if (!read_arguments(b, info))
		return 1;
	ask_kbuild(b, info);
	function_info.pass = new function_pass(b);
	function_info.reference_pass_name = "ssa";
	function_info.ref_pass_instance_number = 1;
	function_info.pos_op = PASS_POS_INSERT_AFTER;
	unit_info.pass = new unit_pass(b);
	unit_info.reference_pass_name = "build_ssa_passes";
	unit_info.ref_pass_instance_number = 1;
	unit_info.pos_op = PASS_POS_INSERT_AFTER;
	register_callback(info->base_name, PLUGIN_PASS_MANAGER_SETUP, NULL, &function_info);
	register_callback(info->base_name, PLUGIN_PASS_MANAGER_SETUP, NULL, &unit_info);
	register_callback(info->base_name, PLUGIN_START_UNIT, on_start, b);
	register_callback(info->base_name, PLUGIN_FINISH_UNIT, on_finish, b);
	register_callback(info->base_name, PLUGIN_FINISH, on_end, b);
	return 0;
}
