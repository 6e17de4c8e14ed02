// SPDX-License-Identifier: GPL-2.0-or-later
#include "asm_arch.h"

#include <fnmatch.h>
#include <stddef.h>

#define NONE                                                                                       \
	{                                                                                          \
		.flow = FLOW_NONE                                                                  \
	}
#define CALL                                                                                       \
	{                                                                                          \
		.flow = FLOW_CALL                                                                  \
	}
#define CALL_IF                                                                                    \
	{                                                                                          \
		.flow = FLOW_CALL, .is_conditional = true                                          \
	}
#define CALL_REG                                                                                   \
	{                                                                                          \
		.flow = FLOW_CALL, .is_indirect = true                                             \
	}
#define CALL_REG_IF                                                                                \
	{                                                                                          \
		.flow = FLOW_CALL, .is_indirect = true, .is_conditional = true                     \
	}
#define JUMP                                                                                       \
	{                                                                                          \
		.flow = FLOW_JUMP                                                                  \
	}
#define JUMP_IF                                                                                    \
	{                                                                                          \
		.flow = FLOW_JUMP, .is_conditional = true                                          \
	}
#define JUMP_REG                                                                                   \
	{                                                                                          \
		.flow = FLOW_JUMP, .is_indirect = true                                             \
	}
#define JUMP_REG_IF                                                                                \
	{                                                                                          \
		.flow = FLOW_JUMP, .is_indirect = true, .is_conditional = true                     \
	}
#define RETURN                                                                                     \
	{                                                                                          \
		.flow = FLOW_RETURN                                                                \
	}
#define RETURN_IF                                                                                  \
	{                                                                                          \
		.flow = FLOW_RETURN, .is_conditional = true                                        \
	}
#define EXECUTE                                                                                    \
	{                                                                                          \
		.flow = FLOW_EXECUTE                                                               \
	}
#define TRAP                                                                                       \
	{                                                                                          \
		.flow = FLOW_TRAP                                                                  \
	}

/*
 * A return from an exception goes back to what was interrupted: a return too,
 * but of the delay slots only those of calls, jumps and returns are there.
 */
#define ERET                                                                                       \
	{                                                                                          \
		.flow = FLOW_RETURN, .no_slot = true                                               \
	}

static const struct asm_pattern x86_patterns[] = {
	{"call*[*]*", CALL_REG}, {"lcall*[*]*", CALL_REG},
	{"call*", CALL},	 {"jmp*[*]*", JUMP_REG},
	{"ljmp*", JUMP_REG},	 {"jmp*", JUMP},
	{"j*", JUMP_IF},	 {"loop*", JUMP_IF},
	{"xbegin*", JUMP_IF},	 {"ret*", RETURN},
	{"lret*", RETURN},	 {"rep ret*", RETURN},
	{"iret*", RETURN},	 {"sysret*", RETURN},
	{"sysexit*", RETURN},	 {"eretu*", RETURN},
	{"erets*", RETURN},	 {"rsm", RETURN},
	{"ud[012]*", TRAP},	 {NULL, NONE},
};

static const struct asm_pattern arm64_patterns[] = {
	{"bl #*", CALL},     {"blr*", CALL_REG}, {"b #*", JUMP},	 {"b.*", JUMP_IF},
	{"bc.*", JUMP_IF},   {"cbz *", JUMP_IF}, {"cbnz *", JUMP_IF},	 {"tbz *", JUMP_IF},
	{"tbnz *", JUMP_IF}, {"br *", JUMP_REG}, {"bra[ab]*", JUMP_REG}, {"ret*", RETURN},
	{"eret*", RETURN},   {"udf *", TRAP},	 {NULL, NONE},
};

/*
 * br 0 and bcr 0,R do not branch; brasl with another register than 14 fetches
 * an address and goes on at its target.
 */
