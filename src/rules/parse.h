/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of loading that share a file format; for src/rules only. */
#ifndef EQS_RULES_PARSE_H
#define EQS_RULES_PARSE_H

#include "rules.h"
#include "yaml.h"

/* states.yaml: variables, predicates, entries, images, models; its rules come after all models. */
int parse_states(struct ruleset *rules, const struct node *root, struct error *err);

/* A file of models/; and what stands under 'models' in root, if anything does. */
int parse_models(struct ruleset *rules, const struct node *root, struct error *err);
int parse_model_list(struct ruleset *rules, const struct node *root, struct error *err);

/* A rule. */
int parse_rule(struct ruleset *rules, const struct node *root, struct rule **out,
	       struct error *err);

/* A file of fixes/. */
int parse_fix(struct ruleset *rules, const struct node *root, struct error *err);

/* What a check on a throttle names: arms, requests, entered, defers, reset. */
int parse_throttle(struct ruleset *rules, const struct node *map, const struct throttle **out,
		   struct error *err);

/* RECORD.FIELD of each name: then the name is the field's, and (*records)[i] its record. */
int split_slots(struct ruleset *rules, const struct node *map, const char **names, size_t n,
		const char ***records, struct error *err);

/* Names of architectures, which states.yaml must list; 0 of them when the key is absent. */
int parse_archs(struct ruleset *rules, const struct node *map, const char *key, const char ***list,
		size_t *n, struct error *err);

/* The number of a variable, which the states file must have; n: where it is named. */
int find_variable(const struct ruleset *rules, const struct node *n, const char *name,
		  struct error *err);

/* The variables that key lists are added to the mask. */
int parse_variables(struct ruleset *rules, const struct node *map, const char *key, varmask *mask,
		    struct error *err);

/* A map VARIABLE: VALUE (or up, down, unknown), in its order. */
int parse_assigns(struct ruleset *rules, const struct node *map, struct assign_vec *out,
		  struct error *err);

/* The condition under key, *out NULL when it is absent. */
int parse_condition(struct ruleset *rules, const struct node *map, const char *key,
		    const struct expr **out, struct error *err);

/* A truth value; *out is left alone when it is absent. */
int parse_flag(const struct node *map, const char *key, bool *out, struct error *err);

#endif
