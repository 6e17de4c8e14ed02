# SPDX-License-Identifier: GPL-2.0-or-later
"""Mutation operators: small changes of a good C program of the suite.

An operator is a generator over a File: it yields the whole new text, once for
each place that it changes. A bug operator knows which
rules must speak of what it does, a harmless one that none may. Each says for
itself where its verdict is certain, and keeps away from everything else.
"""
import re

STATE_ENTER = r'(?:guest_state_enter|guest_context_enter|guest_enter)_irqoff'
STATE_EXIT = r'(?:guest_state_exit|guest_context_exit|guest_exit)_irqoff'
IDLE_ENTER, IDLE_EXIT = 'ct_idle_enter', 'ct_idle_exit'
TIME_ENTER, TIME_EXIT = 'guest_timing_enter_irqoff', 'guest_timing_exit_irqoff'
RESTORE = r'(?:raw_)?local_irq_restore|spin_unlock_irqrestore'
SAVE = r'(?:raw_)?local_irq_save|spin_lock_irqsave'
# Runs that models know (rules/models/, tags: run), and those whose ticks wait until
# interrupts are let in; mips has let them in by the time that its run returns.
TICKING_RUN = r'\b(?:__vmx_vcpu_run|kvmppc_p9_enter_guest|kvm_enter_guest)\(|kvm_loongarch_ops->enter_guest\('
MODELLED_RUN = rf'{TICKING_RUN}|\b__kvmppc_vcpu_run\(|\barch\.vcpu_run\('
# Models know it, so its body is not entered (rules/models/locks.yaml)
MODELLED = {'lock_pin_lock'}
# Ways to wait that come back with interrupts on
LETTING_WAIT = r'raw_safe_halt|__sti_mwait|arch_cpu_idle'
NEUTRAL = 'barrier();'

OPERATORS = {}  # name: (function, rules), in order; no rules: harmless


class File:
    """A source: its lines, the functions in which they stand, and whether it is the whole program."""
    def __init__(self, text, alone):
        self.text, self.alone = text, alone
        self.lines = text.split('\n')
        self.function = [None] * len(self.lines)
        self.functions = []
        start = None
        for i, line in enumerate(self.lines):
            if line == '{':
                start = i
            elif line == '}' and start is not None:
                f = Function(self.lines, start, i)
                self.functions.append(f)
                self.function[start:i + 1] = [f] * (i + 1 - start)
                start = None

    def statements(self, names, arguments=r'[^;]*'):
        """Lines that are one call of one of these (a pattern) and nothing else."""
        pattern = re.compile(rf'\t+(?:{names})\({arguments}\);')
        return [i for i, line in enumerate(self.lines) if self.function[i] and pattern.fullmatch(line)]

    def has(self, pattern):
        return re.search(pattern, self.text) is not None

    def replaced(self, *changes):
        """The text with lines (numbers from 0) replaced: (line, statements)."""
        lines = list(self.lines)
        for i, statements in changes:
            tabs = indent(lines[i])
            # braces: the line may be all that an if governs
            if len(statements) > 1:
                lines[i] = f'{tabs}{{ {" ".join(statements)} }}'
            else:
                lines[i] = tabs + statements[0]
        return '\n'.join(lines)

    def same_run(self, first, last):
        """No branch, label or end of a block between two lines of one block."""
        part = self.lines[first:last + 1]
        return all(indent(line) == indent(part[0]) and re.search(r';$', line)
                   and not re.match(r'\t*(goto|return|break|continue)\b', line)
                   for line in part if line.strip())

    def governed(self, i):
        """An if or a switch stands around the line."""
        outer = indent(self.lines[i])
        for line in reversed(self.lines[self.function[i].start:i]):
            if line.strip() and len(indent(line)) < len(outer):
                outer = indent(line)
                if re.match(r'\t*(\}? ?else|if|switch|case|default)\b', line):
                    return True
        return False

    def by_hardware(self, i):
        """The function is text that exceptions enter: what they interrupted, and how it returns, is not judged."""
        f = self.function[i]
        calls = re.findall(rf'(?m)^\t.*\b{f.name}\b', self.text)
        return 'noinstr' in f.signature and not calls

    def in_eqs(self, i):
        """The line comes after an enter of the EQS and before an exit of its own function."""
        f = self.function[i]
        around = [j for j in self.statements(f'{STATE_ENTER}|{STATE_EXIT}') if self.function[j] is f]
        return any(j < i and re.search(STATE_ENTER, self.lines[j]) for j in around) and \
            any(j > i and re.search(STATE_EXIT, self.lines[j]) for j in around)


