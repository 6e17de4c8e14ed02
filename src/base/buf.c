// SPDX-License-Identifier: GPL-2.0-or-later
#include "buf.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "error.h"

static void buf_need(struct buf *b, size_t more)
{
	size_t cap = b->cap ? b->cap : 256;

	if (b->cap - b->n > more && b->cap)
		return;
	while (cap - b->n <= more)
		cap *= 2;
	b->s = realloc(b->s, cap);
	if (!b->s)
		die("out of memory");
	b->cap = cap;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
	buf_need(b, n);
	if (n)
		memcpy(b->s + b->n, p, n);
	b->n += n;
	b->s[b->n] = 0;
}

void buf_puts(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	buf_add(b, &c, 1);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, ap2;
	int n;

	va_start(ap, fmt);
	va_copy(ap2, ap);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("bad format %s", fmt);
	buf_need(b, (size_t)n + 1);
	vsnprintf(b->s + b->n, (size_t)n + 1, fmt, ap2);
	va_end(ap2);
	b->n += (size_t)n;
}

void buf_free(struct buf *b)
{
	free(b->s);
	memset(b, 0, sizeof(*b));
}

/* /dev/stdin and what a shell passes as <(...): somebody writes to it now. */
static bool is_open_already(const char *path)
{
	return !strncmp(path, "/dev/", 5) || !strncmp(path, "/proc/", 6);
}

int file_check(const char *path, struct error *err)
{
	struct stat st;

	if (!strcmp(path, "-") || stat(path, &st) || is_open_already(path))
		return 0;
	if (S_ISDIR(st.st_mode))
		return error_set(err, EISDIR, "cannot read %s: %s", path, strerror(EISDIR));
	if (!S_ISREG(st.st_mode))
		return error_set(err, EINVAL,
				 "cannot read %s: it is a FIFO, a socket or a device, and no file",
				 path);
	return 0;
}

int buf_read_file(struct buf *b, const char *path, size_t limit, struct error *err)
{
	int ret = file_check(path, err), fd;
	ssize_t got;

	if (ret)
		return ret;
	fd = strcmp(path, "-") ? open(path, O_RDONLY | O_CLOEXEC) : dup(STDIN_FILENO);
	if (fd < 0)
		return error_set(err, errno, "cannot read %s: %s", path, strerror(errno));
	for (;;) {
		buf_need(b, 64 * 1024);
		got = read(fd, b->s + b->n, 64 * 1024);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			ret = error_set(err, errno, "cannot read %s: %s", path, strerror(errno));
		if (got <= 0)
			break;
		b->n += (size_t)got;
		if (b->n > limit) {
			ret = error_set(err, EFBIG, "%s is larger than %zu bytes", path, limit);
			break;
		}
	}
	b->s[b->n] = 0;
	close(fd);
	return ret;
}

int buf_write_file(const struct buf *b, const char *path, struct error *err)
{
	struct buf tmp = {};
	size_t done = 0;
	int fd, ret = 0;

	buf_printf(&tmp, "%s.XXXXXX", path);
	fd = mkostemp(tmp.s, O_CLOEXEC);
	if (fd < 0) {
		ret = error_set(err, errno, "cannot write %s: %s", path, strerror(errno));
		goto out;
	}
	while (done < b->n) {
		ssize_t n = write(fd, b->s + done, b->n - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			break;
		done += (size_t)n;
	}
	if (fchmod(fd, 0644) < 0 || close(fd) < 0 || done < b->n || rename(tmp.s, path) < 0) {
		ret = error_set(err, errno ? errno : EIO, "cannot write %s: %s", path,
				strerror(errno));
		unlink(tmp.s);
	}
out:
	buf_free(&tmp);
	return ret;
}
