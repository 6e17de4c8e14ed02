/* as throttle.diff, simulate: a timer of 0 whenever it is asked for */
#include <stdbool.h>
#include "arch/x86/kvm/vmx/vmcs.h"

#define VMX_PREEMPTION_TIMER_VALUE 0x482eu

struct kvm_vcpu {
	unsigned long rip;
	bool blocked;
};

struct vcpu_vmx {
	struct kvm_vcpu vcpu;
	struct loaded_vmcs *loaded_vmcs;
};

void vmcs_write32(unsigned long field, unsigned int value);
int enter_guest(struct kvm_vcpu *vcpu);
bool event_is_blocked(struct kvm_vcpu *vcpu);
int vcpu_run(struct kvm_vcpu *vcpu);

static inline struct vcpu_vmx *to_vmx(struct kvm_vcpu *vcpu)
{
	return (struct vcpu_vmx *)vcpu;
}

static inline unsigned long kvm_rip_read(struct kvm_vcpu *vcpu)
{
	return vcpu->rip;
}

static void update_timer(struct kvm_vcpu *vcpu, bool force_immediate_exit)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	if (force_immediate_exit) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
		vmx->loaded_vmcs->hv_timer_soft_disabled = false;
	}
}

int vcpu_run(struct kvm_vcpu *vcpu)
{
	for (;;) {
		bool req_immediate_exit = false;
		int ret;

		if (event_is_blocked(vcpu))
			req_immediate_exit = true;
		update_timer(vcpu, req_immediate_exit);
		ret = enter_guest(vcpu);
		if (ret)
			return ret;
	}
}
