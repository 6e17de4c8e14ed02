/* SPDX-License-Identifier: GPL-2.0-or-later */
	.section .entry.text, "ax"
	.globl vector
	.type vector, @function
vector:
	csrci sstatus, 2
	call handler_enter
	beqz a0, 1f
	call helper
	jalr a3
1:	call handler_leave
	tail common_exit
	.size vector, . - vector

	.globl falls
falls:
	csrsi sstatus, 2
	.weak common_exit
	.type common_exit, @function
common_exit:
	bnez a1, 2f
	sret
	.size common_exit, . - common_exit
2:	call shared
	ret
	.globl sharer
	.type sharer, @function
sharer:
	bge a0, a1, 2b
	la ra, after
	jr a4
	.size sharer, . - sharer

	.globl after
	.type after, @function
after:
	j vector
	.size after, . - after

	.text
	.type helper, @function
helper:
	ebreak
	ret
	.size helper, . - helper
