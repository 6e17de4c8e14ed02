// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks of this kind enable interrupts whatever they were before. */
#include "kernel.h"

typedef struct rwlock rwlock_t;
void read_lock_irq(rwlock_t *lock);
void read_unlock_irq(rwlock_t *lock);
void write_lock_irq(rwlock_t *lock);
void write_unlock_irq(rwlock_t *lock);
extern rwlock_t slots;

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	spin_lock_irq(&vcpu->lock);
	vcpu->exits++;
	spin_unlock_irq(&vcpu->lock); /* WARN: spin_unlock_irq() while RCU is not watching in vcpu_ioctl_run: guest_state_enter_irqoff() on line 15 */
	raw_spin_lock_irq(&vcpu->lock.rlock);
	vcpu->exits++;
	raw_spin_unlock_irq(&vcpu->lock.rlock); /* WARN: raw_spin_unlock_irq() while RCU is not watching in vcpu_ioctl_run: guest_state_enter_irqoff() on line 15 */
	read_lock_irq(&slots);
	vcpu->exits++;
	read_unlock_irq(&slots); /* WARN: read_unlock_irq() while RCU is not watching in vcpu_ioctl_run: guest_state_enter_irqoff() on line 15 */
	write_lock_irq(&slots);
	vcpu->exits++;
	write_unlock_irq(&slots); /* WARN: write_unlock_irq() while RCU is not watching in vcpu_ioctl_run: guest_state_enter_irqoff() on line 15 */
	local_irq_disable();
	guest_state_exit_irqoff();
	local_irq_enable();
	return 0;
}
