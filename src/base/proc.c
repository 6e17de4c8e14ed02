// SPDX-License-Identifier: GPL-2.0-or-later
#include "proc.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vec.h"

extern char **environ;

struct child {
	size_t job;
	pid_t pid; /* 0: the slot is free */
	int fd[2]; /* stdout, stderr; -1 when at its end */
	size_t limit;
	struct proc_result r;
};

struct runner {
	const struct proc *jobs;
	size_t n, next;
	struct child *child;
	unsigned int nchild, running;
	sigset_t before; /* our signal mask, for the children */
	int sigfd;
	proc_done_fn done;
	void *ctx;
};

VEC_TYPE(env_vec, char *);

void proc_result_free(struct proc_result *r)
{
	buf_free(&r->out);
	buf_free(&r->err);
	memset(r, 0, sizeof(*r));
}

unsigned int proc_online_cpus(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (unsigned int)n : 1;
}

static bool runnable(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

char *proc_which(const char *name)
{
	const char *p = getenv("PATH");
	struct buf b = {};

	if (strchr(name, '/'))
		return runnable(name) ? strdup(name) : NULL;
	for (p = p ? p : "/usr/bin:/bin";; p++) {
		size_t n = strcspn(p, ":");

		b.n = 0;
		buf_printf(&b, "%.*s%s%s", (int)n, p, n ? "/" : "./", name);
		if (runnable(b.s))
			return b.s;
		p += n;
		if (!*p)
			break;
	}
	buf_free(&b);
	return NULL;
}

/* True when entry sets the variable that change is about. */
static bool same_name(const char *entry, const char *change)
{
	size_t n = strcspn(change, "=");

	return !strncmp(entry, change, n) && entry[n] == '=';
}

static void make_env(struct env_vec *env, const char *const *changes)
{
	for (char **e = environ; e && *e; e++) {
		const char *const *c = changes;

		while (c && *c && !same_name(*e, *c))
			c++;
		if (!c || !*c)
			vec_push(env, *e);
	}
	for (const char *const *c = changes; c && *c; c++)
		if (strchr(*c, '='))
			vec_push(env, (char *)*c);
	vec_push(env, NULL);
}

static int spawn(struct runner *run, const struct proc *p, struct child *c, const int out[2],
		 const int errp[2])
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t attr;
	struct env_vec env = {};
	sigset_t defaults;
	int ret;

	make_env(&env, p->env);
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	posix_spawn_file_actions_init(&fa);
	posix_spawnattr_init(&attr);
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK |
						POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setsigmask(&attr, &run->before);
	posix_spawnattr_setsigdefault(&attr, &defaults);
	ret = posix_spawn_file_actions_addopen(&fa, 0, "/dev/null", O_RDONLY, 0);
	if (!ret)
		ret = posix_spawn_file_actions_adddup2(&fa, out[1], 1);
	if (!ret)
		ret = posix_spawn_file_actions_adddup2(&fa, errp[1], 2);
	if (!ret && p->cwd)
		ret = posix_spawn_file_actions_addchdir_np(&fa, p->cwd);
	if (!ret)
		ret = posix_spawnp(&c->pid, p->argv[0], &fa, &attr, (char *const *)p->argv, env.v);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&fa);
	vec_free(&env);
	return ret;
}

static int child_start(struct runner *run, struct child *c, size_t job)
{
	const struct proc *p = &run->jobs[job];
	int out[2], errp[2], ret;

	memset(c, 0, sizeof(*c));
	c->job = job;
	c->limit = p->limit ? p->limit : PROC_LIMIT;
	buf_add(&c->r.out, "", 0);
	buf_add(&c->r.err, "", 0);
	if (pipe2(out, O_CLOEXEC) < 0)
		return errno;
	if (pipe2(errp, O_CLOEXEC) < 0) {
		ret = errno;
		close(out[0]);
		close(out[1]);
		return ret;
	}
	ret = spawn(run, p, c, out, errp);
	close(out[1]);
	close(errp[1]);
	if (ret) {
		c->pid = 0;
		close(out[0]);
		close(errp[0]);
		return ret;
	}
	c->fd[0] = out[0];
	c->fd[1] = errp[0];
	run->running++;
	return 0;
}

/* Reads what is there; closes at the end of file. */
static void child_read(struct child *c, int which)
{
	struct buf *b = which ? &c->r.err : &c->r.out;
	char tmp[64 * 1024];
	ssize_t n = read(c->fd[which], tmp, sizeof(tmp));
	size_t keep;

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0) {
		close(c->fd[which]);
		c->fd[which] = -1;
		return;
	}
	keep = c->limit - b->n;
	if ((size_t)n > keep)
		c->r.truncated = true;
	else
		keep = (size_t)n;
	buf_add(b, tmp, keep);
}

