// SPDX-License-Identifier: GPL-2.0-or-later
/* Where facts are found: .eqs files, text, objects of any machine, archives. */
#include "input.h"

#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "text.h"

/* No file of facts and no archive comes near; objects are not read as a whole. */
#define FILE_MAX ((size_t)1 << 30)

/* What every step below needs. */
struct input {
	struct facts_pool *pool;
	struct unit_vec *out;
	struct error *err;
};

/* An ELF file at work, and how much of it can still be facts: sections share no bytes. */
struct elf_input {
	const struct input *in;
	Elf *elf;
	size_t left;
};

/* Records one after the other; `ld -r` may put zeros between them. */
static int read_records(const struct input *in, const char *p, size_t n)
{
	size_t at = 0, used = 0;
	struct unit *u;
	int ret;

	for (;; at += used) {
		while (at < n && !p[at])
			at++;
		if (at == n)
			return 0;
		ret = facts_read_shared(p + at, n - at, &used, in->pool, &u, in->err);
		if (ret) {
			if (at)
				error_prefix(in->err, "facts at byte %zu", at);
			return ret;
		}
		vec_push(in->out, u);
	}
}

/* Text units one after the other: each begins with its magic at the start of a line. */
static int read_texts(const struct input *in, const char *p, size_t n, const char *name)
{
	static const char begin[] = "\n" TEXT_MAGIC;
	unsigned int line = 1;
	struct unit *u;

	while (n) {
		const char *next = memmem(p, n, begin, sizeof(begin) - 1);
		size_t size = next ? (size_t)(next + 1 - p) : n;
		int ret = facts_read_text_at(p, size, name, line, &in->pool->arena, &u, in->err);

		if (ret)
			return ret;
		vec_push(in->out, u);
		for (size_t i = 0; i < size; i++)
			line += p[i] == '\n';
		p += size;
		n -= size;
	}
	return 0;
}

/* ---- ELF ---- */

/* what: that cannot be read; libelf's own words are about its handles. */
static int elf_failed(const struct input *in, const char *what)
{
	return error_set(in->err, EINVAL, "the ELF file is cut or damaged: %s cannot be read",
			 what);
}

static int read_section(struct elf_input *file, Elf_Scn *scn, const GElf_Shdr *shdr)
{
	const struct input *in = file->in;
	Elf_Data *data;

	if (shdr->sh_type == SHT_NOBITS || !shdr->sh_size)
		return 0;
	if (shdr->sh_flags & SHF_COMPRESSED)
		return error_set(in->err, EINVAL,
				 "the section " FACTS_SECTION " is compressed: this is not known");
	data = elf_rawdata(scn, NULL); /* as it stands: no byte order is ours to change */
	if (!data || !data->d_buf)
		return elf_failed(in, "the section " FACTS_SECTION);
	if (data->d_size > file->left)
		return error_set(in->err, EINVAL,
				 "the ELF file is damaged: its sections " FACTS_SECTION " overlap");
	file->left -= data->d_size;
	return read_records(in, data->d_buf, data->d_size);
}

static int read_elf(struct elf_input *file)
{
	const struct input *in = file->in;
	Elf *elf = file->elf;
	Elf_Scn *scn = NULL;
	size_t names, sections;
	GElf_Ehdr ehdr;

	if (!elf || !gelf_getehdr(elf, &ehdr) || elf_getshdrnum(elf, &sections))
		return elf_failed(in, "its header");
	if (!sections && ehdr.e_shoff) /* libelf counts none where the file ends before them */
		return error_set(in->err, EINVAL,
				 "the ELF file is cut: its sections are not there");
	if (!sections)
		return 0;
	if (elf_getshdrstrndx(elf, &names))
		return elf_failed(in, "the table of its sections");
	while ((scn = elf_nextscn(elf, scn))) {
		GElf_Shdr shdr;
		const char *name;
		int ret;

		if (!gelf_getshdr(scn, &shdr))
			return elf_failed(in, "the table of its sections");
		name = elf_strptr(elf, names, shdr.sh_name);
		if (!name)
			return elf_failed(in, "the name of a section");
		ret = strcmp(name, FACTS_SECTION) ? 0 : read_section(file, scn, &shdr);
		if (ret)
			return ret;
	}
	return 0;
}

static bool is_elf(const void *p, size_t n)
{
	return n >= SELFMAG && !memcmp(p, ELFMAG, SELFMAG);
}

static int read_elf_memory(const struct input *in, const void *p, size_t n)
{
	struct elf_input file = {.in = in, .left = n};
	int ret;

	elf_version(EV_CURRENT);
	file.elf = elf_memory((char *)(uintptr_t)p, n); /* only read */
	ret = read_elf(&file);
	elf_end(file.elf);
	return ret;
}