static const struct asm_pattern s390_patterns[] = {
	{"bras %r14,*", CALL},
	{"brasl %r14,*", CALL},
	{"bras*", JUMP},
	{"basr *, 0", NONE},
	{"basr *, %r0", NONE},
	{"balr *, 0", NONE},
	{"basr *", CALL_REG},
	{"bas *", CALL_REG},
	{"balr *", CALL_REG},
	{"bal *", CALL_REG},
	{"br 0", NONE},
	{"br %r0", NONE},
	{"br %r14", RETURN},
	{"br *", JUMP_REG},
	{"b [0-9]*", JUMP_REG},
	{"b 0(*", JUMP_REG},
	{"bi *", JUMP_REG},
	{"bpp *", NONE},
	{"bprp *", NONE},
	{"bakr *", NONE},
	{"bsa *", NONE},
	{"bsg *", NONE},
	{"bassm *", CALL_REG},
	{"bsm *", JUMP_REG},
	{"brc 0,*", NONE},
	{"brcl 0,*", NONE},
	{"jnop *", NONE},
	{"jgnop *", NONE},
	{"nop*", NONE},
	{"bc 0,*", NONE},
	{"bcr 0,*", NONE},
	{"b*r %r14", RETURN_IF},
	{"brct*", JUMP_IF},
	{"brx*", JUMP_IF},
	{"brc *", JUMP_IF},
	{"brcl *", JUMP_IF},
	{"bct*r *, 0", NONE},
	{"bct*r *, %r0", NONE},
	{"bct*", JUMP_REG_IF},
	{"bx[hl]*", JUMP_REG_IF},
	{"bc *", JUMP_REG_IF},
	{"bcr *", JUMP_REG_IF},
	{"b*r %r*", JUMP_REG_IF},
	{"b* *(%r*)", JUMP_REG_IF},
	{"j 0x*", JUMP},
	{"jg 0x*", JUMP},
	{"j*", JUMP_IF},
	{"crj*", JUMP_IF},
	{"cgrj*", JUMP_IF},
	{"clrj*", JUMP_IF},
	{"clgrj*", JUMP_IF},
	{"cij*", JUMP_IF},
	{"cgij*", JUMP_IF},
	{"clij*", JUMP_IF},
	{"clgij*", JUMP_IF},
	{"crb*", JUMP_REG_IF},
	{"cgrb*", JUMP_REG_IF},
	{"clrb*", JUMP_REG_IF},
	{"clgrb*", JUMP_REG_IF},
	{"cib*", JUMP_REG_IF},
	{"cgib*", JUMP_REG_IF},
	{"clib*", JUMP_REG_IF},
	{"clgib*", JUMP_REG_IF},
	{"exrl *", EXECUTE},
	{"lpswe*", RETURN},
	{"lpsw *", RETURN},
	{NULL, NONE},
};

/* bcl 20,31,.+4 is how the address of the next instruction is had. */
static const struct asm_pattern powerpc_patterns[] = {
	{"bla *", CALL_REG},	   {"bl *", CALL},	     {"b *", JUMP},
	{"ba *", JUMP_REG},	   {"blr", RETURN},	     {"bctr", JUMP_REG},
	{"bctrl", CALL_REG},	   {"blrl", CALL_REG},	     {"bclr 20,*", RETURN},
	{"bcctr 20,*", JUMP_REG},  {"b*lrl*", CALL_REG_IF},  {"bcctrl*", CALL_REG_IF},
	{"bclr*", RETURN_IF},	   {"b*lr", RETURN_IF},	     {"b*lr [0-9c]*", RETURN_IF},
	{"bcctr*", JUMP_REG_IF},   {"b*ctr *", JUMP_REG_IF}, {"bctar*", JUMP_REG_IF},
	{"bcl 20, 31, .+4", NONE}, {"bcdadd*", NONE},	     {"bcd*", NONE},
	{"bpermd*", NONE},	   {"brinc*", NONE},	     {"br[hwd] *", NONE},
	{"bcl *", CALL_IF},	   {"b[tf]l* *", CALL_IF},   {"bdnzl* *", CALL_IF},
	{"bdzl* *", CALL_IF},	   {"b[tfcd]* *", JUMP_IF},  {"rfscv", RETURN},
	{"rf[idcm]*", RETURN},	   {"hrfi*", RETURN},	     {"rfebb*", RETURN},
	{"rfgi", RETURN},	   {"trap", TRAP},	     {NULL, NONE},
};

