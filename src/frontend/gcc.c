// SPDX-License-Identifier: GPL-2.0-or-later
#include "gcc.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libelf.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/intern.h"
#include "base/str.h"
#include "said.h"

const char *const gcc_facts_env[] = {
	"LC_ALL=C",	 "GCC_COLORS", "DEPENDENCIES_OUTPUT", "SUNPRO_DEPENDENCIES",
	"CCACHE_PREFIX", NULL};

/* ---- the compiler and its plugin ---- */

/* The one line that the command prints, interned; NULL when it prints none. */
static int ask(const char *cc, const char *option, const char **line, struct error *err)
{
	const char *argv[] = {cc, option, NULL};
	struct proc p = {.argv = argv, .env = gcc_facts_env, .limit = 4096};
	struct proc_result r = {};
	int ret = proc_run(&p, &r, err);

	if (ret)
		return ret;
	if (r.status || r.out.s[0] <= ' ')
		ret = error_set(err, ENOENT, "%s does not answer %s: it is no gcc", cc, option);
	else
		*line = intern_n(r.out.s, strcspn(r.out.s, " \r\n"));
	proc_result_free(&r);
	return ret;
}

/* For PREFIXgcc by CROSS_COMPILE, else by the compiler's name. */
static const char *make_target(const char *cc)
{
	size_t n = strlen(cc);

	if (!strcmp(cc, "gcc"))
		return "make plugin";
	if (n > 4 && !strcmp(cc + n - 4, "-gcc"))
		return intern_f("make plugin CROSS_COMPILE=%.*s", (int)(n - 3), cc);
	return intern_f("make plugin PLUGIN_CC=%s", cc);
}

/* The make command that builds the plugin, and puts it where it was looked for. */
static const char *make_plugin(const struct gcc *g)
{
	const char *build = make_target(g->cc), *lib = strstr(g->plugin, "/lib/eqslint/plugin/");

	if (!lib)
		return build;
	return intern_f("%s && make install PREFIX=%.*s", build, (int)(lib - g->plugin), g->plugin);
}

/*
 * Debian's package with the plugin headers: gcc-12-plugin-dev, for a cross
 * compiler with its triplet, in which an underscore is a dash.
 */
static const char *header_package(const struct gcc *g)
{
	int major = atoi(g->version);
	struct buf b = {};
	const char *s, *name = base_name(g->cc);

	buf_printf(&b, "gcc-%d-plugin-dev", major);
	if (!starts(name, "gcc")) {
		buf_printf(&b, "-%s", g->machine);
		for (char *p = b.s; *p; p++)
			if (*p == '_')
				*p = '-';
	}
	s = intern(b.s);
	buf_free(&b);
	return s;
}

static int no_plugin(const struct gcc *g, struct error *err)
{
	const char *dir = NULL;
	int ret = ask(g->cc, "-print-file-name=plugin", &dir, err);

	if (ret == -EINTR)
		return ret;
	if (!ret && dir[0] == '/' && !access(intern_f("%s/include/gcc-plugin.h", dir), R_OK))
		return error_set(err, ENOPKG,
				 "there is no plugin for %s %s (%s): run `%s` in eqslint's source",
				 g->cc, g->version, g->plugin, make_plugin(g));
	return error_set(err, ENOPKG,
			 "there is no plugin for %s %s, and the compiler's plugin headers are not "
			 "installed: install them (Debian: apt-get install %s), then run `%s` in "
			 "eqslint's source",
			 g->cc, g->version, header_package(g), make_plugin(g));
}

/*
 * A linked object ends with its section headers.  Where they are cut off the
 * compiler does not say so: the loader maps what is not there, and it dies of
 * SIGBUS, or it lives and the plugin's code is garbage.
 */
static bool is_whole(const char *plugin)
{
	int fd = open(plugin, O_RDONLY | O_CLOEXEC);
	size_t n = 0;
	Elf *elf;

	if (fd < 0)
		return false;
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	if (elf_kind(elf) != ELF_K_ELF || elf_getshdrnum(elf, &n))
		n = 0;
	elf_end(elf);
	close(fd);
	return n;
}

static int check_plugin(const struct gcc *g, struct error *err)
{
	if (access(g->plugin, R_OK))
		return no_plugin(g, err);
	if (!is_whole(g->plugin))
		return error_set(
			err, ENOPKG,
			"the plugin %s is broken: it is cut off or no shared object; remove "
			"it and run `%s` in eqslint's source",
			g->plugin, make_plugin(g));
	return 0;
}

int gcc_find(struct gcc *g, const char *cc, const char *machine, const char *version,
	     const char *plugins, struct error *err)
{
	int ret = 0;

	g->cc = intern(cc);
	g->machine = machine ? intern(machine) : NULL;
	g->version = version ? intern(version) : NULL;
	if (!g->machine)
		ret = ask(cc, "-dumpmachine", &g->machine, err);
	if (!ret && !g->version)
		ret = ask(cc, "-dumpfullversion", &g->version, err);
	if (ret)
		return ret;
	g->plugin = intern_f("%s/%s-%s/eqslint.so", plugins, g->machine, g->version);
	return check_plugin(g, err);
}

/* ---- the command ---- */

