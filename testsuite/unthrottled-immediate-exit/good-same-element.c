/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The element that is counted is the one that is compared, by whatever it is named. */
#include "guest-exit.h"

static void read_again(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	vmx->counts[vmx->vcpu.place]++;
	if (vmx->counts[vmx->vcpu.place] < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_read_again, read_again)

static void computed_again(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	vmx->counts[vmx->vcpu.place & 1]++;
	if (vmx->counts[vmx->vcpu.place & 1] < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_computed_again, computed_again)

static bool few(struct vcpu_vmx *vmx, int which)
{
	return vmx->counts[which] < 100;
}

static void passed_on(struct vcpu_vmx *vmx, bool force)
{
	int place = vmx->vcpu.place;

	if (!force)
		return;
	if (few(vmx, place)) {
		vmx->counts[place]++;
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	}
}
RUN_LOOP(run_passed_on, passed_on)

static void copied(struct vcpu_vmx *vmx, bool force)
{
	int place = vmx->vcpu.place, same = place;

	if (!force)
		return;
	if (++vmx->counts[same] < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	else
		vmx->counts[place] = 0;
}
RUN_LOOP(run_copied, copied)

/* The same on every way, though a choice stands between. */
static void chosen(struct vcpu_vmx *vmx, bool force)
{
	int place = vmx->single_step ? 1 : vmx->vcpu.place;

	if (!force)
		return;
	if (vmx->counts[place] >= 100)
		return;
	vmx->counts[place]++;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_chosen, chosen)