static const struct asm_pattern riscv_patterns[] = {
	{"jal*r *", CALL_REG}, {"jal *", CALL},	     {"c.jalr *", CALL_REG}, {"c.jal *", CALL},
	{"j *", JUMP},	       {"c.j *", JUMP},	     {"jr ra", RETURN},	     {"c.jr ra", RETURN},
	{"jr *", JUMP_REG},    {"c.jr *", JUMP_REG}, {"ret", RETURN},	     {"beq*", JUMP_IF},
	{"bne*", JUMP_IF},     {"blt*", JUMP_IF},    {"bge*", JUMP_IF},	     {"bgt*", JUMP_IF},
	{"ble*", JUMP_IF},     {"c.beqz*", JUMP_IF}, {"c.bnez*", JUMP_IF},   {"[smu]ret", RETURN},
	{"mnret", RETURN},     {"unimp", TRAP},	     {NULL, NONE},
};

/* The compact branches of release 6 end in c and have no delay slot. */
static const struct asm_pattern mips_patterns[] = {
	{"jalrc*", {.flow = FLOW_CALL, .is_indirect = true, .no_slot = true}},
	{"jalr $zero, $ra", RETURN},
	{"jalr $zero,*", JUMP_REG},
	{"jalr*", CALL_REG},
	{"jialc*", {.flow = FLOW_CALL, .is_indirect = true, .no_slot = true}},
	{"jal*", CALL},
	{"balc *", {.flow = FLOW_CALL, .no_slot = true}},
	{"bal *", CALL},
	{"b*al *", CALL_IF},
	{"b*all *", CALL_IF},
	{"jic $ra,*", {.flow = FLOW_RETURN, .no_slot = true}},
	{"jic *", {.flow = FLOW_JUMP, .is_indirect = true, .no_slot = true}},
	{"jrc $ra", {.flow = FLOW_RETURN, .no_slot = true}},
	{"jr*$ra", RETURN},
	{"jr*", JUMP_REG},
	{"j *", JUMP},
	{"b *", JUMP},
	{"bc *", {.flow = FLOW_JUMP, .no_slot = true}},
	{"bitswap*", NONE},
	{"break*", NONE},
	{"b[egln]*c *", {.flow = FLOW_JUMP, .is_conditional = true, .no_slot = true}},
	{"bovc *", {.flow = FLOW_JUMP, .is_conditional = true, .no_slot = true}},
	{"beq*", JUMP_IF},
	{"bne*", JUMP_IF},
	{"b[gl][et]z*", JUMP_IF},
	{"bc[12]*", JUMP_IF},
	{"eret*", ERET},
	{"deret", ERET},
	{NULL, NONE},
};

/*
 * Most instructions may have a condition behind their name, and most may write pc.
 * movs and subs to pc, and rfe, go back to what an exception interrupted: no caller
 * in the kernel goes on behind them.
 */
