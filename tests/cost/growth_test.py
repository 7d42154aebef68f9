"""No cost grows: what one observation costs each judge, measure and watcher is the same behind ten times the queue
and after eight times the deliveries.

usage: growth_test.py CRISPER
"""

import os
import sys
import tempfile
import unittest

import callgrind
import loads

MOST = 1.10  # of what it cost in the small run
LOOK_UP = 60  # instructions: a binary search among ten times as many takes some four steps more
WATCHERS = 40  # there are more than this


def is_watcher(function):
    return "crisper::" in function and "::observe(crisper::Observation const&" in function


class Growth(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.small = loads.Counted(CRISPER, cls.folder.name, "small",
                                  ["workload.orders.fridges=60", "workload.orders.for=400ms"])
        cls.large = loads.Counted(CRISPER, cls.folder.name, "large",
                                  ["workload.orders.fridges=600", "workload.orders.for=4s"])
        cls.start = loads.of_start(CRISPER, cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_a_delivery_costs_the_same_behind_a_long_queue(self):
        # Wrong: a design would look slow since the testbed is, and a large run would never end.
        small = (self.small.instructions - self.start) / self.small.deliveries
        large = (self.large.instructions - self.start) / self.large.deliveries
        print(f"instructions a delivery: {small:.0f}, and {large:.0f} with {self.large.deliveries} deliveries")
        self.assertGreater(self.large.deliveries, 7 * self.small.deliveries)
        self.assertLess(large, MOST * small)

    def test_an_observation_costs_every_watcher_the_same(self):
        # Wrong: one judge among fifty would walk through all that is under way, and nobody would see which.
        small, large = callgrind.functions(self.small.out), callgrind.functions(self.large.out)
        watchers = [name for name in large if is_watcher(name) and small[name].calls >= 100]
        self.assertGreater(len(watchers), WATCHERS)
        grown = []
        for name in watchers:
            before, after = small[name].per_call(), large[name].per_call()
            if after > MOST * before and after > before + LOOK_UP:
                grown.append(f"{name}: {before:.0f} instructions an observation, then {after:.0f}")
        self.assertEqual(grown, [])


if __name__ == "__main__":
    CRISPER = os.path.abspath(sys.argv.pop(1))
    loads.skip_without_valgrind()
    unittest.main()
