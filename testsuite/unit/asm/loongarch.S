/* SPDX-License-Identifier: GPL-2.0-or-later */
	.section .entry.text, "ax"
	.globl vector
	.type vector, @function
vector:
	csrxchg $a0, $a1, 0
	bl handler_enter
	beqz $a0, 1f
	bl helper
	jirl $ra, $a3, 0
1:	bl handler_leave
	b common_exit
	.size vector, . - vector

	.globl falls
falls:
	nop
	.weak common_exit
	.type common_exit, @function
common_exit:
	bnez $a1, 2f
	ertn
	.size common_exit, . - common_exit
2:	bl shared
	ret
	.globl sharer
	.type sharer, @function
sharer:
	beq $a0, $a1, 2b
	jr $t0
	.size sharer, . - sharer

	.text
	.type helper, @function
helper:
	b vector
	.size helper, . - helper