static const struct asm_pattern arm_patterns[] = {
	{"bl #*", CALL},
	{"blx #*", CALL},
	{"blx r*", CALL_REG},
	{"blx *", CALL_REG_IF},
	{"b #*", JUMP},
	{"b[.]w #*", JUMP},
	{"bx lr", RETURN},
	{"bx?? lr", RETURN_IF},
	{"bx r*", JUMP_REG},
	{"bx?? r*", JUMP_REG_IF},
	{"bl[elst] #*", JUMP_IF},
	{"bl?? #*", CALL_IF},
	{"b?? #*", JUMP_IF},
	{"b??[.]w #*", JUMP_IF},
	{"cbz *", JUMP_IF},
	{"cbnz *", JUMP_IF},
	{"mov pc, lr", RETURN},
	{"movs pc, lr", TRAP},
	{"mov?? pc, lr", RETURN_IF},
	{"mov pc,*", JUMP_REG},
	{"subs pc, lr,*", TRAP},
	{"eret*", RETURN},
	{"rfe*", TRAP},
	{"pop {*pc}*", RETURN},
	{"pop?? {*pc}*", RETURN_IF},
	{"ldm* {*pc}*", RETURN},
	{"ldr pc, [[]sp], #4", RETURN},
	{"ldr?? pc, [[]sp], #4", RETURN_IF},
	{"ldr pc,*", JUMP_REG},
	{"ldr?? pc,*", JUMP_REG_IF},
	{"add pc,*", JUMP_REG},
	{"add?? pc,*", JUMP_REG_IF},
	{"sub pc,*", JUMP_REG},
	{"mov?? pc,*", JUMP_REG_IF},
	{"tb[bh] [[]pc*", JUMP_REG},
	{"udf*", TRAP},
	{NULL, NONE},
};

static const struct asm_pattern loongarch_patterns[] = {
	{"bl *", CALL},
	{"b *", JUMP},
	{"ret*", RETURN},
	{"jr $ra", RETURN},
	{"jr *", JUMP_REG},
	{"jirl $zero, $ra,*", RETURN},
	{"jirl $zero,*", JUMP_REG},
	{"jirl *", CALL_REG},
	{"beq*", JUMP_IF},
	{"bne*", JUMP_IF},
	{"blt*", JUMP_IF},
	{"bge*", JUMP_IF},
	{"bgt*", JUMP_IF},
	{"ble*", JUMP_IF},
	{"bceqz*", JUMP_IF},
	{"bcnez*", JUMP_IF},
	{"ertn*", RETURN},
	{NULL, NONE},
};

#define LSB ELFDATA2LSB
#define MSB ELFDATA2MSB

static const struct asm_arch archs[] = {
	{"x86", EM_X86_64, ELFCLASS64, LSB, "x86_64-linux-gnu", "", "", 1, 0, BASE_NEXT, NULL,
	 x86_patterns},
	{"x86", EM_386, ELFCLASS32, LSB, "i686-linux-gnu", "", "", 1, 0, BASE_NEXT, NULL,
	 x86_patterns},
	{"arm64", EM_AARCH64, ELFCLASS64, LSB, "aarch64-linux-gnu", "", "+all", 4, 0, BASE_THIS,
	 "x30", arm64_patterns},
	{"s390", EM_S390, ELFCLASS64, MSB, "s390x-linux-gnu", "arch14", "", 2, 0, BASE_ZERO, "%r14",
	 s390_patterns},
	{"powerpc", EM_PPC64, ELFCLASS64, LSB, "powerpc64le-linux-gnu", "future", "", 4, 0,
	 BASE_THIS, NULL, powerpc_patterns},
	{"powerpc", EM_PPC64, ELFCLASS64, MSB, "powerpc64-linux-gnu", "future", "", 4, 0, BASE_THIS,
	 NULL, powerpc_patterns},
	{"powerpc", EM_PPC, ELFCLASS32, MSB, "powerpc-linux-gnu", "", "+altivec,+booke,+msync", 4,
	 0, BASE_THIS, NULL, powerpc_patterns},
	{"riscv", EM_RISCV, ELFCLASS64, LSB, "riscv64-linux-gnu", "",
	 "+m,+a,+f,+d,+c,+v,+h,+zba,+zbb,+zbs,+zicbom,+zicboz", 2, 0, BASE_THIS, "ra",
	 riscv_patterns},
	{"riscv", EM_RISCV, ELFCLASS32, LSB, "riscv32-linux-gnu", "",
	 "+m,+a,+f,+d,+c,+zba,+zbb,+zbs", 2, 0, BASE_THIS, "ra", riscv_patterns},
	{"mips", EM_MIPS, ELFCLASS64, LSB, "mips64el-linux-gnuabi64", "mips64r2",
	 "+mt,+msa,+dsp,+virt,+ginv,+crc", 4, 4, BASE_THIS, "$ra", mips_patterns},
	{"mips", EM_MIPS, ELFCLASS64, MSB, "mips64-linux-gnuabi64", "mips64r2",
	 "+mt,+msa,+dsp,+virt,+ginv,+crc", 4, 4, BASE_THIS, "$ra", mips_patterns},
	{"mips", EM_MIPS, ELFCLASS32, LSB, "mipsel-linux-gnu", "mips32r2",
	 "+mt,+msa,+dsp,+virt,+ginv,+crc", 4, 4, BASE_THIS, "$ra", mips_patterns},
	{"mips", EM_MIPS, ELFCLASS32, MSB, "mips-linux-gnu", "mips32r2",
	 "+mt,+msa,+dsp,+virt,+ginv,+crc", 4, 4, BASE_THIS, "$ra", mips_patterns},
	{"arm", EM_ARM, ELFCLASS32, LSB, "armv8-linux-gnueabi", "",
	 "+trustzone,+virtualization,+neon", 4, 0, BASE_PLUS_8, "lr", arm_patterns},
	{"loongarch", EM_LOONGARCH, ELFCLASS64, LSB, "loongarch64-linux-gnu", "",
	 "+f,+d,+lsx,+lasx,+lbt,+lvz", 4, 0, BASE_THIS, "$ra", loongarch_patterns},
};

