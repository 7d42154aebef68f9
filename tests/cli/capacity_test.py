"""crisper sweep --capacity as its users meet it: the rate that holds, what is refused, how it goes on.

Usage: capacity_test.py CRISPER SOURCE_DIR
"""
import json
import sys
import unittest
import xml.etree.ElementTree

from cli_test import BAD_INPUT, FAIL, PASS, SOURCE, UNKNOWN, USAGE, Case

ONE_HANDLER = """crisper: 1
name: one handler
engine: fast
design: {command_queue: {handlers: 1}}
workload: {orders: {rate: 20/s, for: 3s, fridges: 1}}
properties: [all, {command_latency: p99 < 150ms}]
"""
RATE = "workload.orders.rate"


class Capacity(Case):
    def capacity(self, *words, text=ONE_HANDLER, name="one.yaml", rates="rate=20/s..5000/s"):
        return self.crisper("sweep", self.scenario(text, name), "--capacity", rates, "--seed", "1..2", *words)

    def test_the_highest_rate_that_holds_is_found_and_told(self):
        # Wrong: the one number that an architect asks for.
        done = self.capacity("--json", "--tolerance", "20%")
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        result = json.loads(done.stdout)
        capacity = result["capacity"]
        self.assertEqual([capacity["path"], capacity["end"], capacity["verdict"]], [RATE, "found", "pass"])
        held, failed = (float(capacity[key].removesuffix("/s")) for key in ("highest_held", "first_not_held"))
        self.assertLess(held, failed)
        self.assertLessEqual(failed, held * 1.21)
        self.assertEqual(sorted(step["per_second"] for step in capacity["steps"]),
                         [step["per_second"] for step in capacity["steps"]])
        groups = {group["settings"][RATE]: group for group in result["groups"]}
        self.assertEqual([seed["seed"] for seed in groups[capacity["highest_held"]]["seeds"]], [1, 2, 3, 4])
        self.assertEqual(groups[capacity["first_not_held"]]["verdict"], "fail")
        self.assertIn(f"--set {RATE}={capacity['first_not_held']}", groups[capacity["first_not_held"]]["replay"])
        text = self.capacity("--tolerance", "20%").stdout
        self.assertIn(f"It holds up to {capacity['highest_held']}", text)
        self.assertIn("Little's law", text)

    def test_it_ends_as_the_search_did(self):
        # Wrong: a script would take a design that carries nothing for one that carries enough.
        none = self.capacity(text=ONE_HANDLER.replace("150ms", "1us"))
        self.assertEqual(none.returncode, FAIL, none.stdout + none.stderr)
        self.assertIn("The lowest rate, 20/s, fails already", none.stdout)
        enough = self.capacity(rates="rate=5/s..10/s")
        self.assertEqual(enough.returncode, PASS, enough.stdout + enough.stderr)
        self.assertIn("at least 10/s (600 a minute)", enough.stdout)
        junit = self.capacity("--junit", rates="rate=5/s..10/s")
        root = xml.etree.ElementTree.fromstring(junit.stdout.encode())
        self.assertEqual([case.get("name") for case in root.findall(".//testcase")],
                         [f"capacity[{RATE}]", f"holds[{RATE}=5/s,seed=1]", f"holds[{RATE}=5/s,seed=2]"])

    def test_its_junit_names_the_runs_that_are_required(self):
        # Wrong: a server would show seed 0, an engine that there is not, and a digest of zeros.
        junit = self.capacity("--junit", rates="rate=5/s..10/s")
        search, *runs = xml.etree.ElementTree.fromstring(junit.stdout.encode()).findall("testsuite")
        told = [{each.get("name"): each.get("value") for each in suite.findall("properties/property")}
                for suite in (search, *runs)]
        self.assertEqual(told[0]["seeds"], "2 seeds, 1 to 2")
        self.assertNotIn("seed", told[0])
        self.assertEqual({each["engine"] for each in told}, {"fast"})
        self.assertEqual([each["seed"] for each in told[1:]], ["1", "2"])
        run = self.crisper("run", "one.yaml", "--seed", "2", "--set", f"{RATE}=5/s", "--json", "--no-trace")
        self.assertEqual(told[2]["digest"], json.loads(run.stdout)["digest"])
        self.assertEqual(len({each["digest"] for each in told}), 3)

    def test_a_search_that_was_stopped_goes_on_from_what_it_has(self):
        # Wrong: a night of runs would be lost with a machine.
        whole = self.capacity("--json", "--tolerance", "20%", "--out", "whole")
        self.assertEqual(whole.returncode, PASS, whole.stderr)
        files = sorted(path.name for path in (self.folder / "whole").iterdir())
        self.assertEqual(files, ["capacity.jsonl", "junit.xml", "scenario.yaml", "source.yaml", "sweep.csv",
                                 "sweep.json"])
        lines = (self.folder / "whole" / "capacity.jsonl").read_text().splitlines(keepends=True)
        (self.folder / "half").mkdir()
        half = self.folder / "half" / "capacity.jsonl"
        half.write_text("".join(lines[:5]) + lines[5][:20])  # killed while it wrote
        self.assert_refused(self.capacity("--tolerance", "20%", "--out", "half"), BAD_INPUT, "--continue")
        rest = self.capacity("--json", "--tolerance", "20%", "--out", "half", "--continue")
        self.assertEqual(rest.stdout, whole.stdout, rest.stderr)
        self.assertEqual(half.read_text().splitlines(keepends=True)[:5], lines[:5])
        self.assertEqual(len(half.read_text().splitlines()), len(lines))
        self.assert_refused(self.capacity("--tolerance", "20%", "--out", "half", "--continue"), BAD_INPUT, "done")
        for name in files[1:]:
            (self.folder / "half" / name).unlink()
        other = ONE_HANDLER.replace("handlers: 1", "handlers: 2")
        self.assert_refused(self.capacity("--out", "half", "--continue", text=other, name="other.yaml"), BAD_INPUT,
                            "another search")
        for foreign in ("mine\n", "\0" * 40 + "\n", "[1]\n"):  # somebody's file, or what a crash left
            half.write_text(foreign)
            self.assert_refused(self.capacity("--out", "half", "--continue"), BAD_INPUT, "no journal of a search")
            self.assertEqual(half.read_text(), foreign)
        report = self.crisper("report", "whole", "--format", "markdown", "--out", "-")
        self.assertEqual(report.returncode, PASS, report.stderr)
        self.assertIn("Capacity", report.stdout)
        again = self.crisper("report", "whole", "--format", "json", "--out", "-")
        self.assertEqual(json.loads(again.stdout), json.loads(whole.stdout))

    def test_a_search_that_is_done_goes_on_where_more_is_asked_for(self):
        # Wrong: who wants to know it nearer would have all runs made again; or his notes would be written over.
        first = self.capacity("--json", "--tolerance", "30%", "--out", "kept")
        self.assertEqual(first.returncode, PASS, first.stderr)
        journal = (self.folder / "kept" / "capacity.jsonl").read_text()
        finer = self.capacity("--json", "--tolerance", "10%", "--out", "kept", "--continue")
        direct = self.capacity("--json", "--tolerance", "10%")
        self.assertEqual([finer.stdout, finer.returncode], [direct.stdout, direct.returncode], finer.stderr)
        self.assertNotEqual(finer.stdout, first.stdout)
        kept = self.folder / "kept"
        self.assertEqual((kept / "sweep.json").read_text(), finer.stdout)
        self.assertTrue((kept / "capacity.jsonl").read_text().startswith(journal), "no run is made twice")
        self.assert_refused(self.capacity("--tolerance", "10%", "--out", "kept", "--continue"), BAD_INPUT, "done")
        (kept / "sweep.csv").write_text("my notes\n")
        self.assert_refused(self.capacity("--tolerance", "5%", "--out", "kept", "--continue"), BAD_INPUT, "sweep.csv",
                            "move it away")
        self.assertEqual((kept / "sweep.csv").read_text(), "my notes\n")

    def test_shards_are_put_together_to_what_one_search_finds(self):
        # Wrong: two machines would find another capacity than one, or a part would be told as the whole.
        whole = self.capacity("--json", "--tolerance", "20%")
        parts = [self.capacity("--json", "--tolerance", "20%", "--shard", f"{i}/2", "--out", f"part{i}")
                 for i in (1, 2)]
        self.assertEqual([json.loads(part.stdout)["seeds"] for part in parts], [[1], [2]])
        confirmed = {seed["seed"] for part in parts for group in json.loads(part.stdout)["groups"]
                     for seed in group["seeds"]}
        self.assertEqual(confirmed, {1, 2, 3, 4}, "those that confirm are divided, too")
        merged = self.capacity("--json", "--tolerance", "20%", "--merge", "part1", "part2", "--out", "whole")
        self.assertEqual(merged.stdout, whole.stdout, merged.stderr)
        known = {line for part in ("part1", "part2")
                 for line in (self.folder / part / "capacity.jsonl").read_text().splitlines() if '"seed"' in line}
        self.assertTrue(known <= set((self.folder / "whole" / "capacity.jsonl").read_text().splitlines()))
        for words, flaw in ((["part1"], "missing: shard 2/2"), (["part2", "part2"], "more than once: shard 2/2")):
            odd = self.capacity("--json", "--tolerance", "20%", "--merge", *words)
            self.assertEqual(odd.returncode, UNKNOWN, odd.stdout + odd.stderr)
            self.assertIn(flaw, odd.stderr)
            self.assertIn(flaw, json.loads(odd.stdout)["flaw"])
            self.assertEqual(json.loads(odd.stdout)["capacity"]["end"], "unfinished")
        other = ONE_HANDLER.replace("handlers: 1", "handlers: 2")
        self.assert_refused(self.capacity("--merge", "part1", "part2", text=other, name="other.yaml"), BAD_INPUT,
                            "part1", "another search")
        self.assert_refused(self.capacity("--shard", "1/2"), USAGE, "--shard needs --out")
        self.assert_refused(self.capacity("--shard", "3/3", "--out", "none"), USAGE, "only 2")
        self.assert_refused(self.capacity("--shard", "0/2", "--out", "none"), USAGE, "expected i/n")

    def test_a_search_that_was_killed_as_it_began_or_ended_goes_on_too(self):
        # Wrong: hours of runs would be made, and then not be written; or a search of nothing could not go on.
        done = self.capacity("--json", "--out", "done", rates="rate=5/s..10/s")
        self.assertEqual(done.returncode, PASS, done.stderr)
        folder = self.folder / "done"
        (folder / "sweep.json").unlink()  # killed between the files that it moves into the folder
        refused = self.capacity("--out", "done", "--continue", rates="rate=5/s..10/s")
        self.assert_refused(refused, BAD_INPUT, "junit.xml", "scenario.yaml", "remove what is named")
        journal = (folder / "capacity.jsonl").read_text()
        for path in folder.iterdir():
            if path.name != "capacity.jsonl":
                path.unlink()
        for began in (journal, journal[:20], ""):
            (folder / "capacity.jsonl").write_text(began)
            rest = self.capacity("--json", "--out", "done", "--continue", rates="rate=5/s..10/s")
            self.assertEqual(rest.stdout, done.stdout, rest.stderr)
            again = (folder / "capacity.jsonl").read_text()
            self.assertEqual(sorted(again.splitlines()), sorted(journal.splitlines()))
            for path in folder.iterdir():
                if path.name != "capacity.jsonl":
                    path.unlink()
        (folder / "capacity.jsonl").write_text("a line of my own")
        self.assert_refused(self.capacity("--out", "done", "--continue", rates="rate=5/s..10/s"), BAD_INPUT,
                            "no journal")

    def test_seeds_that_are_set_are_its_seeds(self):
        # Wrong: --set seed=7 would be taken, and change nothing.
        done = self.crisper("sweep", self.scenario(ONE_HANDLER, "one.yaml"), "--capacity", "rate=5/s..10/s", "--set",
                            "seed=7", "--json")
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertEqual(json.loads(done.stdout)["seeds"], [7])

    def test_a_load_that_is_too_short_is_no_capacity(self):
        # Wrong: forty orders at once would pass for any rate.
        text = ONE_HANDLER.replace("for: 3s", "count: 40").replace("150ms", "60s")
        done = self.capacity("--json", text=text)
        self.assertEqual(done.returncode, UNKNOWN, done.stdout + done.stderr)
        self.assertIn("let the load last longer", done.stdout)

    def test_what_cannot_be_searched_is_refused_in_one_line(self):
        # Wrong: hours of runs that vary nothing, or in which nothing can fail.
        self.assert_refused(self.capacity(rates="rate=20/s"), USAGE, "--capacity", "rate=10/s..10000/s")
        self.assert_refused(self.capacity(rates="rate=20..50/s"), USAGE, "--capacity", "20")
        self.assert_refused(self.capacity(rates="rate=50/s..20/s"), USAGE, "above the first")
        self.assert_refused(self.capacity("--tolerance", "0.1%"), USAGE, "--tolerance")
        self.assert_refused(self.capacity("--json", "--junit"), USAGE, "not both")
        self.assert_refused(self.capacity("--continue"), USAGE, "--out")
        self.assert_refused(self.capacity(rates="workload.ordres.rate=20/s..50/s"), BAD_INPUT,
                            "did you mean 'workload.orders.rate'")
        self.assert_refused(self.capacity(rates="rate=20/s..100000000/s"), BAD_INPUT, "--capacity", "100000000/s",
                            "at most")
        burst = ONE_HANDLER.replace("rate: 20/s", "arrivals: {burst: {size: 5, every: 1s}}")
        self.assert_refused(self.capacity(text=burst, name="burst.yaml"), BAD_INPUT, "no rate has a say")
        boundless = ONE_HANDLER.replace("properties: [all, {command_latency: p99 < 150ms}]", "properties: [all]")
        self.assert_refused(self.capacity(text=boundless, name="boundless.yaml"), BAD_INPUT, "not_saturated")
        lower = ONE_HANDLER.replace("p99 < 150ms", "p99 > 1us")  # that more load can't break
        self.assert_refused(self.capacity(text=lower, name="lower.yaml"), BAD_INPUT, "not_saturated")
        plain = self.crisper("sweep", self.scenario(ONE_HANDLER, "one.yaml"), "--tolerance", "5%")
        self.assert_refused(plain, USAGE, "--capacity")

    def test_a_load_that_is_short_has_a_rate(self):
        # Wrong: at one and two a second it is the same one order, and the rate would have no say.
        done = self.capacity("--json", text=ONE_HANDLER.replace("3s", "300ms"), rates="rate=20/s..40/s")
        self.assertIn(done.returncode, (PASS, FAIL, UNKNOWN), done.stderr)

    def test_a_law_with_a_deadline_is_a_limit(self):
        # Wrong: a business that says how soon an answer must come would have to say it twice.
        done = self.crisper("sweep", SOURCE / "scenarios" / "examples" / "ticket_shop.yaml", "--engine", "fast",
                            "--seed", "1", "--set", "workload.for=2s", "--capacity", "lookers=1/s..2/s", "--json")
        self.assertIn(done.returncode, (PASS, FAIL, UNKNOWN), done.stderr)
        self.assertEqual(json.loads(done.stdout)["capacity"]["path"], "workload.actors.lookers.rate")

    def test_an_actor_of_a_written_business_has_a_rate(self):
        # Wrong: only the built-in business could be asked.
        self.assertEqual(self.crisper("init", "--domain", "shows.yaml").returncode, PASS)
        done = self.crisper("sweep", "shows.yaml", "--engine", "fast", "--seed", "1", "--set", "workload.for=2s",
                            "--set", "properties=[all, not_saturated]", "--capacity", "lookers=1/s..4/s", "--json")
        self.assertIn(done.returncode, (PASS, FAIL, UNKNOWN), done.stderr)
        self.assertEqual(json.loads(done.stdout)["capacity"]["path"], "workload.actors.lookers.rate")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Capacity")