class Function:
    def __init__(self, lines, start, end):
        self.start, self.end = start, end
        self.head = start
        while self.head > 0 and re.match(r'[a-z]', lines[self.head - 1]):
            self.head -= 1
        self.signature = ' '.join(lines[self.head:start])
        name = re.search(r'(\w+)\(', self.signature)
        self.name = name.group(1) if name else ''
        self.has_vcpu = 'struct vcpu *vcpu' in self.signature
        self.is_void = re.search(r'\bvoid \w+\(', self.signature) is not None


def indent(line):
    return re.match(r'\t*', line).group()


def bug(*rules):
    def register(function):
        def certain(f):
            # nothing is judged behind a WARN that fires for sure
            if not f.has(r'WARN_ON\(!rcu_is_watching\(\)\)'):
                yield from function(f)
        OPERATORS[function.__name__.replace('_', '-')] = certain, frozenset(rules)
        return function
    return register


def harmless(function):
    OPERATORS[function.__name__.replace('_', '-')] = function, frozenset()
    return function


def dropped(f, names):
    for i in f.statements(names):
        if not f.by_hardware(i):
            yield f.replaced((i, [NEUTRAL]))


def doubled(f, names):
    for i in f.statements(names):
        statement = f.lines[i].strip()
        yield f.replaced((i, [statement, statement]))


def swapped(f, first, second, where=lambda i: True):
    """The second call, wherever it follows in a straight line, comes before the first."""
    later = f.statements(second)
    for i in filter(where, f.statements(first)):
        for j in later:
            if j > i and f.function[i] is f.function[j] and f.same_run(i, j):
                yield f.replaced((i, [f.lines[j].strip(), f.lines[i].strip()]), (j, [NEUTRAL]))
                break


# ---- bugs: the EQS and guest time ----

@bug('unbalanced-eqs', 'irq-window-in-eqs')
def drop_state_exit(f):
    yield from dropped(f, f'{STATE_EXIT}|{IDLE_EXIT}')


@bug('unbalanced-eqs')
def drop_state_enter(f):
    yield from dropped(f, f'{STATE_ENTER}|{IDLE_ENTER}')


@bug('unbalanced-eqs')
def drop_time_exit(f):
    yield from dropped(f, TIME_EXIT)


@bug('unbalanced-eqs')
def drop_time_enter(f):
    yield from dropped(f, TIME_ENTER)


@bug('unbalanced-eqs')
def double_enter(f):
    yield from doubled(f, f'{STATE_ENTER}|{IDLE_ENTER}|{TIME_ENTER}')


@bug('unbalanced-eqs')
def double_exit(f):
    yield from doubled(f, f'{STATE_EXIT}|{IDLE_EXIT}|{TIME_EXIT}')


@bug('unbalanced-eqs', 'irq-window-in-eqs')
def return_inside(f):
    """A way out between enter and exit, for a reason that nobody else knows."""
    for i in f.statements('run_guest', 'vcpu'):
        if f.in_eqs(i) and not f.by_hardware(i):
            value = '' if f.function[i].is_void else ' -1'
            yield f.replaced((i, [f.lines[i].strip(), f'if (vcpu->exits == 77) return{value};']))


@bug('phase-order')
def state_before_time(f):
    yield from swapped(f, TIME_ENTER, 'guest_(?:state|context)_enter_irqoff')


@bug('phase-order')
def time_out_before_state(f):
    yield from swapped(f, 'guest_(?:state|context)_exit_irqoff', TIME_EXIT)


