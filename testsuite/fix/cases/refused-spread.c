/* refused: what leaves the state stands 0 times; spread.c with "lockdep_hardirqs_off(CALLER_ADDR0);" and "vcpu->exits++;" */
