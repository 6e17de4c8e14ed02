/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a finding is mended, by names: rules/fixes/. src/fix turns it into edits. */
#ifndef EQS_RULES_RECIPE_H
#define EQS_RULES_RECIPE_H

#include <stdbool.h>
#include <stddef.h>

enum recipe_kind {
	RECIPE_SPLIT,  /* what enters and leaves two states at once is taken apart around a run */
	RECIPE_COUNT,  /* what is armed without end is counted */
	RECIPE_SWAP,   /* what stands right inside of a state moves out of it */
	RECIPE_SPREAD, /* two states are written out in several functions: helpers take over */
};

/* What differs by architecture; arch NULL: on all that have none of their own. */
struct recipe_text {
	const char *arch;
	const char *text;
};

/* One change of a file: text that is put somewhere, or a phrase in a function that becomes another.
 */
struct recipe_change {
	const char *file;   /* relative to the source tree */
	const char *before; /* the function that the text is put before, ... */
	const char *behind; /* ... or what the line holds that it is put behind; neither: the last
			       #endif */
	const char **includes;
	size_t nincludes;
	const char *text;
	const char *in, *replace, *by;
};

/* What a tree may not have yet: a patch of its own, before the others. */
struct recipe_helpers {
	const char *file;   /* relative to the source tree */
	const char *unless; /* a name that the file has where they are there already */
	const char **archs; /* NULL: all */
	size_t narchs;
	const char *subject, *message;
	struct recipe_change *changes;
	size_t nchanges;
};

struct recipe {
	const char *name;
	enum recipe_kind kind;
	const char *summary;
	const char *subject; /* of the patch; $function and $topic are filled in */
	const char *message; /* its text, before the path */
	const char **rules;  /* whose findings it mends */
	size_t nrules;
	/* RECIPE_SPLIT: functions by name */
	const char **enter; /* both states, interrupts off */
	size_t nenter;
	const char **enter_any; /* interrupts on or off */
	size_t nenter_any;
	const char **leave; /* the same */
	size_t nleave;
	const char **leave_any; /* interrupts on or off */
	size_t nleave_any;
	const char *outer[2]; /* enter and leave the outer state alone */
	const char *inner[2];
	const char *mask, *unmask;
	const char *section;	   /* the attribute of a wrapper */
	const char *run;	   /* the tag of models that run the guest */
	struct recipe_text *names; /* of the wrapper */
	size_t nnames;
	struct recipe_text *windows; /* where interrupts are let in between the two leaves */
	size_t nwindows;
	struct recipe_text *unmasked; /* before a run that takes interrupts only when they are on */
	size_t nunmasked;
	struct recipe_text *masked; /* and behind it */
	size_t nmasked;
	const char **along; /* calls that may move with what enters or leaves */
	size_t nalong;
	const char *message_closer; /* the message where they move next to the run */
	const char **doubtful; /* how words begin that, in a comment whose call has another name
				  now, may be true no more */
	size_t ndoubtful;
	const char **locks; /* words in names of what takes a lock: under one no interrupt may be
			       let in */
	size_t nlocks;
	const char **early; /* architectures whose window is right behind the run */
	size_t nearly;
	struct recipe_helpers *helpers;
	size_t nhelpers;
	/* RECIPE_SPREAD */
	const char *written_out[2]; /* statements that enter and leave the inner state */
	const char *enter_call;	    /* the call by which functions that hold them are found */
	const char *outer_leave;    /* what leaves the outer state, in who calls these */
	/* RECIPE_COUNT */
	const char *call;    /* what arms, by this function, ... */
	const char *value;   /* ... with this as its last argument */
	const char *locals;  /* "TYPE NAME; ...": what the function must have for the text */
	const char *instead; /* of the call; $target is its other arguments */
	struct recipe_change *changes; /* in the same patch */
	size_t nchanges;
};

/* How subjects of patches for a path begin. */
struct recipe_topic {
	const char *path; /* '*' is one part of it */
	const char *text; /* $1 is what stands there */
};

struct ruleset;

/* How the subject of a patch for the file begins, interned; the file itself where nothing says it.
 */
const char *recipe_topic(const struct ruleset *rules, const char *file);

/* True when it mends findings of the rule. */
bool recipe_mends(const struct recipe *r, const char *rule);

/* The first recipe that does; NULL: there is none. */
const struct recipe *recipe_for_rule(const struct ruleset *rules, const char *rule);

/* The text for an architecture, or NULL. */
const char *recipe_text(const struct recipe_text *texts, size_t n, const char *arch);

#endif
