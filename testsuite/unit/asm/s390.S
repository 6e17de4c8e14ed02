/* SPDX-License-Identifier: GPL-2.0-or-later */
	.section .entry.text, "ax"
	.globl vector
	.type vector, @function
vector:
	stnsm 160(%r15), 0xfc
	brasl %r14, handler_enter
	ltgr %r2, %r2
	jz 1f
	brasl %r14, helper
	basr %r14, %r1
1:	brasl %r14, handler_leave
	jg common_exit
	.size vector, . - vector

	.globl falls
falls:
	stosm 160(%r15), 3
	.weak common_exit
	.type common_exit, @function
common_exit:
	cgijne %r3, 0, 2f
	lpswe 0(%r1)
	.size common_exit, . - common_exit
2:	brasl %r14, shared
	ber %r14
	br %r1
	.globl sharer
	.type sharer, @function
sharer:
	bctgr %r4, %r0
	brctg %r2, 2b
	larl %r14, 3f
	jg elsewhere
3:	exrl %r0, 4f
4:	br %r14
	.size sharer, . - sharer

	.text
	.type helper, @function
helper:
	jg vector
	.size helper, . - helper
