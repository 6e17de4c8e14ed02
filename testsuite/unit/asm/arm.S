/* SPDX-License-Identifier: GPL-2.0-or-later */
	.syntax unified
	.arm
	.section .entry.text, "ax"
	.globl vector
	.type vector, %function
vector:
	cpsid i
	bl handler_enter
	cmp r0, #0
	beq 1f
	blne helper
	blx r3
1:	bl handler_leave
	b common_exit
	.size vector, . - vector

	.globl falls
falls:
	cpsie i
	.weak common_exit
	.type common_exit, %function
common_exit:
	cmp r1, #0
	bne 2f
	movs pc, lr
	.size common_exit, . - common_exit
2:	bl shared
	pop {r4, pc}
	.globl sharer
	.type sharer, %function
sharer:
	cmp r0, #1
	bls 2b
	bxeq lr
	adr lr, 3f
	ldr pc, [r8, r7, lsl #2]
3:	bx lr
	.size sharer, . - sharer

	.text
	.type helper, %function
helper:
	b vector
	.size helper, . - helper
