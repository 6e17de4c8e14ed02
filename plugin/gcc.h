/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * GCC's headers in the order that they need, and what differs between the
 * releases 11 to 15; then facts.h and what goes with it, inside a namespace
 * because GCC has types of the same names (function, edge, option).
 */
#ifndef PLUGIN_GCC_H
#define PLUGIN_GCC_H

#include "gcc-plugin.h"
#include "bversion.h"
#include "config.h"
#include "system.h"
#include "coretypes.h"
#include "tm.h"
#include "tree.h"
#include "tree-pass.h"
#include "context.h"
#include "function.h"
#include "basic-block.h"
#include "cgraph.h"
#include "stringpool.h"
#include "attribs.h"
#include "fold-const.h"
#include "gimple.h"
#include "gimple-iterator.h"
#include "tree-cfg.h"
#include "tree-dfa.h"
#include "ssa.h"
#include "tree-ssa-operands.h"
#include "ssa-iterators.h"
#include "internal-fn.h"
#include "diagnostic.h"
#include "output.h"
#include "toplev.h"
#include "opts.h"
#include "line-map.h"
#include "langhooks.h"
#include "stor-layout.h"

#if BUILDING_GCC_MAJOR >= 14
#define MACRO_MAP_EXPANSION_POINT_LOCATION(map) ((map)->get_expansion_point_location())
#endif

/* Keyed by DECL_UID or TYPE_UID: never used again, other than addresses that a collection freed. */
typedef int_hash<unsigned, UINT_MAX, UINT_MAX - 1> uid_hash;

namespace eqs
{
#include "facts/facts.h"
#include "facts/forms.h"
#include "base/intern.h"
} // namespace eqs

#endif
