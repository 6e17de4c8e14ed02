# SPDX-License-Identifier: GPL-2.0-or-later
"""Kernel builds for the parts of the suite that read real kernels."""
import os
import subprocess

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LACKING = 3  # exit status of scripts/prepare-kernel: no network, or no such compiler


class NotHere(Exception):
    """The build cannot be made on this machine, or not today; nothing is broken."""


class Broken(Exception):
    """The build should be there and is not."""


def prepare(name):
    """The object tree of a build, named as 6.12-s390-plain; prepared if it is not yet."""
    words = name.split('-')
    plain = ['plain'] if words[-1] == 'plain' else []
    build = '-'.join(words[1:len(words) - len(plain)])
    r = subprocess.run([f'{TOP}/scripts/prepare-kernel', words[0], build, *plain],
                       stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if r.returncode:
        why = (r.stderr.strip().splitlines() or ['prepare-kernel says nothing'])[-1]
        raise (NotHere if r.returncode == LACKING else Broken)(why)
    return r.stdout.split()[-1]
