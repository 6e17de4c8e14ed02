/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the writer and the reader of the binary form share; docs/formats.md
 * describes the form.  Numbers of fixed width are little endian, all others
 * are LEB128, signed ones in zigzag order.
 */
#ifndef EQS_BINARY_H
#define EQS_BINARY_H

#include <stdint.h>

#define BINARY_MAGIC "EQSF"
#define BINARY_MAGIC_SIZE 4
/* magic, u32 version, u64 size of the whole record */
#define BINARY_HEADER 16

/* An operand's first byte: its kind, and whether a mask follows. */
#define OPERAND_KIND_BITS 7
#define OPERAND_HAS_MASK 8

/* An event's first byte: its kind, and for a call what is called. */
#define EVENT_KIND_BITS 7
#define EVENT_CALLEE_SHIFT 3
#define EVENT_CALLEE_BITS 3
#define EVENT_NORETURN 0x20

/* A path's first byte. */
#define PATH_ROOT_BITS 3
#define PATH_VOLATILE 4

/* A type's second byte. */
#define TYPE_BOOL 1
#define TYPE_SIGNED 2
#define TYPE_POINTER 4

/* A local's last byte. */
#define LOCAL_PARAM 1
#define LOCAL_MEMORY 2

/* A function's flags. */
#define FUNCTION_LINKAGE_BITS 3
#define FUNCTION_INLINE_SHIFT 2
#define FUNCTION_INLINE_BITS 3
#define FUNCTION_NORETURN 0x10

static inline uint64_t zigzag(int64_t v)
{
	return ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
}

static inline int64_t unzigzag(uint64_t v)
{
	return (int64_t)((v >> 1) ^ -(v & 1));
}

#endif
