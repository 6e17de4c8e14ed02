/* SPDX-License-Identifier: GPL-2.0-or-later */
#ifndef EQS_DEEP_H
#define EQS_DEEP_H

/*
 * Calls fn(arg) on a stack for whatever goes as deep as code is nested: a
 * gigabyte, of which only what is used is there.  Returns 0, or a negative errno
 * when no thread can be had.
 */
int deep_call(void *(*fn)(void *), void *arg);

#endif
