// SPDX-License-Identifier: GPL-2.0-or-later
#include "scratch.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intern.h"
#include "shadow.h"

static int failed(const char *path, struct error *err)
{
	return error_set(err, errno, "cannot make %s: %s", path, strerror(errno));
}

/* Links to all entries of `from`, in a new directory. */
static int link_all(const char *from, const char *to, struct error *err)
{
	struct dirent *e;
	int ret = 0;
	DIR *d;

	if (mkdir(to, 0777) && errno != EEXIST)
		return failed(to, err);
	d = opendir(from);
	if (!d)
		return error_set(err, errno, "cannot read %s: %s", from, strerror(errno));
	while (!ret && (e = readdir(d))) {
		const char *at = intern_f("%s/%s", to, e->d_name);

		if (strcmp(e->d_name, ".") && strcmp(e->d_name, "..") &&
		    strcmp(e->d_name, ".git") && symlink(intern_f("%s/%s", from, e->d_name), at))
			ret = failed(at, err);
	}
	closedir(d);
	return ret;
}

/* Makes a directory that is a link a real one; 1: it was one already. */
static int open_directory(struct scratch *s, const char *dir, struct error *err)
{
	const char *at = intern_f("%s/%s", s->dir, dir);
	struct stat st;

	if (lstat(at, &st))
		return error_set(err, errno, "%s is not in %s", dir, s->source);
	if (!S_ISLNK(st.st_mode))
		return 1;
	if (unlink(at))
		return failed(at, err);
	return link_all(intern_f("%s/%s", s->source, dir), at, err);
}

/* All directories below dir (which is a real one) become real ones. */
static int open_below(struct scratch *s, const char *dir, struct error *err)
{
	struct dirent **list;
	int n = scandir(intern_f("%s/%s", s->source, dir), &list, NULL, alphasort), ret = 0;

	if (n < 0)
		return error_set(err, errno, "cannot read %s/%s", s->source, dir);
	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name, *sub = intern_f("%s/%s", dir, name);
		struct stat st;

		/* a link of the tree's own stays one */
		if (!ret && name[0] != '.' && !lstat(intern_f("%s/%s", s->source, sub), &st) &&
		    S_ISDIR(st.st_mode)) {
			ret = open_directory(s, sub, err);
			if (ret >= 0)
				ret = open_below(s, sub, err);
		}
		free(list[i]);
	}
	free(list);
	return ret < 0 ? ret : 0;
}

int scratch_make(struct scratch *s, const char *source, struct error *err)
{
	int ret;

	*s = (struct scratch){.source = source, .dir = temporary_directory(err)};
	if (!s->dir)
		return -EIO;
	ret = link_all(source, s->dir, err);
	if (ret)
		scratch_remove(s);
	return ret;
}

void scratch_remove(struct scratch *s)
{
	if (s->dir)
		remove_directory(s->dir);
	free(s->dir);
	s->dir = NULL;
}

int scratch_write(struct scratch *s, const char *file, const struct buf *text, struct error *err)
{
	const char *slash = file, *at = intern_f("%s/%s", s->dir, file);
	int ret = 0, depth = 0;

	while (ret >= 0 && (slash = strchr(slash, '/'))) {
		const char *dir = intern_n(file, (size_t)(slash - file));

		ret = open_directory(s, dir, err);
		/* arch/x86, include/linux, drivers/cpuidle: as far as relative names go */
		if (++depth == 2 && !ret)
			ret = open_below(s, dir, err);
		slash++;
	}
	if (ret < 0)
		return ret;
	unlink(at);
	return buf_write_file(text, at, err);
}
