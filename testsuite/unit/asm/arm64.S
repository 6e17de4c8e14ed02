/* SPDX-License-Identifier: GPL-2.0-or-later */
	.section .entry.text, "ax"
	.globl vector
	.type vector, %function
vector:
	msr daifset, #2
	bl handler_enter
	cbz x0, 1f
	bl helper
	blr x3
1:	bl handler_leave
	b common_exit
	.size vector, . - vector

	.globl falls
falls:
	msr daifclr, #2
	.weak common_exit
	.type common_exit, %function
common_exit:
	tbnz x1, #3, 2f
	eret
	.size common_exit, . - common_exit
2:	bl shared
	ret
	.globl sharer
	.type sharer, %function
sharer:
	cmp x0, #1
	b.eq 2b
	adr x30, 3f
	b elsewhere
3:	br x4
	.size sharer, . - sharer

	.text
	.type helper, %function
helper:
	hvc #0
	b vector
	.size helper, . - helper
