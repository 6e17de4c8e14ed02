/* SPDX-License-Identifier: GPL-2.0-or-later */
	.section .entry.text, "ax"
	.globl vector
	.type vector, @function
vector:
	cli
	call handler_enter
	testq %rax, %rax
	jz 1f
	call helper
	call *%rdx
1:	call handler_leave
	jmp common_exit
	.size vector, . - vector

	/* two names, no size, and it falls into the next */
	.globl first_name
	.globl second_name
first_name:
second_name:
	sti
	.weak common_exit
	.type common_exit, @function
common_exit:
	testq %rsi, %rsi
	js elsewhere
	jnz 2f
	iretq
	.size common_exit, . - common_exit

	/* in both of the functions that come here */
2:	call shared
	ret
	.globl sharer
	.type sharer, @function
sharer:
	cmpq $1, %rdi
	je 2b
	call 3f
	int3
3:	jmp *table(,%rdi,8)
	.size sharer, . - sharer

	/* nothing comes here by a branch */
taken_by_address:
	ud2

	.text
	.type helper, @function
helper:
	call taken_by_address
4:	nop
	.section .altinstr_replacement, "ax"
5:	call instead
6:
	.section .altinstructions, "a"
	.long 4b - ., 5b - .
	.word 1, 0
	.byte 1, 6b - 5b
	.text
	ret
	.size helper, . - helper

	.data
	.quad taken_by_address
table:	.quad 0
