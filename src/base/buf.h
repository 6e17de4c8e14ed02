/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A growable string of bytes; always a 0 behind the last one. */
#ifndef EQS_BUF_H
#define EQS_BUF_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct error;

struct buf {
	char *s;
	size_t n, cap;
};

void buf_add(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_free(struct buf *b);

/*
 * 0 when the path may be opened and read to its end (not that it is there);
 * what waits for a writer, as a FIFO, may not: -EINVAL; a directory: -EISDIR.
 */
int file_check(const char *path, struct error *err);

/* The whole file ("-" is stdin) appended to b; at most limit bytes, else -EFBIG.
 * Returns 0 or a negative errno with the sentence in err. */
int buf_read_file(struct buf *b, const char *path, size_t limit, struct error *err);

/* Writes b to path through a temporary in the same directory and a rename, so
 * a reader never sees half a file.  Returns 0 or a negative errno. */
int buf_write_file(const struct buf *b, const char *path, struct error *err);

#ifdef __cplusplus
}
#endif
#endif