@bug('phase-order')
def drop_window(f):
    """No tick can be taken before guest time ends; known only where models know the run."""
    enables = f.statements('local_irq_enable')
    for i in f.statements('local_irq_disable'):
        before = [j for j in enables if j < i and f.same_run(j, i)]
        if before and f.has(TICKING_RUN):
            yield f.replaced((before[-1], [NEUTRAL]), (i, [NEUTRAL]))


# ---- bugs: interrupts ----

def let_in_before(f, i):
    """A wait before the line, in its straight line, has let interrupts in."""
    return any(j < i and f.same_run(j, i) for j in f.statements(LETTING_WAIT))


@bug('irq-window-in-eqs')
def enable_before_exit(f):
    yield from swapped(f, f'{STATE_EXIT}|{IDLE_EXIT}', 'local_irq_enable', lambda i: not let_in_before(f, i))


@bug('instrumentation-in-eqs')
def enable_after_wait(f):
    """Interrupts are on already: what is wrong is the tracing."""
    yield from swapped(f, IDLE_EXIT, 'local_irq_enable', lambda i: let_in_before(f, i))


@bug('irqs-on-at-irqoff')
def enable_before_time_exit(f):
    yield from swapped(f, TIME_EXIT, 'local_irq_enable')


def windows(f, *statements):
    """In front of each run, where interrupts that are let in are taken."""
    if not f.has(r'\bclgi\('):
        for i in f.statements('run_guest', 'vcpu'):
            if f.in_eqs(i):
                yield f.replaced((i, [*statements, f.lines[i].strip()]))


@bug('irq-window-in-eqs')
def window(f):
    yield from windows(f, 'local_irq_enable();', 'local_irq_disable();')


@bug('irq-window-in-eqs')
def raw_window(f):
    yield from windows(f, 'raw_local_irq_enable();', 'raw_local_irq_disable();')


@bug('irq-window-in-eqs')
def lock_window(f):
    yield from windows(f, 'spin_lock_irq(&vcpu->lock);', 'spin_unlock_irq(&vcpu->lock);')


@bug('irq-window-in-eqs')
def traced_for_raw(f):
    """In an idle EQS: the handler wakes RCU, the tracing of the enable does not."""
    if f.has(rf'\b{IDLE_ENTER}\('):
        for i in f.statements('raw_local_irq_enable'):
            yield f.replaced((i, ['local_irq_enable();']))


@bug('irqs-on-at-irqoff', 'irq-window-in-eqs')
def sleep_for_disable(f):
    """Interrupts are on, as the sleep tells, where they were off."""
    irqoff, masked = f.statements(r'\w+_irqoff'), f.statements('hard_irq_disable')
    for i in f.statements('local_irq_disable'):
        first = min((j for j in irqoff if j > i and f.same_run(i, j)), default=None)
        # an exception has interrupts masked when it comes in
        if first and not any(i < j < first for j in masked) and not f.by_hardware(i):
            yield f.replaced((i, ['might_sleep();']))


@bug('irqs-on-at-irqoff')
def drop_disable(f):
    """After an enable in the same straight line."""
    enables, irqoff = f.statements('local_irq_enable'), f.statements(r'\w+_irqoff')
    for i in f.statements('local_irq_disable'):
        if any(j < i and f.same_run(j, i) for j in enables) and any(j > i and f.same_run(i, j) for j in irqoff):
            yield f.replaced((i, [NEUTRAL]))


@bug('irqs-on-at-irqoff')
def false_claim(f):
    for i in f.statements('local_irq_enable'):
        yield f.replaced((i, ['local_irq_enable();', 'lockdep_assert_irqs_disabled();']))


# ---- bugs: saved flags ----

