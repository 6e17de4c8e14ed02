/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tracepoint, as include/linux/tracepoint.h declares it. */
#ifndef TEST_TRACE_H
#define TEST_TRACE_H

struct tracepoint {
	int key;
};

#define DECLARE_TRACE(name, proto, args)                                  \
	extern struct tracepoint __tracepoint_##name;                     \
	void __traceiter_##name(proto);                                   \
	static inline bool trace_##name##_enabled(void)                   \
	{                                                                 \
		return READ_ONCE(__tracepoint_##name.key);                \
	}                                                                 \
	static inline void trace_##name(proto)                            \
	{                                                                 \
		if (trace_##name##_enabled())                             \
			__traceiter_##name(args);                         \
	}

DECLARE_TRACE(vcpu_entry, unsigned long exits, exits)

#endif
