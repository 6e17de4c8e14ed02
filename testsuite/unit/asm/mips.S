/* SPDX-License-Identifier: GPL-2.0-or-later */
	.set noreorder
	.set noat
	.section .entry.text, "ax"
	.globl vector
	.type vector, @function
vector:
	jal handler_enter
	di
	beqz $2, 1f
	nop
	jal helper
	nop
	jalr $25
	nop
1:	jal handler_leave
	nop
	j common_exit
	nop
	.size vector, . - vector

	.globl falls
falls:
	ei
	.weak common_exit
	.type common_exit, @function
common_exit:
	bnez $5, 2f
	nop
	eret
	.size common_exit, . - common_exit
2:	jal shared
	nop
	jr $31
	nop
	.globl sharer
	.type sharer, @function
sharer:
	bltz $4, 2b
	nop
	lui $31, %hi(after)
	addiu $31, $31, %lo(after)
	j elsewhere
	nop
	.size sharer, . - sharer

	.globl after
	.type after, @function
after:
	jr $26
	nop
	.size after, . - after

	.text
	.type helper, @function
helper:
	b vector
	nop
	.size helper, . - helper

	.globl status
	.type status, @function
status:
	mfc0 $12, $12
	li $13, 0x1000001f
	or $12, $13
	xori $12, 0x1e
	mtc0 $12, $12
	li $13, 0x1000001e
	or $12, $13
	xori $12, 0x1e
	mtc0 $12, $12
	xori $12, 0x1f
	mtc0 $12, $12
	xori $12, 0x1f
	jr $31
	nop
	.size status, . - status
