/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One element is counted, and another one compared or kept. */
#include "guest-exit.h"

static void compared(struct vcpu_vmx *vmx, bool force)
{
	int a = vmx->vcpu.place, b = vmx->vcpu.cpu;

	if (!force)
		return;
	vmx->counts[a]++;
	if (vmx->counts[b] < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_compared, compared)

struct ioapic {
	unsigned int eoi[24];
};

void inject(struct ioapic *s, int pin);

static void ioapic_service(struct ioapic *s, int pin)
{
	inject(s, pin);
}

void ioapic_eoi_broadcast(struct ioapic *s, int vector);
void ioapic_eoi_broadcast(struct ioapic *s, int vector)
{
	for (int pin = 0; pin < 24; pin++) {
		++s->eoi[pin];
		if (s->eoi[vector] < 1000)
			ioapic_service(s, pin); /* WARN: unthrottled-immediate-exit */
	}
}
