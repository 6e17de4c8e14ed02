// SPDX-License-Identifier: GPL-2.0-or-later
#include "source.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"

const char *source_asm(const char *s)
{
	struct buf b = {};
	const char *ret;

	for (; *s; s++) {
		if (*s == '\n') {
			while (b.n && (b.s[b.n - 1] == ' ' || b.s[b.n - 1] == ';'))
				b.n--;
			if (b.n)
				buf_puts(&b, "; ");
		} else if (!isspace((unsigned char)*s)) {
			buf_putc(&b, *s);
		} else if (b.n && b.s[b.n - 1] != ' ') {
			buf_putc(&b, ' ');
		}
	}
	while (b.n && (b.s[b.n - 1] == ' ' || b.s[b.n - 1] == ';'))
		b.n--;
	ret = intern_n(b.n ? b.s : "", b.n);
	buf_free(&b);
	return ret;
}

/* Appends path to b, without ".", empty components, and "x/..". */
static void fold_path(struct buf *b, const char *path)
{
	while (*path) {
		size_t n = strcspn(path, "/");
		size_t last = b->n;

		while (last && b->s[last - 1] != '/')
			last--;
		if (n == 2 && !memcmp(path, "..", 2) && b->n > last &&
		    !(b->n - last == 2 && !memcmp(b->s + last, "..", 2))) {
			b->n = last > 1 ? last - 1 : last;
			b->s[b->n] = 0;
		} else if (n && !(n == 1 && *path == '.')) {
			if (b->n && b->s[b->n - 1] != '/')
				buf_putc(b, '/');
			buf_add(b, path, n);
		}
		path += n;
		if (*path == '/' && !b->n && !last && n == 0)
			buf_putc(b, '/');
		path += *path == '/';
	}
}

static void absolute(struct buf *b, const char *path)
{
	char cwd[4096];

	if (*path != '/' && getcwd(cwd, sizeof(cwd)))
		fold_path(b, cwd);
	fold_path(b, path);
}

/* What follows dir in path, or NULL. */
static const char *below(const struct buf *dir, const struct buf *path)
{
	if (!dir->n || path->n <= dir->n || memcmp(path->s, dir->s, dir->n))
		return NULL;
	return path->s[dir->n] == '/' ? path->s + dir->n + 1 : NULL;
}

const char *source_file(const char *srctree, const char *file)
{
	struct buf tree = {}, full = {}, plain = {};
	const char *tail = NULL, *ret;

	if (!file || !*file || *file == '<')
		return NULL;
	fold_path(&plain, file);
	if (srctree) {
		absolute(&tree, srctree);
		absolute(&full, file);
		tail = below(&tree, &full);
	}
	ret = intern(tail ? tail : plain.n ? plain.s : file);
	buf_free(&tree);
	buf_free(&full);
	buf_free(&plain);
	return ret;
}

int source_is_foreign(const char *path)
{
	static const char *const names[] = {"boot", "purgatory", "realmode", "libstub"};

	/* An absolute path says where the tree lies, not what is in it. */
	while (path && *path && *path != '/') {
		size_t n = strcspn(path, "/");

		if (!path[n])
			return false;
		if (n >= 4 && !memcmp(path, "vdso", 4))
			return true;
		for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
			if (strlen(names[i]) == n && !memcmp(path, names[i], n))
				return true;
		path += n + 1;
	}
	return false;
}

const char *source_arch(const char *triplet)
{
	static const struct {
		const char *prefix, *arch;
	} names[] = {
		{"aarch64", "arm64"}, {"arm", "arm"},	  {"x86_64", "x86"},
		{"i386", "x86"},      {"i486", "x86"},	  {"i586", "x86"},
		{"i686", "x86"},      {"s390", "s390"},	  {"powerpc", "powerpc"},
		{"riscv", "riscv"},   {"mips", "mips"},	  {"loongarch", "loongarch"},
		{"sparc", "sparc"},   {"hppa", "parisc"}, {"alpha", "alpha"},
		{"m68k", "m68k"},     {"sh", "sh"},	  {"arc", "arc"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strncmp(triplet, names[i].prefix, strlen(names[i].prefix)))
			return intern(names[i].arch);
	return intern_n(triplet, strcspn(triplet, "-"));
}
