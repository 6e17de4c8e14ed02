/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of several pins one may begin anew, where it is not armed, and the next is armed. */
#include "guest-exit.h"

struct ioapic {
	unsigned int irr;
	unsigned int eoi[24];
};

void inject(struct ioapic *s, int pin);

static void ioapic_service(struct ioapic *s, int pin)
{
	inject(s, pin);
}

static bool is_due(struct ioapic *s, int pin)
{
	if (!(s->irr & (1u << pin))) {
		s->eoi[pin] = 0;
		return false;
	}
	if (++s->eoi[pin] == 1000) {
		s->eoi[pin] = 0;
		return false;
	}
	return true;
}

void ioapic_eoi_broadcast(struct ioapic *s);
void ioapic_eoi_broadcast(struct ioapic *s)
{
	for (int pin = 0; pin < 24; pin++)
		if (is_due(s, pin))
			ioapic_service(s, pin);
}
