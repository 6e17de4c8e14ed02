# SPDX-License-Identifier: GPL-2.0-or-later
# eqslint: `make help` lists the targets.

PREFIX	?= /usr/local
CC	?= gcc
CFLAGS	?= -O2 -g
PKGS	:= libelf yaml-0.1 jansson libmd
WARN	:= -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wvla $(if $(filter true,$(CI)),-Werror)
CPPFLAGS += -D_GNU_SOURCE -Isrc
ALL_CFLAGS = -std=gnu11 $(WARN) $(CFLAGS) $(SANITIZE) $(PKG_CFLAGS)

# SAN=1: the program and its tests under ASan and UBSan, in a directory of their own
ifeq ($(SAN),1)
O	?= build-san
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else
O	?= build
endif

# one short line for each step; V=1 prints the commands
ifneq ($(V),1)
MAKEFLAGS += -s --no-print-directory
endif

# Goals that do their own set-up, or need none; the others build right away.
ifneq ($(filter-out help clean check check-kernel demo bench floors uninstall,$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell pkg-config --exists $(PKGS) 2>&1 || echo missing),)
$(error libraries are missing ($(PKGS), or pkg-config itself): `scripts/setup --build` installs them on Debian)
endif
# LLVM's disassembler, from the newest there is of those that know every architecture, else any
LLVM_CONFIG ?= $(firstword $(foreach v,-21 -20 -19 ,$(shell command -v llvm-config$v)) \
	$(shell command -v llvm-config))
ifeq ($(LLVM_CONFIG),)
$(error llvm-config is missing (llvm-19-dev): `scripts/setup --build` installs it on Debian)
endif
# it is loaded by name, when the first unit of assembly is read
LIBLLVM	:= $(shell objdump -p "$$($(LLVM_CONFIG) --link-shared --libfiles)" 2>/dev/null | sed -n 's/^ *SONAME *//p')
ifeq ($(LIBLLVM),)
$(error $(LLVM_CONFIG) knows no shared library of LLVM: `scripts/setup --build` installs it on Debian)
endif
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS)) -isystem $(shell $(LLVM_CONFIG) --includedir) \
	-DLIBLLVM='"$(LIBLLVM)"'
LDLIBS	:= $(shell pkg-config --libs $(PKGS)) -pthread
endif

# src/sparse and src/clang are programs of their own, with a lowering that eqslint itself has not
CL_SRCS	:= $(wildcard src/clang/*.c) src/frontend/words.c \
	$(filter-out src/frontend/clang_args.c,$(wildcard src/frontend/clang*.c))
CL_OBJS	:= $(CL_SRCS:src/%.c=$(O)/%.o)
SRCS	:= $(filter-out src/sparse/% $(CL_SRCS),$(wildcard src/*.c src/*/*.c))
OBJS	:= $(SRCS:src/%.c=$(O)/%.o)
LIB	:= $(filter-out $(O)/main.o,$(OBJS))

all: $(O)/eqslint plugins clang sparse $(O)/plugin/options ## the program, and a plugin for each compiler with plugin headers

# plugins: one for each compiler of this machine that has plugin headers
-include plugin/Makefile.inc
-include src/clang/Makefile.inc
-include src/sparse/Makefile.inc

# the newest GCC in Debian, whose headers need no installing: the plugin compiles for it
plugin-newest:
	@dir=$$(scripts/fetch-plugin-headers) && \
		$(MAKE) plugin O=$(O)/newest PLUGIN_INCLUDE=$$dir

# Flags change between two calls of make too: what was built with others is built again.
FLAGS	:= $(CC) $(CPPFLAGS) $(CFLAGS) $(WARN) $(SANITIZE) $(LDFLAGS)
$(O)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' >$@

