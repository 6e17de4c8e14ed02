// SPDX-License-Identifier: GPL-2.0-or-later
#include "asm_llvm.h"

#include <dlfcn.h>
#include <errno.h>
#include <llvm-c/Disassembler.h>
#include <string.h>

#include "base/intern.h"

typedef typeof(LLVMCreateDisasmCPUFeatures) create_fn;
typedef void init_fn(void);

/* What LLVM calls it (llvm/Config/Targets.def). */
static const char *target_of(const char *arch)
{
	static const struct {
		const char *arch, *target;
	} names[] = {
		{"x86", "X86"},	     {"arm64", "AArch64"},	 {"arm", "ARM"},
		{"s390", "SystemZ"}, {"riscv", "RISCV"},	 {"powerpc", "PowerPC"},
		{"mips", "Mips"},    {"loongarch", "LoongArch"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcmp(names[i].arch, arch))
			return names[i].target;
	return NULL;
}

/* A target that LLVM was built without has none of its parts. */
static void init_target(void *library, const char *target)
{
	static const char *const parts[] = {"TargetInfo", "TargetMC", "Disassembler"};

	for (size_t i = 0; target && i < sizeof(parts) / sizeof(parts[0]); i++) {
		init_fn *init =
			(init_fn *)dlsym(library, intern_f("LLVMInitialize%s%s", target, parts[i]));

		if (init)
			init();
	}
}

int asm_llvm_open(struct asm_llvm *l, const struct asm_arch *arch, struct error *err)
{
	create_fn *create;

	memset(l, 0, sizeof(*l));
	/* it stays: the next unit needs it too */
	l->library = dlopen(LIBLLVM, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
	if (!l->library)
		return error_set(err, ENOPKG, "assembly is read with LLVM's disassembler: %s",
				 dlerror());
	create = (create_fn *)dlsym(l->library, "LLVMCreateDisasmCPUFeatures");
	l->instruction = (typeof(l->instruction))dlsym(l->library, "LLVMDisasmInstruction");
	l->dispose = (typeof(l->dispose))dlsym(l->library, "LLVMDisasmDispose");
	if (!create || !l->instruction || !l->dispose)
		return error_set(err, ENOPKG, "%s has no disassembler", LIBLLVM);
	init_target(l->library, target_of(arch->name));
	l->context = create(arch->triple, arch->cpu, arch->features, NULL, 0, NULL, NULL);
	if (!l->context)
		return error_set(err, ENOTSUP, "%s has no disassembler for %s", LIBLLVM,
				 arch->name);
	return 0;
}

void asm_llvm_close(struct asm_llvm *l)
{
	if (l->context)
		l->dispose(l->context);
	if (l->library)
		dlclose(l->library);
}

size_t asm_llvm_text(const struct asm_llvm *l, uint8_t *bytes, size_t n, uint64_t address,
		     char *text, size_t room)
{
	return l->instruction(l->context, bytes, n, address, text, room);
}