def drop_restores(f, names, where=lambda i: True):
    """Where the flags can say that interrupts were on: they were not disabled before."""
    off, flags = f.statements(r'local_irq_disable|\w*irq_?save'), f.statements(f'{SAVE}|{RESTORE}')
    for i in filter(where, f.statements(names)):
        own = [j for j in flags if f.function[j] is f.function[i]]
        # what was never saved, or is handed back to a caller who restores it, is not lost;
        # and no path goes on from a claim like that of a sleep, with interrupts off
        if sum(j < i and f.function[j] is f.function[i] for j in off) > 1 or \
                not f.has(SAVE) or re.search(SAVE, f.lines[own[-1]]) or \
                f.has(r'\tlockdep_assert_irqs_enabled\(') or f.function[i].name in MODELLED:
            continue
        lock = re.search(r'spin_unlock_irqrestore\((.*), .*\)', f.lines[i])
        yield f.replaced((i, [f'spin_unlock({lock.group(1)});' if lock else NEUTRAL]))


def enabled_later(f, i):
    return any(j > i and f.same_run(i, j) for j in f.statements('local_irq_enable'))


@bug('irq-flags-misuse')
def drop_restore(f):
    yield from drop_restores(f, RESTORE, lambda i: not enabled_later(f, i))


@bug('lockdep-irq-mismatch')
def drop_raw_restore(f):
    """Interrupts are enabled again, and until then lockdep knows of nothing."""
    yield from drop_restores(f, 'raw_local_irq_restore', lambda i: enabled_later(f, i))


@bug('irq-flags-misuse')
def double_restore(f):
    yield from doubled(f, 'local_irq_restore')


@bug('irq-flags-misuse')
def drop_save(f):
    """What is restored is a constant."""
    for i in f.statements('local_irq_save'):
        flags = re.search(r'local_irq_save\((.*)\)', f.lines[i]).group(1)
        if f.has(rf'\blocal_irq_restore\({re.escape(flags)}\)'):
            yield f.replaced((i, [f'{flags} = 0;']))


# ---- harmless ----

SIMPLE = r'(?!return\b|if\b|while\b|switch\b)[a-z_]+(?:\((?:vcpu)?\)|->\w+\+\+);|\+\+vcpu->\w+;'


def simple(f):
    """Lines that are one statement without a value, in functions that know a vcpu."""
    return [i for i, line in enumerate(f.lines)
            if f.function[i] and f.function[i].has_vcpu and re.fullmatch(SIMPLE, line.strip())]


@harmless
def add_statement(f):
    for i in simple(f):
        yield f.replaced((i, [f.lines[i].strip(), 'vcpu->saved[1]++;']))


@harmless
def add_branch(f):
    """One that leads nowhere else, in front."""
    for i in simple(f):
        yield f.replaced((i, ['if (vcpu->exits & 1) vcpu->saved[1] = 0; else barrier();', f.lines[i].strip()]))


@harmless
def jump_to_next(f):
    for i in simple(f):
        yield f.replaced((i, ['goto mutant;', f'mutant: {f.lines[i].strip()}']))


@harmless
def loop_once(f):
    for i in simple(f):
        yield f.replaced((i, [f'do {{ {f.lines[i].strip()} }} while (0);']))


@harmless
def dead_enable(f):
    for i in simple(f):
        yield f.replaced((i, ['if (0) local_irq_enable();', f.lines[i].strip()]))


@harmless
def save_around(f):
    """Nothing is taken between, whatever interrupts were before."""
    for i in simple(f):
        if re.search(r'\+\+|barrier\(\)|run_guest\(', f.lines[i]):
            yield f.replaced((i, ['unsigned long mutant;', 'raw_local_irq_save(mutant);', f.lines[i].strip(),
                                     'raw_local_irq_restore(mutant);']))


@harmless
def drop_claim(f):
    for i in f.statements(r'might_sleep|lockdep_assert_irqs_disabled|WARN_ON'):
        yield f.replaced((i, [NEUTRAL]))


@harmless
def true_claim(f):
    for i in f.statements('local_irq_disable'):
        yield f.replaced((i, [f.lines[i].strip(), 'lockdep_assert_irqs_disabled();']))


@harmless
def window_outside(f):
    """Once more, behind an enable that is right."""
    for i in f.statements('local_irq_enable'):
        yield f.replaced((i, ['local_irq_enable();', 'local_irq_disable();', 'local_irq_enable();']))


