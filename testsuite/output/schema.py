#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Check JSON against a schema, with the part of JSON Schema that ours uses.

usage: schema.py SCHEMA [FILE...]     (stdin when there is no FILE)
       schema.py --self-test SCHEMA FILE

--self-test also breaks FILE in every place where the schema says something and
fails unless each break is noticed.  A word of the schema language that this
checker does not know is an error: nothing is passed over in silence.
"""
import copy
import json
import re
import sys

TYPES = {
    'object': dict, 'array': list, 'string': str, 'null': type(None), 'boolean': bool, 'integer': int,
}
SILENT = {'$schema', '$defs', 'title', 'description'}


def is_type(value, name):
    return isinstance(value, TYPES[name]) and (name == 'boolean' or not isinstance(value, bool))


class Checker:
    def __init__(self, schema):
        self.root = schema

    def check(self, value, schema, at):
        """Yields one sentence for each thing that is wrong."""
        for word, arg in schema.items():
            if word in SILENT:
                continue
            method = getattr(self, 'check_' + word.lstrip('$'), None)
            if method is None:
                sys.exit(f'schema.py: {at}: unknown word {word}')
            yield from method(value, arg, schema, at)

    def check_ref(self, value, arg, _, at):
        schema = self.root
        for part in arg.removeprefix('#/').split('/'):
            schema = schema[part]
        yield from self.check(value, schema, at)

    def check_type(self, value, arg, _, at):
        names = arg if isinstance(arg, list) else [arg]
        if not any(is_type(value, name) for name in names):
            yield f'{at}: not {" or ".join(names)}: {value!r}'

    def check_const(self, value, arg, _, at):
        if value != arg or isinstance(value, bool) != isinstance(arg, bool):
            yield f'{at}: not {arg!r}: {value!r}'

    def check_enum(self, value, arg, _, at):
        if isinstance(value, bool) or value not in arg:
            yield f'{at}: not one of {arg}: {value!r}'

    def check_minimum(self, value, arg, _, at):
        if is_type(value, 'integer') and value < arg:
            yield f'{at}: less than {arg}: {value}'

    def check_minLength(self, value, arg, _, at):
        if isinstance(value, str) and len(value) < arg:
            yield f'{at}: shorter than {arg}'

    def check_pattern(self, value, arg, _, at):
        if isinstance(value, str) and not re.search(arg, value):
            yield f'{at}: does not match {arg}: {value!r}'

    def check_required(self, value, arg, _, at):
        if isinstance(value, dict):
            yield from (f'{at}: no {key}' for key in arg if key not in value)

    def check_properties(self, value, arg, _, at):
        if isinstance(value, dict):
            for key in value.keys() & arg.keys():
                yield from self.check(value[key], arg[key], f'{at}.{key}')

    def check_additionalProperties(self, value, arg, schema, at):
        if isinstance(value, dict):
            for key in sorted(value.keys() - schema.get('properties', {}).keys()):
                if arg is False:
                    yield f'{at}: unknown key {key}'
                else:
                    yield from self.check(value[key], arg, f'{at}.{key}')

    def check_items(self, value, arg, _, at):
        if isinstance(value, list):
            for i, item in enumerate(value):
                yield from self.check(item, arg, f'{at}[{i}]')


def places(value, at=()):
    """Every place in the value, the top first."""
    yield at
    if isinstance(value, (dict, list)):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from places(value[key], at + (key,))


def broken(value):
    """Copies of the value, each with one thing that no schema of ours allows."""
    for at in places(value):
        for what in ('wrong type', 'missing', 'unknown key'):
            new = copy.deepcopy(value)
            parent, here = None, new
            for key in at:
                parent, here = here, here[key]
            if what == 'wrong type' and parent is not None:
                parent[at[-1]] = 0.5
            elif what == 'missing' and isinstance(parent, dict) and 'state' not in at[:-1]:
                del parent[at[-1]]
            elif what == 'unknown key' and isinstance(here, dict):
                here['no such key'] = 0
            else:
                continue
            yield f'{what} at {at}', new


def main():
    args = sys.argv[1:]
    self_test = args[:1] == ['--self-test']
    args = args[self_test:]
    if not args or (self_test and len(args) != 2):
        sys.exit(__doc__)
    with open(args[0], encoding='utf-8') as f:
        schema = json.load(f)
    bad = 0
    for name in args[1:] or ['-']:
        with sys.stdin if name == '-' else open(name, encoding='utf-8') as f:
            value = json.load(f)
        for error in Checker(schema).check(value, schema, '$'):
            print(f'{name}: {error}')
            bad += 1
        if self_test:
            for what, new in broken(value):
                if not any(Checker(schema).check(new, schema, '$')):
                    print(f'{name}: not noticed: {what}')
                    bad += 1
    sys.exit(bad > 0)


if __name__ == '__main__':
    main()
