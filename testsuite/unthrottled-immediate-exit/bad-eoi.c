/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An interrupt that is injected again at each end of interrupt. */
#include <stdbool.h>

#define NPINS 24

struct ioapic {
	unsigned int irr, masked;
	unsigned int irq_eoi[NPINS];
};

void inject(struct ioapic *ioapic, int pin);

static void ioapic_service(struct ioapic *ioapic, int pin)
{
	inject(ioapic, pin);
}

/* Counted, but never compared. */
static void update_one(struct ioapic *ioapic, int pin)
{
	if (ioapic->irr & (1u << pin)) {
		++ioapic->irq_eoi[pin];
		ioapic_service(ioapic, pin); /* WARN: unthrottled-immediate-exit */
	} else {
		ioapic->irq_eoi[pin] = 0;
	}
}

void ioapic_eoi_broadcast(struct ioapic *ioapic);
void ioapic_eoi_broadcast(struct ioapic *ioapic)
{
	for (int pin = 0; pin < NPINS; pin++)
		update_one(ioapic, pin);
}

/* No end of interrupt comes here. */
void ioapic_set_irq(struct ioapic *ioapic, int pin);
void ioapic_set_irq(struct ioapic *ioapic, int pin)
{
	ioapic->irr |= 1u << pin;
	ioapic_service(ioapic, pin);
}
