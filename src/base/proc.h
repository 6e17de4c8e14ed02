/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Subprocesses: run one, or a list of them several at a time, with their
 * output captured.  A child gets /dev/null as input and a process group of its
 * own, so that stopping it stops what it started.
 *
 * SIGINT, SIGTERM and SIGHUP that come meanwhile stop all children, and the
 * call returns -EINTR: the caller still cleans up and leaves in order.
 */
#ifndef EQS_PROC_H
#define EQS_PROC_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "error.h"

struct proc {
	const char *const *argv; /* ends with NULL; argv[0] is looked up in PATH */
	const char *cwd;	 /* NULL: ours */
	const char *const *env;	 /* changes to our environment, "NAME=value" or "NAME" to
				  * take it away, ending with NULL; NULL: none */
	size_t limit;		 /* bytes kept of each of stdout and stderr; 0: PROC_LIMIT */
};

#define PROC_LIMIT ((size_t)64 << 20)

struct proc_result {
	int status;	     /* exit status; 128 + number when a signal ended it */
	int signal;	     /* that signal, or 0 */
	struct buf out, err; /* never NULL strings; cut at the limit */
	bool truncated;	     /* output beyond the limit was read and dropped */
	long max_rss_kb;     /* the largest process among it and its children */
	double cpu_seconds;  /* user and system time, with its children */
};

void proc_result_free(struct proc_result *r);

/*
 * Runs p to its end.  Returns 0 when it ran, whatever its exit status is;
 * -ENOENT when there is no such program or directory, -EINTR when a signal
 * stopped it, or another negative errno.  r is filled only on 0.
 */
int proc_run(const struct proc *p, struct proc_result *r, struct error *err);

/*
 * Called for each job as it ends, in the order in which they end.  r is freed
 * after the call (take a buf out of it by copying and zeroing it).  A job that
 * could not be started has status 127 and the reason in r->err.
 */
typedef void (*proc_done_fn)(void *ctx, size_t job, struct proc_result *r);

/* Runs jobs[0..n) at most `parallel` at a time (0: one per online CPU).
 * Returns 0, -EINTR when a signal stopped it, or another negative errno. */
int proc_run_all(const struct proc *jobs, size_t n, unsigned int parallel, proc_done_fn done,
		 void *ctx, struct error *err);

/* The number of CPUs that are online, at least 1. */
unsigned int proc_online_cpus(void);

/* The file that execvp() would run for name, allocated; NULL when there is none. */
char *proc_which(const char *name);

#endif
