// SPDX-License-Identifier: GPL-2.0-or-later
/* What is forced is counted, and delayed past a bound. */

static void above(struct vcpu *vcpu, bool force)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	if (force) {
		struct loaded_vmcs *loaded = vmx->loaded_vmcs;

		if (loaded->forced_exit_rip != kvm_rip_read(vcpu)) {
			loaded->forced_exit_rip = kvm_rip_read(vcpu);
			loaded->forced_exits = 0;
		}
		if (loaded->forced_exits > 100) {
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
		} else {
			loaded->forced_exits++;
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
		}
	}
}

static void below(struct vcpu_vmx *vmx)
{
	if (vmx->forced < 100) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
		vmx->forced += 1;
	}
}

static void a_deadline(struct vcpu_vmx *vmx, u32 delta)
{
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, delta);
}
