"""What a delivery costs in six designs, in instructions, may not rise by more than 3 % over tests/bench/budget.txt. Who
raises a number there says why.

usage: budget_test.py CRISPER [--write]
"""

import os
import pathlib
import sys
import tempfile
import unittest

import loads

BUDGET = pathlib.Path(__file__).parent.parent / "bench" / "budget.txt"
MOST = 1.03
DESIGNS = {
    "row_lock": [],
    "optimistic": ["design.ownership.strategy=optimistic", "design.event_store.append=exact"],
    "actor_per_stream": ["design.ownership.strategy=actor_per_stream"],
    "partitioned_queue": ["design.ownership.strategy=partitioned_queue"],
    "consumer_polling": ["design.publication.method=consumer_polling"],
    "without_judges": ["properties=[run_completed]"],
}


def budget():
    """By design: instructions a delivery."""
    lines = [line.split("#")[0].split() for line in BUDGET.read_text().splitlines()]
    return {words[0]: int(words[1]) for words in lines if words}


def counted():
    with tempfile.TemporaryDirectory() as folder:
        start = loads.of_start(CRISPER, folder)
        for name, settings in DESIGNS.items():
            run = loads.Counted(CRISPER, folder, name, settings)
            yield name, round((run.instructions - start) / run.deliveries)


class Budget(unittest.TestCase):
    def test_no_design_costs_more_than_its_budget(self):
        # Wrong: each change would make every hunt a little slower, and nobody would have done it.
        allowed = budget()
        self.assertEqual(sorted(allowed), sorted(DESIGNS))
        for name, instructions in counted():
            with self.subTest(name):
                print(f"{name}: {instructions} instructions a delivery, budget {allowed[name]}")
                self.assertLessEqual(instructions, MOST * allowed[name])
                self.assertGreater(instructions, 0.5 * allowed[name], "then the budget is to be lowered")


def write():
    head = BUDGET.read_text().split("\n\n")[0]
    BUDGET.write_text(head + "\n\n" + "".join(f"{name} {count}\n" for name, count in counted()))


if __name__ == "__main__":
    CRISPER = os.path.abspath(sys.argv.pop(1))
    loads.skip_without_valgrind()
    if "--write" in sys.argv:
        write()
    else:
        unittest.main()
