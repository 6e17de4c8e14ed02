/* SPDX-License-Identifier: GPL-2.0-or-later */
	.section .entry.text, "ax"
	.globl vector
	.type vector, @function
vector:
	mtmsrd 9, 1
	bl handler_enter
	nop
	cmpdi 3, 0
	beq 1f
	bl helper
	bctrl
1:	bl handler_leave
	nop
	b common_exit
	.size vector, . - vector

	.globl falls
falls:
	bcl 20, 31, 0f
0:	mflr 3
	.weak common_exit
	.type common_exit, @function
common_exit:
	cmpdi cr1, 4, 0
	bne cr1, 2f
	rfid
	.size common_exit, . - common_exit
2:	bl shared
	nop
	blr
	.globl sharer
	.type sharer, @function
sharer:
	bdnz 2b
	beqlr
	bctr
	.size sharer, . - sharer

	.text
	.type helper, @function
helper:
4:	b vector
5:
	.section __ftr_alt_97, "a"
6:	b instead
7:
	.section __ftr_fixup, "a"
8:	.8byte 1, 1, 4b - 8b, 5b - 8b, 6b - 8b, 7b - 8b
	.text
	blr
	.size helper, . - helper

	.globl never
	.type never, @function
never:
	bl shared
	trap
	bl handler_enter
	.size never, . - never
