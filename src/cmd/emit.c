// SPDX-License-Identifier: GPL-2.0-or-later
#include "emit.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "finding/finding.h"
#include "options.h"
#include "output/output.h"

int emit_error(const struct error *err)
{
	fflush(stdout);
	fprintf(stderr, "eqslint: %s\n", err->text);
	return 2;
}

bool emit_color(const struct options *opt)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");

	if (opt->color != COLOR_AUTO)
		return opt->color == COLOR_ALWAYS;
	/* https://no-color.org: set and not empty */
	if (opt->output || (no && *no) || (term && !strcmp(term, "dumb")))
		return false;
	return isatty(STDOUT_FILENO);
}

/* Writes all and closes fd, since some errors come that late. */
static int write_all(int fd, const struct buf *b, const char *name, struct error *err)
{
	size_t done = 0;
	int saved = 0;

	while (done < b->n) {
		ssize_t n = write(fd, b->s + done, b->n - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			saved = errno;
			break;
		}
		done += (size_t)n;
	}
	if (close(fd) < 0 && !saved)
		saved = errno;
	return saved ? error_set(err, saved, "cannot write %s: %s", name, strerror(saved)) : 0;
}

/* A device or pipe is written to, a file replaced whole, a link followed. */
static int write_output(const char *path, const struct buf *b, struct error *err)
{
	char real[PATH_MAX];
	struct stat st;
	int fd;

	if (stat(path, &st) < 0)
		return buf_write_file(b, path, err);
	if (S_ISREG(st.st_mode))
		return buf_write_file(b, realpath(path, real) ? real : path, err);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, errno, "cannot write %s: %s", path, strerror(errno));
	return write_all(fd, b, path, err);
}

int emit_write(const struct options *opt, const struct buf *text, struct error *err)
{
	if (opt->output && strcmp(opt->output, "-"))
		return write_output(opt->output, text, err);
	return write_all(STDOUT_FILENO, text, "stdout", err);
}

int emit_text(const struct options *opt, const struct buf *text)
{
	struct error err;

	return emit_write(opt, text, &err) ? emit_error(&err) : 0;
}

int emit_report(const struct options *opt, struct report *r, const struct shown_as *as)
{
	const struct text_options text = {
		.color = emit_color(opt),
		.quiet = opt->quiet,
		.latent = opt->latent,
		.assumptions = opt->assumptions,
		.prefix = as ? as->prefix : NULL,
		.subject = as ? as->subject : NULL,
	};
	struct buf out = {};
	int ret;

	report_sort(r);
	r->nargs = opt->argc;
	r->args = opt->argv;
	r->exit = opt->exit_zero ? 0 : report_exit(r, opt->latent);
	if (opt->format == FORMAT_JSON)
		output_json(&out, r);
	else
		output_text(&out, r, &text);
	ret = emit_text(opt, &out);
	buf_free(&out);
	return ret ? ret : r->exit;
}