def extracted(f, first, last):
    """The lines as an inline function of their own, in front of theirs."""
    head = f.function[first].head
    body = ['\t' + line.strip() for line in f.lines[first:last + 1] if line.strip()]
    helper = ['static __always_inline void mutant(struct vcpu *vcpu)', '{', *body, '}', '']
    lines = f.lines[:head] + helper + f.lines[head:first]
    return '\n'.join(lines + [indent(f.lines[first]) + 'mutant(vcpu);'] + f.lines[last + 1:])


@harmless
def extract(f):
    """Any two and any four neighbours: what enters and what leaves come apart."""
    lines = simple(f)
    for count in (2, 4):
        for k in range(len(lines) - count + 1):
            first, last = lines[k], lines[k + count - 1]
            if last - first == count - 1 and f.same_run(first, last):
                yield extracted(f, first, last)


@harmless
def rename_functions(f):
    """All that only this file knows."""
    names = [g.name for g in f.functions if g.signature.startswith('static')]
    if names:
        pattern = re.compile(rf'(?<![.>\w])({"|".join(map(re.escape, names))})\b')
        yield pattern.sub(r'mutant_\1', f.text)


@harmless
def rename_locals(f):
    names = set()
    for line in f.lines:
        m = re.fullmatch(r'\t(?:unsigned long|int|bool) ([\w ,]+?)(?: = [^,]*)?;', line)
        names |= set(re.split(r',\s*', m.group(1))) if m else set()
    if names and not f.has(r'(?m)^DEFINE_LOCK_GUARD|^struct \w+ \{'):
        pattern = re.compile(rf'(?<![.>\w])({"|".join(sorted(names))})\b')
        yield pattern.sub(r'mutant_\1', f.text)


def under(f, lines, condition):
    return f.replaced(*((i, [f'if ({condition}) {f.lines[i].strip()}', NEUTRAL]) for i in lines))


def books(f):
    """Enters and exits of a program that has as many of the one as of the other.

    Where models know the run, the guest must not run without them. Where an enter
    stands under a condition, or its function gives a result, two of them together decide about the state,
    and property simulation forgets that where it joins."""
    lines = f.statements(f'{STATE_ENTER}|{STATE_EXIT}|{IDLE_ENTER}|{IDLE_EXIT}|{TIME_ENTER}|{TIME_EXIT}')
    enters = [i for i in lines if '_enter' in f.lines[i]]
    if not f.alone or f.has(MODELLED_RUN) or 2 * len(enters) != len(lines):
        return []
    # a result that says whether it entered is a condition too
    results = [g for g in f.functions if not g.is_void and {f.function[i] for i in lines} - {g}]
    return [] if any(f.governed(i) or f.function[i] in results for i in enters) else lines


@harmless
def under_global(f):
    """Everything that enters or leaves, under one condition that nothing stores to."""
    lines = books(f)
    if lines:
        yield 'extern _Bool mutant;\n' + under(f, lines, 'mutant')


@harmless
def under_local(f):
    """The same within one function, under a local."""
    lines = books(f)
    functions = {f.function[i] for i in lines}
    if len(functions) == 1:
        function = functions.pop()
        if function.has_vcpu:
            text = under(f, lines, 'mutant').split('\n')
            text.insert(function.start + 1, '\tconst bool mutant = vcpu->saved[0] != 7;')
            yield '\n'.join(text)


@harmless
def flags_under_local(f):
    """Save and restore under one condition."""
    lines = f.statements(r'(?:raw_)?local_irq_(?:save|restore)|spin_lock_irqsave|spin_unlock_irqrestore')
    saves = [i for i in lines if 'save(' in f.lines[i]]
    functions = {f.function[i] for i in lines}
    if len(functions) == 1 and 2 * len(saves) == len(lines) and not f.has('_irqoff') \
            and not any(map(f.governed, saves)):
        function = functions.pop()
        if function.has_vcpu:
            text = under(f, lines, 'mutant').split('\n')
            text.insert(function.start + 1, '\tconst bool mutant = vcpu->saved[0] != 7;')
            yield '\n'.join(text)