/* How many words from here on say what is written, and what is said of it. */
static size_t written(const char *const *w, size_t n)
{
	static const char *const pairs[] = {"-o", "-MF", "-MT", "-MQ", NULL};
	static const char *const words[] = {
		"-c", "-S", "-M", "-MM", "-MD", "-MMD", "-MP", "-MG", "-pipe",
		/* these write files beside the object */
		"--coverage", "-ftest-coverage", "-fprofile-arcs", "-fstack-usage", NULL};
	static const char *const prefixes[] = {"-o",
					       "-MF",
					       "-MT",
					       "-MQ",
					       "-Wp,-M",
					       "-fplugin",
					       "-flto",
					       "-fno-lto",
					       "-save-temps",
					       "-fdump-",
					       "-fopt-info",
					       "-fcallgraph-info",
					       "-fdiagnostics-",
					       "-gsplit-dwarf",
					       NULL};

	if (is_one_of(w[0], pairs))
		return n > 1 ? 2 : 1;
	return is_one_of(w[0], words) || starts_one_of(w[0], prefixes);
}

/* How many words of the command are left out from here on. */
static size_t left_out(const char *const *w, size_t n)
{
	/* debug information costs time and is no fact */
	static const char *const prefixes[] = {"-gdwarf",
					       "-ggdb",
					       "-gz",
					       "-gno-",
					       "-gbtf",
					       "-gctf",
					       "-grecord-",
					       "-gstrict-",
					       "-gas-",
					       "-gvariable-",
					       "-femit-struct-debug",
					       NULL};
	const char *s = w[0];
	size_t out = written(w, n);

	if (out)
		return out;
	if (!strcmp(s, "-w") || starts_one_of(s, prefixes))
		return 1;
	if (s[0] == '-' && s[1] == 'g' && (!s[2] || (isdigit((unsigned char)s[2]) && !s[3])))
		return 1;
	/* warnings; -Wa, -Wl, and -Wp, are for other programs */
	if (s[0] == '-' && s[1] == 'W' && !(s[2] && s[3] == ','))
		return 1;
	return 0;
}

size_t command_start(const char *const *w, size_t n)
{
	static const char *const names[] = {"ccache", "distcc", "icecc", "sccache",
					    "gomacc", "env",	NULL};
	size_t i = 0;

	while (i + 1 < n && (is_one_of(base_name(w[i]), names) || (i && strchr(w[i], '='))))
		i++;
	return i;
}

static void tell(struct argv_vec *argv, const char *name, const char *value)
{
	if (value)
		vec_push(argv, intern_f("-fplugin-arg-eqslint-%s=%s", name, value));
}

void gcc_bare_command(const char *const *command, size_t n, struct argv_vec *argv)
{
	for (size_t i = command_start(command, n); i < n;) {
		size_t out = written(command + i, n - i);

		if (!out)
			vec_push(argv, command[i]);
		i += out ? out : 1;
	}
}

void gcc_facts_command(const struct gcc *g, const struct gcc_unit *u, const char *const *command,
		       size_t n, struct argv_vec *argv)
{
	static const char *const added[] = {
		"-S", "-o", "/dev/null", "-w", "-fmax-errors=1", "-fno-diagnostics-show-caret"};
	size_t i = command_start(command, n) + 1;

	vec_push(argv, g->cc);
	while (i < n) {
		size_t out = left_out(command + i, n - i);

		if (!out)
			vec_push(argv, command[i]);
		i += out ? out : 1;
	}
	if (u->include)
		vec_push(argv, intern_f("-I%s", u->include));
	for (i = 0; i < sizeof(added) / sizeof(added[0]); i++)
		vec_push(argv, added[i]);
	vec_push(argv, intern_f("-fplugin=%s", g->plugin));
	vec_push(argv, "-fplugin-arg-eqslint-stop");
	tell(argv, "out", u->out);
	tell(argv, "srctree", u->srctree);
	tell(argv, "arch", u->arch);
	tell(argv, "release", u->release);
	tell(argv, "object", u->object);
	tell(argv, "config", u->config);
	tell(argv, "options", u->options);
	vec_push(argv, NULL);
	argv->n--;
}

/* ---- what it says ---- */

/* The header of "FILE:1:2: fatal error: HEADER: No such file or directory", or NULL. */
static const char *missing_header(const char *line, size_t n)
{
	static const char fatal[] = ": fatal error: ", none[] = ": No such file or directory";
	const char *p = memmem(line, n, fatal, sizeof(fatal) - 1), *end;

	if (!p)
		return NULL;
	p += sizeof(fatal) - 1;
	end = memmem(p, n - (size_t)(p - line), none, sizeof(none) - 1);
	return end ? intern_n(p, (size_t)(end - p)) : NULL;
}

/* True when the compiler could not load the plugin, or the plugin says that it is another one's. */
static bool is_plugin_refused(const char *messages)
{
	return strstr(messages, "fail to initialize plugin") ||
	       strstr(messages, "cannot load plugin") ||
	       strstr(messages, "eqslint: this plugin was built for ");
}

static int refused(const struct gcc *g, struct error *err)
{
	return error_set(err, ENOPKG,
			 "the plugin %s cannot be used by %s %s: it was built for another compiler "
			 "or is damaged; run `%s` in eqslint's source",
			 g->plugin, g->cc, g->version, make_plugin(g));
}

int gcc_facts_result(const struct gcc *g, const struct gcc_unit *u, const struct proc_result *r,
		     const char **header, struct error *err)
{
	size_t n;
	const char *line = said_line(r->err.s, u->srctree, &n), *h;

	if (is_plugin_refused(r->err.s))
		return refused(g, err);
	if (!r->status && !access(u->out, R_OK))
		return 0;
	if (!r->status)
		return error_set(err, ENODATA, "the plugin gives no facts of it");
	h = missing_header(line, n);
	if (h && header)
		*header = h;
	if (!n)
		return error_set(err, EINVAL, "%s ends with status %d", g->cc, r->status);
	return error_set(err, h ? ENOENT : EINVAL, "%.*s", (int)n, line);
}
