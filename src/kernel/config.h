/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A kernel configuration: .config or include/config/auto.conf. */
#ifndef EQS_KERNEL_CONFIG_H
#define EQS_KERNEL_CONFIG_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/vec.h"
#include "facts/facts.h"

VEC_TYPE(option_vec, struct option);

/* The options that are set, sorted by name (without CONFIG_); values without their quotes. */
struct kconfig {
	struct option_vec options;
	const char *mainmenu; /* "Linux/s390 6.12.117 Kernel Configuration", or NULL */
};

/* Reads path.  Returns 0 or a negative errno with the sentence in err. */
int kconfig_read(struct kconfig *config, const char *path, struct error *err);
void kconfig_free(struct kconfig *config);

/* The value ("y", "m", a number, a string), or NULL when the option is not set. */
const char *kconfig_get(const struct kconfig *config, const char *name);

/* True when both set the same options to the same values. */
bool kconfig_equal(const struct kconfig *a, const struct kconfig *b);

/* A hash of names and values: equal for equal configurations, whatever file they are from. */
uint64_t kconfig_hash(const struct kconfig *config);

#endif