$(O)/eqslint: $(OBJS)
	@echo "  LD      $@"
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(O)/%.o: src/%.c $(O)/flags
	@mkdir -p $(@D)
	@echo "  CC      $@"
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Unit tests: each testsuite/unit/NAME.c is a cmocka program, linked with everything but main.o.
UNITS	:= $(patsubst testsuite/unit/%.c,$(O)/unit/%,$(wildcard testsuite/unit/*.c))
$(O)/unit/%: testsuite/unit/%.c $(wildcard testsuite/unit/*.h) $(LIB)
	@mkdir -p $(@D)
	@echo "  UNIT    $@"
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -o $@ $< $(LIB) $(LDFLAGS) $(LDLIBS) -lcmocka
units: $(UNITS) ## build the unit tests, build/unit/*

# Fuzzers: each testsuite/fuzz/NAME.c has an LLVMFuzzerTestOneInput().
FUZZ_FLAGS := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all
FUZZERS	:= $(patsubst testsuite/fuzz/%.c,$(O)/fuzz/%,$(wildcard testsuite/fuzz/*.c))
FUZZ_LIB := $(patsubst src/%.c,$(O)/fuzz/obj/%.o,$(filter-out src/main.c src/cmd/%,$(SRCS)))
$(O)/fuzz/obj/%.o: src/%.c
	@mkdir -p $(@D)
	clang -std=gnu11 $(CPPFLAGS) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link $(PKG_CFLAGS) -MMD -MP -c -o $@ $<
$(O)/fuzz/%: testsuite/fuzz/%.c $(FUZZ_LIB)
	@mkdir -p $(@D)
	@echo "  FUZZER  $@"
	clang -std=gnu11 $(CPPFLAGS) $(FUZZ_FLAGS) -fsanitize=fuzzer $(PKG_CFLAGS) -o $@ $< $(FUZZ_LIB) $(LDLIBS)
fuzzers: $(FUZZERS) ## build the fuzzers, build/fuzz/*

# ---- tests ----

check: ## set up what is missing and run every test
	scripts/setup --check
	+testsuite/run

check-kernel: ## every kernel and build, the known verdicts, bench; about an hour; PART=... for some
	testsuite/check-kernel $(PART)

bench: ## measure time and memory against gcc on x86 KVM of Linux 6.12
	scripts/setup --check
	$(MAKE) all
	testsuite/bench/run

floors: ## includes of src/ go down only
	scripts/floors
	@echo "  FLOORS  includes of src/ and plugin/ go down only"

# gcc's analyzer, on one file at a time
ANALYZED := $(patsubst src/%.c,$(O)/analyze/%.o,$(SRCS) $(CL_SRCS))
analyze: $(ANALYZED) ## src/ is clean under gcc -fanalyzer
$(O)/analyze/%.o: src/%.c scripts/analyze.h
	@mkdir -p $(@D)
	@echo "  ANALYZE $<"
	gcc -std=gnu11 $(CPPFLAGS) $(PKG_CFLAGS) -Wall -Wextra -Werror -O1 -fanalyzer \
		$(if $(filter src/base/error.c,$<),,-include scripts/analyze.h) -MMD -MP -c -o $@ $<

# ---- rules and their pages ----

RULES	:= $(filter-out states,$(basename $(notdir $(wildcard rules/*.yaml))))

docs: $(O)/eqslint ## write docs/rules/RULE.md from rules/RULE.yaml
	@mkdir -p docs/rules
	@set -e; for r in $(RULES); do scripts/rule-page $(O)/eqslint $$r >docs/rules/$$r.md; done

new-rule: ## R=name: make the files of a rule
	scripts/new-rule '$(R)'

# ---- the demo ----

demo: ## set up, build, fetch Linux 6.12, lint KVM of s390 and arm64
	scripts/setup --demo
	$(MAKE) all
	scripts/demo

# ---- installing ----

BIN	= $(DESTDIR)$(PREFIX)/bin
SHARE	= $(DESTDIR)$(PREFIX)/share
PLUGINS	= $(DESTDIR)$(PREFIX)/lib/eqslint/plugin

install: all ## into PREFIX (and DESTDIR)
	install -D -m 755 $(O)/eqslint $(BIN)/eqslint
	set -e; for f in rules/*.yaml rules/models/*.yaml rules/fixes/*.yaml cocci/*.cocci; do \
		install -D -m 644 $$f $(SHARE)/eqslint/$$f; done
	set -e; for d in $(O)/plugin/*/; do d=$$(basename $$d); \
		install -D -m 755 $(O)/plugin/$$d/eqslint.so $(PLUGINS)/$$d/eqslint.so; done
	install -D -m 644 $(O)/plugin/options $(PLUGINS)/options
	install -D -m 755 $(O)/plugin/eqslint-clang $(PLUGINS)/eqslint-clang
	[ ! -x $(O)/plugin/eqslint-sparse ] || \
		install -D -m 755 $(O)/plugin/eqslint-sparse $(PLUGINS)/eqslint-sparse
	install -D -m 644 docs/findings.schema.json $(SHARE)/eqslint/findings.schema.json
	install -D -m 644 docs/eqslint.1 $(SHARE)/man/man1/eqslint.1
	install -D -m 644 scripts/completion.bash $(SHARE)/bash-completion/completions/eqslint

# directories that go when nothing else is in them; the system has its own before we come
LEFT_EMPTY := share/bash-completion/completions share/bash-completion \
	$(if $(filter /usr /usr/local,$(DESTDIR)$(PREFIX)),,share/man/man1 share/man share lib bin)

uninstall: ## what install put into PREFIX
	rm -f $(BIN)/eqslint $(SHARE)/man/man1/eqslint.1 $(SHARE)/bash-completion/completions/eqslint
	rm -rf $(SHARE)/eqslint $(DESTDIR)$(PREFIX)/lib/eqslint
	for d in $(LEFT_EMPTY); do rmdir --ignore-fail-on-non-empty $(DESTDIR)$(PREFIX)/$$d 2>/dev/null || :; done

clean: ## what was built; the cache of kernels stays
	rm -rf build build-san

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s%s\n", $$1, $$2 }' Makefile plugin/Makefile.inc src/*/Makefile.inc

FORCE:
.PHONY: FORCE all plugins plugin-newest units fuzzers check check-kernel bench floors analyze docs new-rule \
	demo install uninstall clean help
-include $(OBJS:.o=.d) $(CL_OBJS:.o=.d) $(UNITS:=.d) $(FUZZ_LIB:.o=.d) $(ANALYZED:.o=.d)
