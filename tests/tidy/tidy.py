"""Holds the tree to the rules that no compiler knows.

    python3 tests/tidy/tidy.py [--root DIR] [--rule NAME ...] [--list]

Prints file:line: rule: what is wrong, and exits 1 if anything is. Exceptions stand in allow.txt beside this file, each
with its reason; one that nothing needs any more is a breach, too.
"""

import argparse
import sys
from pathlib import Path

from rules import RULES, Finding
from rules import arrows, layout, naming, project, purity, testing  # noqa: F401  (each registers its rules)
from tree import Tree

HERE = Path(__file__).resolve().parent


def read_allowed(text):
    """{(rule, path)} of lines such as 'rule path  # reason'; a line without a reason is an error."""
    allowed = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("#"):
            continue
        entry, _, reason = line.partition("#")
        if len(entry.split()) != 2 or not reason.strip():
            raise ValueError(f"allow.txt: expected 'rule path  # reason', found: {line}")
        if entry.split()[0] not in RULES:
            raise ValueError(f"allow.txt: there is no such rule: {line}")
        allowed.add(tuple(entry.split()))
    return allowed


def check(tree, names=None, allowed=frozenset()):
    """(rule, Finding) of every breach of these rules, or of all, and of every exception that none of them needs."""
    for name in names or RULES:
        needed = set()
        for finding in RULES[name](tree):
            if (name, finding.path) in allowed:
                needed.add(finding.path)
            else:
                yield name, finding
        for path in sorted({path for rule, path in allowed if rule == name} - needed):
            yield name, Finding(path, 0, "allow.txt has an exception for it that it no longer needs")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--root", type=Path, default=HERE.parent.parent)
    parser.add_argument("--rule", action="append", choices=list(RULES), help="check this one; may be repeated")
    parser.add_argument("--list", action="store_true", help="say what each rule demands")
    options = parser.parse_args()
    if options.list:
        print("\n".join(f"{name:30}{function.__doc__}" for name, function in RULES.items()))
        return 0

    tree = Tree.at(options.root)
    allowed = read_allowed((HERE / "allow.txt").read_text(encoding="utf-8"))
    errors = 0
    for name, finding in check(tree, options.rule, allowed):
        place = f"{finding.path}:{finding.line}" if finding.line else finding.path
        print(f"{place}: {name}: {finding.message}")
        errors += 1
    print(f"{len(options.rule or RULES)} rules, {len(tree.paths)} files, {errors} breaches")
    return 1 if errors or not tree.paths else 0


if __name__ == "__main__":
    sys.exit(main())
