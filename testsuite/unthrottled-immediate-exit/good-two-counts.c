/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Each way to the arming has a count of its own. */
#include "guest-exit.h"

static unsigned int slow;

static void of_two_objects(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->single_step) {
		if (vmx->count++ >= 100)
			return;
	} else {
		if (slow++ >= 50)
			return;
	}
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_of_two_objects, of_two_objects)

static void of_two_elements(struct vcpu_vmx *vmx, bool force)
{
	if (!force) {
		vmx->counts[0] = 0;
		vmx->counts[1] = 0;
		return;
	}
	if (vmx->single_step) {
		if (++vmx->counts[0] > 100) {
			vmx->counts[0] = 0;
			return;
		}
	} else if (++vmx->counts[1] > 50) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
		return;
	}
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_of_two_elements, of_two_elements)
