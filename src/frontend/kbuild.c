// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cmd_checksrc of scripts/Makefile.build is
 *	$(CHECK) $(CHECKFLAGS) $(c_flags) $<
 * c_flags begins with -Wp,-MMD,DIR/.NAME.o.d (-Wp,-MD before 5.8), and what is
 * before it are words for sparse that gcc does not know.
 */
#include "kbuild.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"

/* The dependency file that the word names, or NULL. */
static const char *depfile(const char *word)
{
	if (!strncmp(word, "-Wp,-MMD,", 9))
		return word + 9;
	return strncmp(word, "-Wp,-MD,", 8) ? NULL : word + 8;
}

/* DIR/NAME.o of DIR/.NAME.o.d, or NULL. */
static const char *object_of(const char *dep)
{
	const char *slash = strrchr(dep, '/');
	size_t dir = slash ? (size_t)(slash - dep) + 1 : 0;
	size_t n = strlen(dep);

	if (dep[dir] != '.' || n < dir + 4 || strcmp(dep + n - 2, ".d"))
		return NULL;
	return intern_f("%.*s%.*s", (int)dir, dep, (int)(n - 2 - dir - 1), dep + dir + 1);
}

const char *kbuild_object(const char *word)
{
	const char *dep = depfile(word);

	return dep ? object_of(dep) : NULL;
}

/* checker-valid.sh passes what mktemp made, as /tmp/tmp.Xw3tq0ZbdA: no name of a source. */
static bool is_probe_name(const char *path)
{
	const char *name = base_name(path), *dot = strrchr(name, '.');

	return name[0] != '-' && (!dot || (dot == name + 3 && !strncmp(name, "tmp.", 4) && dot[2]));
}

static bool is_c_name(const char *path)
{
	const char *dot = strrchr(base_name(path), '.');

	return path[0] != '-' && dot && strchr("chi", dot[1]) && dot[1] && !dot[2];
}

/* CC's last word that is the compiler: "ccache s390x-linux-gnu-gcc -m64" has options behind it. */
static void read_cc(struct kbuild_call *call)
{
	const char *cc = getenv("CC"), *cross = getenv("CROSS_COMPILE");

	if (!cc || !*cc)
		cc = intern_f("%sgcc", cross ? cross : "");
	for (;;) {
		size_t n;

		cc += strspn(cc, " \t");
		n = strcspn(cc, " \t");
		if (!n)
			break;
		vec_push(&call->argv, intern_n(cc, n));
		if (call->argv.v[call->argv.n - 1][0] != '-')
			call->cc = call->argv.v[call->argv.n - 1];
		cc += n;
	}
}

int kbuild_call_read(struct kbuild_call *call, int argc, const char *const *argv, struct error *err)
{
	const char *dep = NULL;
	int first = 0; /* behind the dependency file */

	memset(call, 0, sizeof(*call));
	for (int i = 0; i < argc && !dep; i++) {
		dep = depfile(argv[i]);
		if (dep)
			first = i + 1;
	}
	if (argc < 1)
		return error_set(err, EINVAL, "no file to check");
	call->source = argv[argc - 1];
	if (!dep && is_probe_name(call->source)) {
		call->is_probe = true;
		return 0;
	}
	if (!is_c_name(call->source))
		return error_set(err, EINVAL,
				 "the last argument is the C file to check, and %s is none: the "
				 "compiler's options stand before it",
				 call->source);
	if (!dep && argc > 1 && argv[0][0] != '-')
		return error_set(err, EINVAL,
				 "the arguments are those behind the compiler's name: name it as "
				 "CC=%s in the environment",
				 argv[0]);
	read_cc(call);
	if (!call->cc)
		return error_set(err, EINVAL, "CC names no compiler");
	if (dep)
		call->object = object_of(dep);
	for (int i = 0; i + 1 < first; i++)
		vec_push(&call->flags, argv[i]);
	for (int i = first; i < argc; i++)
		vec_push(&call->argv, argv[i]);
	return 0;
}

void kbuild_call_free(struct kbuild_call *call)
{
	vec_free(&call->argv);
	vec_free(&call->flags);
}