/* Reads headers and our section, and not the rest: a vmlinux.o is large. */
static int read_elf_file(const struct input *in, int fd, size_t size)
{
	struct elf_input file = {.in = in, .left = size};
	int ret;

	elf_version(EV_CURRENT);
	file.elf = elf_begin(fd, ELF_C_READ, NULL);
	ret = read_elf(&file);
	elf_end(file.elf);
	return ret;
}

/* ---- any one thing, and archives of them ---- */

/* 1: read, or no facts can be in it; 0: it is of no kind that is known. */
static int read_one(const struct input *in, const void *p, size_t n, const char *name)
{
	int ret;

	if (is_elf(p, n))
		ret = read_elf_memory(in, p, n);
	else if (n >= 4 && !memcmp(p, "EQSF", 4))
		ret = read_records(in, p, n);
	else if (n >= strlen(TEXT_MAGIC) && !memcmp(p, TEXT_MAGIC, strlen(TEXT_MAGIC)))
		return (ret = read_texts(in, p, n, name)) ? ret : 1; /* its errors name the place */
	else
		return 0;
	if (ret)
		error_prefix(in->err, "%s", name);
	return ret ? ret : 1;
}

static int read_file(const struct input *in, const char *path, bool archives);

/* A member of the thin archive at path: a file beside it. */
static int read_thin_member(const struct input *in, const char *path, const struct member *m)
{
	const char *slash = strrchr(path, '/');
	struct buf file = {};
	int ret;

	if (slash && m->name[0] != '/')
		buf_add(&file, path, (size_t)(slash + 1 - path));
	buf_add(&file, m->name, m->name_size);
	if (access(file.s, F_OK))
		ret = error_set(
			in->err, ENOENT,
			"%s lists %s, which is not there (a thin archive holds names only): "
			"build it first",
			path, file.s);
	else
		ret = read_file(in, file.s, false);
	buf_free(&file);
	return ret;
}

/* path is NULL when other files may not be opened. */
static int read_archive(const struct input *in, struct archive *a, const char *name,
			const char *path)
{
	struct member m;
	int ret;

	while ((ret = archive_next(a, &m, in->err)) > 0) {
		struct buf label = {};

		if (!m.p && !path)
			return error_set(in->err, EINVAL,
					 "%s is a thin archive: its members are other files", name);
		buf_printf(&label, "%s(%.*s)", name, (int)m.name_size, m.name);
		ret = m.p ? read_one(in, m.p, m.n, label.s) : read_thin_member(in, path, &m);
		buf_free(&label);
		if (ret < 0)
			return ret;
	}
	if (ret)
		error_prefix(in->err, "%s", name);
	return ret;
}

static int read_memory(const struct input *in, const void *p, size_t n, const char *name,
		       const char *path, bool archives)
{
	struct archive a;
	int ret;

	if (archive_open(&a, p, n)) {
		if (!archives)
			return error_set(in->err, EINVAL, "%s is an archive in an archive", name);
		return read_archive(in, &a, name, path);
	}
	ret = read_one(in, p, n, name);
	if (!ret)
		return error_set(in->err, EINVAL,
				 "%s holds no facts: it is no .eqs file, object or archive", name);
	return ret < 0 ? ret : 0;
}

static int read_file(const struct input *in, const char *path, bool archives)
{
	struct buf b = {};
	char magic[SELFMAG];
	struct stat st;
	int fd, ret = file_check(path, in->err);

	if (ret)
		return ret;
	fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	if (fd >= 0 && pread(fd, magic, sizeof(magic), 0) == SELFMAG && is_elf(magic, SELFMAG) &&
	    !fstat(fd, &st)) {
		ret = read_elf_file(in, fd, (size_t)st.st_size);
		if (ret)
			error_prefix(in->err, "%s", path);
		close(fd);
		return ret;
	}
	if (fd >= 0)
		close(fd);
	ret = buf_read_file(&b, path, FILE_MAX, in->err);
	if (!ret)
		ret = read_memory(in, b.s, b.n, path, path, archives);
	buf_free(&b);
	return ret;
}

int facts_read_memory(const void *p, size_t n, const char *name, struct facts_pool *pool,
		      struct unit_vec *out, struct error *err)
{
	const struct input in = {.pool = pool, .out = out, .err = err};
	size_t before = out->n;
	int ret = read_memory(&in, p, n, name, NULL, true);

	if (ret)
		out->n = before;
	return ret;
}

int facts_read_file(const char *path, struct facts_pool *pool, struct unit_vec *out,
		    struct error *err)
{
	const struct input in = {.pool = pool, .out = out, .err = err};
	size_t before = out->n;
	int ret = read_file(&in, path, true);

	if (ret)
		out->n = before;
	return ret;
}
