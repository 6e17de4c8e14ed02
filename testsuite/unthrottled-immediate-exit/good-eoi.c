/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counted and compared at each end of interrupt, and past the bound left for later. */
#include <stdbool.h>

#define NPINS 24
#define MAX_COUNT 10000

struct delayed_work {
	void (*func)(struct delayed_work *work);
};

struct ioapic {
	unsigned int irr, masked;
	unsigned int irq_eoi[NPINS];
	struct delayed_work eoi_inject;
};

void inject(struct ioapic *ioapic, int pin);

static void ioapic_service(struct ioapic *ioapic, int pin)
{
	inject(ioapic, pin);
}

/* What is deferred is not done here, though its body says so. */
static void schedule_delayed_work(struct delayed_work *work, unsigned long delay)
{
	struct ioapic *ioapic = (struct ioapic *)work;

	if (!delay)
		ioapic_service(ioapic, 0);
}

/* One pin. */
static void kvm_ioapic_update_eoi_one(struct ioapic *ioapic, int pin)
{
	if (!(ioapic->masked & (1u << pin)) && (ioapic->irr & (1u << pin))) {
		++ioapic->irq_eoi[pin];
		if (ioapic->irq_eoi[pin] == MAX_COUNT) {
			schedule_delayed_work(&ioapic->eoi_inject, 10);
			ioapic->irq_eoi[pin] = 0;
		} else {
			ioapic_service(ioapic, pin);
		}
	} else {
		ioapic->irq_eoi[pin] = 0;
	}
}

void eoi(struct ioapic *ioapic, int pin);
void eoi(struct ioapic *ioapic, int pin)
{
	kvm_ioapic_update_eoi_one(ioapic, pin);
}

/* Every pin: each has a count of its own, and one past its bound is no matter of the next. */
void ioapic_eoi_broadcast(struct ioapic *ioapic, int vector);
void ioapic_eoi_broadcast(struct ioapic *ioapic, int vector)
{
	for (int n = 0; n < NPINS; n++) {
		if (!(ioapic->irr & (1u << n)))
			continue;
		++ioapic->irq_eoi[n];
		if (ioapic->irq_eoi[n] >= MAX_COUNT) {
			ioapic->irq_eoi[n] = 0;
			schedule_delayed_work(&ioapic->eoi_inject, 10);
		} else {
			ioapic_service(ioapic, n);
		}
	}
}
