"""What a command costs, in instructions: run under callgrind, and its file read."""

import collections
import dataclasses
import os
import re
import subprocess


@dataclasses.dataclass
class Cost:
    """Of one function, with all that it calls."""

    calls: int = 0
    instructions: int = 0

    def per_call(self):
        return self.instructions / self.calls


def run(command, out, cwd):
    """Runs it under callgrind, which writes to `out`; what it printed."""
    # A `rep movsb` counts once per byte: large copies take the way whose instructions are counted as they are.
    settings = dict(os.environ, GLIBC_TUNABLES="glibc.cpu.x86_rep_movsb_threshold=0x7fffffff")
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *command],
        cwd=cwd, env=settings, capture_output=True, text=True,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def total(out):
    """All instructions of a run."""
    with open(out) as file:
        for line in file:
            if line.startswith(("totals:", "summary:")):
                return int(line.split()[1])
    raise RuntimeError(f"{out} has no totals")


def functions(out):
    """By name: what each function cost those who called it. (valgrind's manual: "Callgrind Format Specification".)"""
    names, costs, callee = {}, collections.defaultdict(Cost), None

    def name_of(text):
        number, _, name = text.partition(" ")
        if name:
            names[number] = name
        return names.get(number, text)

    with open(out) as file:
        for line in file:
            if line.startswith("cfn="):
                callee = costs[name_of(line[4:].strip())]
            elif line.startswith("fn="):
                name_of(line[3:].strip())
            elif line.startswith("calls=") and callee:
                callee.calls += int(line[6:].split()[0])
            elif callee and re.match(r"[+\-*\d]", line):
                callee.instructions += int(line.split()[1])  # the line after calls=: with all that it called
                callee = None
    return costs