/* MIPS encodes branches anew in release 6: these come first. */
static const struct asm_arch mips_r6[] = {
	{"mips", EM_MIPS, ELFCLASS64, LSB, "mips64el-linux-gnuabi64", "mips64r6",
	 "+mt,+msa,+dsp,+virt,+ginv,+crc", 4, 4, BASE_THIS, "$ra", mips_patterns},
	{"mips", EM_MIPS, ELFCLASS64, MSB, "mips64-linux-gnuabi64", "mips64r6",
	 "+mt,+msa,+dsp,+virt,+ginv,+crc", 4, 4, BASE_THIS, "$ra", mips_patterns},
	{"mips", EM_MIPS, ELFCLASS32, LSB, "mipsel-linux-gnu", "mips32r6",
	 "+mt,+msa,+dsp,+virt,+ginv,+crc", 4, 4, BASE_THIS, "$ra", mips_patterns},
	{"mips", EM_MIPS, ELFCLASS32, MSB, "mips-linux-gnu", "mips32r6",
	 "+mt,+msa,+dsp,+virt,+ginv,+crc", 4, 4, BASE_THIS, "$ra", mips_patterns},
};

static const struct asm_arch *find_in(const struct asm_arch *a, size_t n, unsigned int machine,
				      unsigned int class, unsigned int data)
{
	for (; n--; a++)
		if (a->machine == machine && a->class == class && a->data == data)
			return a;
	return NULL;
}

const struct asm_arch *asm_arch_find(unsigned int machine, unsigned int class, unsigned int data,
				     uint32_t flags)
{
	uint32_t isa = flags & EF_MIPS_ARCH;

	/* EF_MIPS_ARCH_32R6 and _64R6 */
	if (machine == EM_MIPS && (isa == 0x90000000 || isa == 0xa0000000))
		return find_in(mips_r6, sizeof(mips_r6) / sizeof(mips_r6[0]), machine, class, data);
	return find_in(archs, sizeof(archs) / sizeof(archs[0]), machine, class, data);
}

struct flow_kind asm_flow_kind(const struct asm_arch *arch, const char *text)
{
	const struct asm_pattern *p = arch->patterns;

	while (p->text && fnmatch(p->text, text, 0))
		p++;
	return p->kind;
}
