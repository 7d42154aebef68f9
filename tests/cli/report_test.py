"""crisper report as its users meet it: where it goes, what is in it, what it never replaces.

Usage: report_test.py CRISPER SOURCE_DIR
"""
import base64
import hashlib
import html.parser
import json
import os
import re
import sqlite3
import unittest

from cli_test import BAD_INPUT, EXAMPLE, FAIL, PASS, SMALL, SOURCE, USAGE, Case

SMALL_LUNCH = ["--engine", "fast", "--set", "workload.orders.for=1s", "--set", "workload.queries=null", "--set",
               "workload.orders.fridges=2", "--set", "faults=[{duplicate: 5%, on: {to: catalog}}, {loss: 1%}]"]
NO_INBOX = ["--set", "design.consumers.catalog.inbox=off"]


class Outline(html.parser.HTMLParser):
    """Which elements a page has, how often, and its text."""

    def __init__(self, text):
        super().__init__()
        self.count, self.open, self.text, self.problems = {}, [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.count[tag] = self.count.get(tag, 0) + 1
        self.problems += [name for name, _ in attributes if name.startswith("on")]
        if tag not in ("meta", "link", "br", "hr", "img"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.count[tag] = self.count.get(tag, 0) + 1

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.problems.append(f"</{tag}>")

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.text += data


class Report(Case):
    def page(self, path):
        outline = Outline((self.folder / path).read_text())
        self.assertEqual(outline.problems + outline.open, [])
        return outline

    def test_a_run_becomes_one_page(self):
        # Wrong: what somebody takes away from a run lacks what the run has.
        self.crisper("run", EXAMPLE, *SMALL, "--out", "run")
        done = self.crisper("report", "run")
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertEqual(done.stdout, "written: run/report.html\n")
        page = self.page("run/report.html")
        result = json.loads((self.folder / "run" / "result.json").read_text())
        for each in result["properties"]:
            self.assertIn(each["name"], page.text)
        for each in ("pass", result["digest"], "The design", "Queue depth", "Staleness", "Mailboxes", "Waits for locks",
                     "Throughput", "p99", "crisper: 1"):
            self.assertIn(each, page.text)
        self.assertNotIn("What failed", page.text)
        with sqlite3.connect(self.folder / "run" / "trace.sqlite") as trace:
            answered, = trace.execute("SELECT COUNT(*) FROM said WHERE what = 'command.answered'").fetchone()
        self.assertIn(str(answered), page.text)
        self.assertGreaterEqual(page.count["svg"], 7)  # visible without any script

    def test_a_failure_is_told_and_drawn_and_the_smallest_that_there_is(self):
        self.assertEqual(self.crisper("run", EXAMPLE, *SMALL_LUNCH, *NO_INBOX, "--out", "run").returncode, FAIL)
        self.assertEqual(self.crisper("report", "run", "--out", "before.html").returncode, PASS)
        self.assertIn("crisper shrink run", self.page("before.html").text)
        self.crisper("shrink", "run", "-j", 2)
        self.assertEqual(self.crisper("report", "run").returncode, PASS)
        text = self.page("run/report.html").text
        for each in ("What failed", "catalog has no inbox", "crisper replay run/shrunk.yaml",
                     "What could be otherwise"):
            self.assertIn(each, text)
        done = self.crisper("report", "run", "--format", "markdown", "--out", "/dev/stdout")
        self.assertIn("```mermaid\nsequenceDiagram\n", done.stdout)
        self.assertIn("catalog has no inbox", done.stdout)
        self.assertNotIn("written:", done.stdout)

    def test_a_hunt_becomes_one_page_with_its_causes(self):
        rush = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
        self.crisper("explore", rush, "--runs", 40, *NO_INBOX, "--set",
                     "faults.1={duplicate: 30%, on: {to: catalog}}", "--out", "hunt")
        self.assertEqual(self.crisper("report", "hunt").returncode, PASS)
        text = self.page("hunt/report.html").text
        for each in ("of 40 runs failed", "projection_matches_log", "catalog has no inbox", "portfolio",
                     "keeps no traces",
                     "crisper replay hunt/failures/1-projection-matches-log/shrunk.yaml"):
            self.assertIn(each, text)
        self.crisper("explore", rush, "--runs", 5, "--out", "good")
        self.crisper("report", "good")
        self.assertNotIn("What failed", self.page("good/report.html").text)

    def test_a_sweep_becomes_one_page(self):
        # Wrong: a board compares designs by a table that shows who is fast and not who is wrong.
        self.crisper("sweep", EXAMPLE, "--engine", "fast", "--seed", "1..2", "--set", "workload.orders.for=2s", "--set",
                     "workload.queries=null", "--out", "sweep")
        self.assertEqual(self.crisper("report", "sweep").returncode, PASS)
        text = self.page("sweep/report.html").text
        for each in ("Designs side by side", "row_lock", "none", "commands/s", "What was run",
                     "The design that all begin with", "crisper: 1"):
            self.assertIn(each, text)
        done = self.crisper("report", "sweep", "--format", "csv", "--out", "/dev/stdout")
        self.assertEqual(done.stdout, (self.folder / "sweep" / "sweep.csv").read_text())
        done = self.crisper("report", "sweep", "--format", "json", "--out", "/dev/stdout")
        self.assertEqual(json.loads(done.stdout), json.loads((self.folder / "sweep" / "sweep.json").read_text()))
        self.assertEqual(self.crisper("report", "sweep", "--format", "junit").returncode, PASS)
        for name, words in (("dot", "many designs"), ("perfetto", "a sweep keeps none")):
            self.assert_refused(self.crisper("report", "sweep", "--format", name), BAD_INPUT, words)

    def test_a_check_becomes_one_page(self):
        two = SOURCE / "scenarios" / "examples" / "two_writers.yaml"
        done = self.crisper("check", two, "--json", "--max-executions", 50)
        (self.folder / "check.json").write_text(done.stdout)
        self.assertEqual(self.crisper("report", "check.json").stdout, "written: report.html\n")
        text = self.page("report.html").text
        for each in ("The bound", "What was searched", "What it means", json.loads(done.stdout)["scenario"]):
            self.assertIn(each, text)
        for name in ("json", "csv", "junit", "markdown"):
            done_so = self.crisper("report", "check.json", "--format", name, "--out", f"c.{name}")
            self.assertEqual(done_so.returncode, PASS, done_so.stderr)
        self.assertEqual(json.loads((self.folder / "c.json").read_text()), json.loads(done.stdout))
        self.assert_refused(self.crisper("report", "check.json", "--format", "dot"), BAD_INPUT, "has no scenario")

    def test_what_a_run_lacks_is_said(self):
        # Wrong: an empty chart is taken for a run in which nothing happened.
        self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--set", "faults=[]", "--out", "run")
        self.crisper("report", "run")
        text = self.page("run/report.html").text
        self.assertIn("saved without a trace", text)
        self.assertIn("None was planned", text)
        (self.folder / "run" / "trace.sqlite").write_text("no database")
        (self.folder / "run" / "scenario.yaml").unlink()
        self.assertEqual(self.crisper("report", "run").returncode, PASS)
        text = self.page("run/report.html").text
        self.assertIn("There is nothing to draw: ", text)
        self.assertIn("It is not known", text)

    def test_nothing_of_a_users_is_replaced(self):
        self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--out", "run")
        mine = self.folder / "mine.html"
        mine.write_text("<p>mine</p>\n")
        self.assert_refused(self.crisper("report", "run", "--out", "mine.html"), BAD_INPUT, "mine.html")
        self.assertEqual(mine.read_text(), "<p>mine</p>\n")
        # A report is written anew; one that somebody has changed is his.
        report = self.folder / "run" / "report.html"
        for _ in range(2):
            self.assertEqual(self.crisper("report", "run").stdout, "written: run/report.html\n")
        report.write_text(report.read_text().replace("<h1>", "<h1>seen by me: "))
        self.assertEqual(self.crisper("report", "run").stdout, "written: run/report-2.html\n")
        self.assertIn("seen by me", report.read_text())
        self.assert_refused(self.crisper("report", "run", "--out", "run/report.html"), BAD_INPUT, "report.html")
        link = self.folder / "link.html"
        link.symlink_to("run/report-2.html")
        self.assert_refused(self.crisper("report", "run", "--out", "link.html"), BAD_INPUT, "link.html")
        self.assertEqual(self.left_behind(), [])

    def test_what_is_wrong_is_told_in_one_line(self):
        (self.folder / "empty").mkdir()
        self.assert_refused(self.crisper("report", "nowhere"), BAD_INPUT, "nowhere")
        self.assert_refused(self.crisper("report", "empty"), BAD_INPUT, "neither a run nor a hunt nor a sweep")
        self.assert_refused(self.crisper("report", "empty", "--format", "htm"), USAGE, "did you mean 'html'?")
        self.assert_refused(self.crisper("report"), USAGE)
        self.assertEqual(self.left_behind(), [])

    def test_names_are_text(self):
        # Wrong: a file that somebody else wrote runs a script in the browser of whoever reads the report.
        name = "</script><script>alert(1)</script>\"'&amp; {{x}} \u202e \U0001f355"
        scenario = self.scenario(f"crisper: 1\nname: {json.dumps(name, ensure_ascii=False)}\n"
                                 "workload: {orders: {rate: 20/s, for: 1s}}\n")
        done = self.crisper("run", scenario, "--engine", "fast", "--out", "run")
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.crisper("report", "run")
        page = self.page("run/report.html")
        self.assertEqual(page.count["script"], 3)
        self.assertIn(name.replace("\u202e", "\\u202e"), page.text)
        self.crisper("report", "run", "--format", "markdown")
        outside_code = (self.folder / "run" / "report.md").read_text().split("```")[::2]
        self.assertNotIn("<script", "".join(outside_code))

    def test_run_writes_it_too(self):
        duplicates = ["--set", "faults=[{duplicate: 5%, on: {to: catalog}}, {loss: 1%}]"]
        for engine in ("fast", "simgrid"):
            for name, words, code in (("good", [], PASS), ("bad", [*NO_INBOX, *duplicates], FAIL)):
                out = f"{name}-{engine}"
                done = self.crisper("run", EXAMPLE, *SMALL[2:], "--engine", engine, *words, "--out", out, "--report")
                self.assertEqual(done.returncode, code, done.stdout + done.stderr)
                self.assertTrue(done.stdout.endswith(f"report: {out}/report.html\n"), done.stdout + done.stderr)
                self.assertEqual("What failed" in self.page(f"{out}/report.html").text, code == FAIL)

    def failed_run(self, *words):
        self.assertEqual(self.crisper("run", EXAMPLE, *SMALL_LUNCH, *NO_INBOX, *words, "--out", "run").returncode, FAIL)
        return self.folder / "run"

    def report_of(self, folder):
        done = self.crisper("report", folder)
        self.assertEqual(done.returncode, PASS, done.stderr)
        return self.page(done.stdout.removeprefix("written: ").strip()).text

    def test_a_replayed_case_that_fails_is_a_failure(self):
        # Wrong: "pass" stands over a run that failed, since it failed as it was to fail.
        self.failed_run()
        self.crisper("shrink", "run", "-j", 2)
        self.assertEqual(self.crisper("replay", "run/shrunk.yaml", "--out", "again").returncode, PASS)
        own = json.loads((self.folder / "again" / "result.json").read_text())["own"]
        self.assertEqual(own["verdict"], "fail")
        text = self.report_of("again")
        self.assertIn("fail", text[:200])
        for each in ("What failed", "catalog has no inbox", "whether the run is as its case expects: pass"):
            self.assertIn(each, text)
        self.assertIn("Told is the run that its case keeps", text)
        self.assertNotIn("It is not shrunk", text)
        # Another run than the one that was saved is told as what it came to, too.
        plan = self.folder / "run" / "plan.yaml"
        plan.write_text(re.sub('digest: "(.)', lambda found: 'digest: "' + ("1" if found[1] == "0" else "0"),
                               plan.read_text(), count=1))
        self.assertEqual(self.crisper("replay", "run", "--out", "other").returncode, 2)
        text = self.report_of("other")
        self.assertIn("What failed", text)
        self.assertIn("whether the run is the one that was saved: unknown", text)

    def test_a_shrunk_case_that_can_not_be_told_is_named(self):
        # Wrong: "it is not shrunk", and the case stands beside it.
        folder = self.failed_run()
        (folder / "shrunk-3.yaml").write_text("crisper_case: 9\n")
        text = self.report_of("run")
        self.assertIn("shrunk-3.yaml is not told: it can't be read: ", text)
        self.assertNotIn("It is not shrunk", text)
        self.crisper("shrink", "run", "-j", 2)  # shrunk.yaml: older by its number, and whole
        self.assertIn("catalog has no inbox", self.report_of("run"))
        (folder / "shrunk-3.yaml").write_bytes((folder / "shrunk.yaml").read_bytes())
        (folder / "shrunk.yaml").unlink()
        self.assertIn("crisper replay run/shrunk-3.yaml", self.report_of("run"))

    def test_what_can_not_be_told_says_why(self):
        self.failed_run("--set", "faults=[{duplicate: 30%, on: {to: catalog}}]")
        text = self.report_of("run")
        self.assertRegex(text, r"The run is not told: \d+ faults met it, and with more than 8 most")

    def test_a_hunt_without_its_json_tells_its_cases(self):
        # Wrong: "its smallest run was not saved", and it stands in its folder.
        rush = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
        self.crisper("explore", rush, "--runs", 40, *NO_INBOX, "--set",
                     "faults.1={duplicate: 30%, on: {to: catalog}}", "--out", "hunt")
        hunt_json = self.folder / "hunt" / "hunt.json"
        whole = json.loads(hunt_json.read_text())
        for text in (None, "{", json.dumps({**whole, "crisper_hunt": 2})):
            hunt_json.unlink(missing_ok=True)
            if text is not None:
                hunt_json.write_text(text)
            page = self.report_of("hunt")
            self.assertIn("hunt.json can't be read", page)
            self.assertIn("crisper replay hunt/failures/1-projection-matches-log/shrunk.yaml", page)
            self.assertNotIn("was not saved", page)

    def test_what_is_not_the_runs_is_not_told_as_its_own(self):
        # Wrong: a reader takes an edited scenario for what ran.
        folder = self.failed_run()
        resolved = "every setting that the run had"
        self.assertIn(resolved, self.report_of("run"))
        scenario, plan, trace = (folder / name for name in ("scenario.yaml", "plan.yaml", "trace.sqlite"))
        kept = [path.read_bytes() for path in (scenario, plan, trace)]
        scenario.write_text(scenario.read_text() + "# more\n")
        text = self.report_of("run")
        self.assertIn("scenario.yaml was changed since the run", text)
        self.assertNotIn(resolved, text)
        scenario.write_text("name: [\n")
        text = self.report_of("run")
        self.assertIn("scenario.yaml:", text)
        self.assertNotIn(resolved, text)
        scenario.write_text("#" * (9 << 20))
        self.assertIn("larger than", self.report_of("run"))
        scenario.write_bytes(kept[0])
        plan.write_text("crisper_plan: 7\n")
        text = self.report_of("run")
        self.assertIn("The plan can't be read", text)
        self.assertIn("Faults that last are not drawn", text)
        self.crisper("run", EXAMPLE, *SMALL, "--seed", "99", "--out", "other")
        plan.write_bytes((self.folder / "other" / "plan.yaml").read_bytes())
        trace.write_bytes((self.folder / "other" / "trace.sqlite").read_bytes())
        text = self.report_of("run")
        self.assertIn("plan.yaml is of another run", text)
        self.assertIn("trace.sqlite is of another run", text)
        plan.write_bytes(kept[1])
        trace.write_bytes(kept[2])
        self.assertIn(resolved, self.report_of("run"))

    def test_a_damaged_result_is_refused_in_one_line(self):
        self.crisper("run", EXAMPLE, *SMALL, "--out", "run")
        path = self.folder / "run" / "result.json"
        good = json.loads(path.read_text())
        busy = {**good["metrics"], "rates": {"utilisation.catalog": 5e6}}
        for change in ({"ended_ns": -5}, {"ended_ns": 1e30}, {"verdict": "passed"}, {"ending": "calm"},
                       {"properties": []}, {"metrics": busy}, {"deliveries": -1}):
            path.write_text(json.dumps({**good, **change}))
            self.assert_refused(self.crisper("report", "run"), BAD_INPUT, "run/result.json")
        path.unlink()
        for name in ("result.json", "plan.yaml", "scenario.yaml", "trace.sqlite", "shrunk.yaml", "report.html"):
            kept = self.folder / "run" / name
            text = kept.read_bytes() if kept.exists() else None
            kept.unlink(missing_ok=True)
            os.mkfifo(kept)
            done = self.crisper("report", "run")  # waits for nobody who might write into it
            if name == "result.json":
                self.assert_refused(done, BAD_INPUT, "is no regular file")
                text = json.dumps(good).encode()
            else:
                self.assertEqual(done.returncode, PASS, name + done.stderr)
            kept.unlink()
            if text is not None:
                kept.write_bytes(text)
        self.assertEqual(self.left_behind(), [])

    def test_who_may_read_it_stays_so(self):
        self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--out", "run", "--report")
        report = self.folder / "run" / "report.html"
        for mode in (0o640, 0o600):
            report.chmod(mode)
            self.assertEqual(self.crisper("report", "run").stdout, "written: run/report.html\n")
            self.assertEqual(report.stat().st_mode & 0o777, mode)

    def test_a_dash_is_standard_output(self):
        self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--out", "run")
        done = self.crisper("report", "run", "--format", "markdown", "--out", "-")
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertTrue(done.stdout.startswith("# "))
        self.assertNotIn("written:", done.stdout)
        self.assertFalse((self.folder / "-").exists())

    def test_the_page_runs_the_scripts_that_it_names_and_no_other(self):
        # Wrong: the browser refuses the page's own scripts, or runs one that somebody put in.
        self.crisper("run", EXAMPLE, *SMALL, "--out", "run", "--report")
        page = (self.folder / "run" / "report.html").read_bytes().decode()
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1]
        scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in scripts]
        self.assertEqual(len(scripts), 2)
        self.assertIn("script-src " + " ".join(f"'sha256-{each}'" for each in hashes) + ";", policy)


if __name__ == "__main__":
    unittest.main(argv=["report_test"])
