/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The version of the program, its outputs' "tool" and its man page. */
#ifndef EQS_VERSION_H
#define EQS_VERSION_H

#define EQSLINT_VERSION "0.1.0"

#endif
