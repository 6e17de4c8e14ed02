/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * How a failure travels: a function that can fail on its input returns a
 * negative errno and leaves one sentence in the error that it was given;
 * main() prints that sentence.  A broken invariant dies on the spot.
 */
#ifndef EQS_ERROR_H
#define EQS_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

struct error {
	char text[1024];
};

/* Formats the sentence (err may be NULL) and returns -code; code is a positive errno. */
int error_set(struct error *err, int code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Puts "prefix: " before the sentence that is there. */
void error_prefix(struct error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* A broken invariant: prints a message on stderr and aborts. */
void die(const char *fmt, ...) __attribute__((format(printf, 1, 2), noreturn, cold));

#ifdef __cplusplus
}
#endif
#endif
