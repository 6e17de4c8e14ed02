# SPDX-License-Identifier: GPL-2.0-or-later
# eqslint: `make help` lists the targets.

PREFIX	?= /usr/local
O	?= build
CC	?= gcc
CFLAGS	?= -O2 -g
PKGS	:= libelf yaml-0.1 jansson libmd
WARN	:= -Wall -Wextra -Wmissing-prototypes -Wstrict-prototypes -Wvla $(if $(CI),-Werror)
CPPFLAGS += -D_GNU_SOURCE -Isrc
ALL_CFLAGS = -std=gnu11 $(WARN) $(CFLAGS) $(shell pkg-config --cflags $(PKGS))
LDLIBS	= $(shell pkg-config --libs $(PKGS))

SRCS	:= $(wildcard src/*.c src/*/*.c)
OBJS	:= $(SRCS:src/%.c=$(O)/%.o)
LIB	:= $(filter-out $(O)/main.o,$(OBJS))

all: $(O)/eqslint

$(O)/eqslint: $(OBJS)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(O)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

clean:
	rm -rf $(O)

.PHONY: all clean
-include $(OBJS:.o=.d)

# Unit tests: each testsuite/unit/NAME.c is a cmocka program, linked with everything but main.o.
UNITS	:= $(patsubst testsuite/unit/%.c,$(O)/unit/%,$(wildcard testsuite/unit/*.c))
$(O)/unit/%: testsuite/unit/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(ALL_CFLAGS) -o $@ $< $(LIB) $(LDFLAGS) $(LDLIBS) -lcmocka
units: $(UNITS)
	@set -e; for t in $(UNITS); do echo "== $$t"; $$t; done
.PHONY: units
