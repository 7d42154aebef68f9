"""crisper compare as its users meet it: who comes first, what is refused, what is kept, what a report makes of it.

Usage: compare_test.py CRISPER SOURCE_DIR
"""
import json
import shutil
import sys
import unittest
import xml.etree.ElementTree

from cli_test import BAD_INPUT, EXAMPLE, FAIL, PASS, SMALL, UNKNOWN, USAGE, Case
from files_test import PLATFORM

LOCKS = "design.ownership.strategy=[row_lock, optimistic]"
UNSAFE = "design.ownership.strategy=[none, row_lock]"


class Compare(Case):
    def compare(self, *words):
        return self.crisper("compare", *words)

    def example(self, *words):
        return self.compare(EXAMPLE, *SMALL, *words)

    def variant(self, name, old, new, base=None):
        text = (base or EXAMPLE).read_text()
        self.assertIn(old, text)
        return self.scenario(text.replace(old, new), name)

    def test_safe_designs_are_ranked_and_noise_is_called_so(self):
        # Wrong: an architecture board would read chance as an order.
        done = self.example("--over", "design.command_queue.handlers=[8, 9]", "--seed", "1..6")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        for words in ("PASS  ", "12 runs: 2 designs, 6 seeds", "rank", "latency p99", "messages/command", "busiest",
                      "against 8", "hold together with 95 %", "Seed 1: 8 and 9"):
            self.assertIn(words, done.stdout)
        self.assertIn("noise", done.stdout)

    def test_a_design_that_fails_is_never_called_faster(self):
        # Wrong: what is fast since it is wrong would be chosen.
        done = self.compare(EXAMPLE, "--engine", "fast", "--set", "workload.orders.for=10s", "--over", UNSAFE, "--seed",
                            "1..3", "--json")
        self.assertEqual(done.returncode, FAIL, done.stderr)
        designs = {each["design"]: each for each in json.loads(done.stdout)["comparison"]["designs"]}
        self.assertEqual(designs["row_lock"]["rank"], 1)
        self.assertIsNone(designs["none"]["rank"])
        self.assertNotIn("means", designs["none"])

    def test_scenarios_are_compared_by_their_files(self):
        # Wrong: designs that are files of their own could not be compared, or a failure not be repeated.
        handlers = self.variant("more.yaml", "handlers: 8\n", "handlers: 12\n")
        unsafe = self.variant("unsafe.yaml", "strategy: row_lock ", "strategy: none ")
        done = self.compare(handlers, unsafe, "--engine", "fast", "--seed", "1..2", "--set", "workload.orders.for=10s",
                            "--json", "--out", "kept")
        self.assertEqual(done.returncode, FAIL, done.stderr)
        result = json.loads(done.stdout)
        self.assertEqual(result["axes"], {"scenario": ["more", "unsafe"]})
        self.assertIn("unsafe.yaml --engine fast --seed ", result["groups"][1]["replay"])
        self.assertNotIn("scenario=", result["groups"][1]["replay"])
        files = sorted(path.name for path in (self.folder / "kept").iterdir())
        self.assertEqual(files, ["junit.xml", "runs.jsonl", "scenario-2.yaml", "scenario.yaml", "source.yaml",
                                 "sweep.csv", "sweep.json"])
        self.assertEqual((self.folder / "kept" / "sweep.json").read_text(), done.stdout)
        report = self.crisper("report", "kept", "--format", "markdown", "--out", "-")
        self.assertEqual(report.returncode, PASS, report.stderr)
        for words in ("more and unsafe", "Ranking", "Where they part", "The first of the scenarios"):
            self.assertIn(words, report.stdout)
        again = self.crisper("report", "kept", "--format", "json", "--out", "-")
        self.assertEqual(json.loads(again.stdout), result)

    def test_each_scenario_that_is_kept_needs_nothing_outside_its_folder(self):
        # Wrong: the second of two designs could not be run by a colleague, or would run on the first one's machines.
        here = self.folder / "here"
        here.mkdir()
        (here / "batch.csv").write_text("id,meal,price,from\n1,1,900,0s\n")
        paths = []
        for name, strategy, speed in (("locks", "row_lock", "1Gf"), ("versions", "optimistic", "2Gf")):
            (here / f"{name}.xml").write_text(PLATFORM.replace("1Gf", speed))
            paths.append(here / f"{name}.yaml")
            paths[-1].write_text(
                f"crisper: 1\nname: {name}\n"
                f"design: {{ownership: {{strategy: {strategy}}}, publication: {{method: outbox}}}}\n"
                f"smart_fridge: {{prices: {{promise: 5s}}}}\ndeployment: {{platform: {name}.xml}}\nworkload:\n"
                "  orders: {rate: 10/s, for: 2s, customers: 5, fridges: 2, meals: 1}\n  restock: {initial: 30}\n"
                "  promotions: [{from: batch.csv, at: [0s]}]\n")
        done = self.compare(*paths, "--engine", "fast", "--seed", "1", "--out", "kept")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        shutil.rmtree(here)
        kept = self.folder / "kept"
        self.assertEqual(sorted(path.name for path in kept.iterdir()),
                         ["import-1-batch.csv", "junit.xml", "platform.xml", "runs.jsonl",
                          "scenario-2-import-1-batch.csv", "scenario-2-platform.xml", "scenario-2.yaml",
                          "scenario.yaml", "source.yaml", "sweep.csv",
                          "sweep.json"])
        self.assertIn("2Gf", (kept / "scenario-2-platform.xml").read_text())
        again = self.crisper("run", "kept/scenario-2.yaml", "--engine", "fast", "--no-trace")
        self.assertEqual(again.returncode, PASS, again.stderr)

    def test_runs_are_those_of_run_and_do_not_depend_on_how_many_go_on(self):
        # Wrong: what is compared would be something else than what can be looked at.
        one = self.example("--over", LOCKS, "--seed", "3,4", "--json", "-j", "1")
        two = self.example("--over", LOCKS, "--seed", "3,4", "--json", "-j", "4")
        self.assertEqual(one.stdout, two.stdout)
        result = json.loads(one.stdout)
        run = json.loads(self.crisper("run", EXAMPLE, *SMALL, "--seed", "3", "--no-trace", "--json").stdout)
        self.assertEqual(result["groups"][0]["seeds"][0]["digest"], run["digest"])
        parting, = result["comparison"]["partings"]
        self.assertEqual([parting["reference"], parting["other"], parting["seed"]], ["row_lock", "optimistic", 3])
        self.assertNotEqual(parting["reference_says"], parting["other_says"])

    def test_shards_and_what_was_stopped_come_to_what_one_comparison_is(self):
        # Wrong: the ranking would depend on how many machines made it.
        words = ("--over", LOCKS, "--seed", "1..4", "--json")
        whole = self.example(*words, "--out", "whole")
        for i in (1, 2):
            part = self.example(*words, "--shard", f"{i}/2", "--out", f"part{i}")
            self.assertEqual(json.loads(part.stdout)["seeds"], [i, i + 2], part.stderr)
        merged = self.example(*words, "--merge", "part1", "part2", "--out", "merged")
        self.assertEqual([merged.stdout, merged.returncode], [whole.stdout, whole.returncode], merged.stderr)
        lacks = self.example(*words, "--merge", "part2")
        self.assertEqual(lacks.returncode, UNKNOWN, lacks.stdout + lacks.stderr)
        self.assertIn("missing: shard 1/2", lacks.stderr)
        self.assertEqual([each["rank"] for each in json.loads(lacks.stdout)["comparison"]["designs"]], [None, None])
        lines = (self.folder / "whole" / "runs.jsonl").read_text().splitlines(keepends=True)
        (self.folder / "half").mkdir()
        (self.folder / "half" / "runs.jsonl").write_text("".join(lines[:6]))
        rest = self.example(*words, "--out", "half", "--continue")
        self.assertEqual(rest.stdout, whole.stdout, rest.stderr)
        self.assertEqual((self.folder / "half" / "runs.jsonl").read_text().splitlines(keepends=True)[:6], lines[:6])
        self.assert_refused(self.example(*words, "--out", "half", "--continue"), BAD_INPUT, "done")
        self.assert_refused(self.example("--over", UNSAFE, "--set", "design.command_queue.handlers=9", "--out", "half",
                                         "--continue"), BAD_INPUT, "another comparison")

    def test_what_the_sweep_of_a_scenario_varies_is_compared_without_a_word(self):
        done = self.example("--seed", "1..2", "--junit")
        self.assertIn(done.returncode, (PASS, FAIL), done.stderr)
        cases = xml.etree.ElementTree.fromstring(done.stdout.encode()).findall(".//testcase")
        self.assertEqual([each.get("name") for each in cases],
                         [f"design[design.ownership.strategy={each}]" for each in ("row_lock", "none")])

    def test_what_cannot_be_compared_is_refused_in_one_line(self):
        # Wrong: a design would look faster since it had less to do, or was asked for less.
        busy = self.variant("busy.yaml", "rate: 50/s", "rate: 40/s")
        calm = self.variant("calm.yaml", "{loss: 1%}", "{loss: 2%}")
        lax = self.variant("lax.yaml", "order_latency: p99 < 5s", "order_latency: count > 5")
        quick = self.variant("quick.yaml", "seed: 1  ", "engine: fast\nseed: 1  ")
        for other, words in ((busy, "workloads differ"), (calm, "faults differ"), (lax, "different units"),
                             (quick, "different engines")):
            self.assert_refused(self.compare(EXAMPLE, other), BAD_INPUT, "can't be compared", words)
        self.assert_refused(self.compare(EXAMPLE, EXAMPLE), BAD_INPUT, "named twice")
        self.assert_refused(self.example("--set", "design.ownership.strategy=row_lock"), BAD_INPUT, "only one design")
        self.assert_refused(self.example("--over", "workload.orders.rate=[1/s, 2/s]"), BAD_INPUT, "workloads differ")
        self.assert_refused(self.example("--over", "smart_fridge.payment.latency=[10ms, 300ms]"), BAD_INPUT,
                            "settings of the business")
        self.assert_refused(self.compare(EXAMPLE, "--over", "engine=[fast, simgrid]"), BAD_INPUT, "different engines")
        self.assert_refused(self.example("--over", "design.command_queue.handlers=2..66"), BAD_INPUT, "65 designs",
                            "at most 64")

    def test_a_command_line_that_is_wrong(self):
        self.assert_refused(self.example("--over", "design.ownership.strategy"), USAGE, "--over", "path=[a, b]")
        self.assert_refused(self.example("--over", "a=[1], b: [2]"), USAGE, "--over")
        self.assert_refused(self.example("--over", LOCKS, "--over", LOCKS), USAGE, "--over")
        self.assert_refused(self.example("--over", "seed=[1, 2]"), USAGE, "--seed")
        self.assert_refused(self.example("--margin", "lots"), USAGE, "--margin")
        self.assert_refused(self.example("--margin", "100%"), USAGE, "--margin")
        self.assert_refused(self.example("--json", "--junit"), USAGE, "not both")
        self.assert_refused(self.example("--over", "design.ownership.strategy=[row_lock, rowlock]"), BAD_INPUT,
                            "row_lock")
        self.assert_refused(self.compare("nowhere.yaml", EXAMPLE), BAD_INPUT, "nowhere.yaml")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Compare")