static void child_reap(struct runner *run, struct child *c)
{
	struct rusage ru = {};
	int st = 0;

	while (wait4(c->pid, &st, 0, &ru) < 0 && errno == EINTR)
		;
	c->r.signal = WIFSIGNALED(st) ? WTERMSIG(st) : 0;
	c->r.status = c->r.signal ? 128 + c->r.signal : WEXITSTATUS(st);
	c->r.max_rss_kb = ru.ru_maxrss;
	c->r.cpu_seconds = (double)(ru.ru_utime.tv_sec + ru.ru_stime.tv_sec) +
			   (double)(ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6;
	c->pid = 0;
	run->running--;
}

/* Fills free slots with jobs; one that does not start is done at once. */
static void start_jobs(struct runner *run)
{
	unsigned int i = 0;

	while (run->next < run->n && run->running < run->nchild) {
		size_t job = run->next++;
		struct child *c;
		int ret;

		while (run->child[i].pid)
			i = (i + 1) % run->nchild;
		c = &run->child[i];
		ret = child_start(run, c, job);
		if (!ret)
			continue;
		c->r.status = 127;
		buf_printf(&c->r.err, "cannot run %s%s%s: %s", run->jobs[job].argv[0],
			   run->jobs[job].cwd ? " in " : "",
			   run->jobs[job].cwd ? run->jobs[job].cwd : "", strerror(ret));
		run->done(run->ctx, job, &c->r);
		proc_result_free(&c->r);
	}
}

static void stop_children(struct runner *run)
{
	for (unsigned int i = 0; i < run->nchild; i++) {
		struct child *c = &run->child[i];

		if (!c->pid)
			continue;
		/* The terminal's SIGINT did not reach it: it has its own group. */
		kill(-c->pid, SIGTERM);
		for (int k = 0; k < 2; k++)
			if (c->fd[k] >= 0)
				close(c->fd[k]);
		child_reap(run, c);
		proc_result_free(&c->r);
	}
}

/* Waits for output, ends and signals.  Returns 0 or -EINTR. */
static int wait_some(struct runner *run, struct pollfd *pfd)
{
	nfds_t n = 1;

	pfd[0] = (struct pollfd){.fd = run->sigfd, .events = POLLIN};
	for (unsigned int i = 0; i < run->nchild; i++)
		for (int k = 0; k < 2; k++, n++)
			pfd[n] = (struct pollfd){
				.fd = run->child[i].pid ? run->child[i].fd[k] : -1,
				.events = POLLIN,
			};
	if (poll(pfd, n, -1) < 0)
		return errno == EINTR ? 0 : -errno;
	if (pfd[0].revents) {
		struct signalfd_siginfo si;

		return read(run->sigfd, &si, sizeof(si)) == sizeof(si) ? -EINTR : 0;
	}
	for (unsigned int i = 0; i < run->nchild; i++) {
		struct child *c = &run->child[i];

		for (int k = 0; k < 2; k++)
			if (pfd[1 + 2 * i + (unsigned int)k].revents)
				child_read(c, k);
		if (!c->pid || c->fd[0] >= 0 || c->fd[1] >= 0)
			continue;
		child_reap(run, c);
		run->done(run->ctx, c->job, &c->r);
		proc_result_free(&c->r);
	}
	return 0;
}

static int run_loop(struct runner *run, struct error *err)
{
	struct pollfd *pfd = calloc(1 + 2 * (size_t)run->nchild, sizeof(*pfd));
	int ret = 0;

	run->child = calloc(run->nchild, sizeof(*run->child));
	if (!run->child || !pfd)
		die("out of memory");
	for (;;) {
		start_jobs(run);
		if (!run->running)
			break;
		ret = wait_some(run, pfd);
		if (ret)
			break;
	}
	if (ret == -EINTR)
		error_set(err, EINTR, "interrupted");
	else if (ret)
		error_set(err, -ret, "cannot wait for a process: %s", strerror(-ret));
	stop_children(run);
	free(run->child);
	free(pfd);
	return ret;
}

int proc_run_all(const struct proc *jobs, size_t n, unsigned int parallel, proc_done_fn done,
		 void *ctx, struct error *err)
{
	struct runner run = {.jobs = jobs, .n = n, .done = done, .ctx = ctx};
	sigset_t set;
	int ret;

	run.nchild = parallel ? parallel : proc_online_cpus();
	if (run.nchild > n)
		run.nchild = n ? (unsigned int)n : 1;
	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGHUP);
	sigprocmask(SIG_BLOCK, &set, &run.before);
	run.sigfd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (run.sigfd < 0) {
		ret = error_set(err, errno, "signalfd: %s", strerror(errno));
	} else {
		ret = run_loop(&run, err);
		close(run.sigfd);
	}
	sigprocmask(SIG_SETMASK, &run.before, NULL);
	return ret;
}

static void keep_result(void *ctx, size_t job, struct proc_result *r)
{
	struct proc_result *to = ctx;

	(void)job;
	*to = *r;
	memset(r, 0, sizeof(*r));
}

int proc_run(const struct proc *p, struct proc_result *r, struct error *err)
{
	int ret = proc_run_all(p, 1, 1, keep_result, r, err);

	if (!ret && r->status == 127 && !r->cpu_seconds && !strncmp(r->err.s, "cannot run ", 11)) {
		ret = error_set(err, ENOENT, "%s", r->err.s);
		proc_result_free(r);
	}
	return ret;
}
