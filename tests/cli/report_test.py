"""crisper report as its users meet it: where it goes, what is in it, what it never replaces.

Usage: report_test.py CRISPER SOURCE_DIR
"""
import html.parser
import json
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
        self.assertIn(done.returncode, (0, 1, 2), done.stderr)
        self.crisper("report", "run")
        page = self.page("run/report.html")
        self.assertEqual(page.count["script"], 3)
        self.assertIn(name.replace("\u202e", "\\u202e"), page.text)
        self.crisper("report", "run", "--format", "markdown")
        outside_code = (self.folder / "run" / "report.md").read_text().split("```")[::2]
        self.assertNotIn("<script", "".join(outside_code))

    def test_run_writes_it_too(self):
        for engine in ("fast", "simgrid"):
            done = self.crisper("run", EXAMPLE, *SMALL[2:], "--engine", engine, *NO_INBOX, "--out", engine, "--report")
            self.assertTrue(done.stdout.endswith(f"report: {engine}/report.html\n"), done.stdout + done.stderr)
            self.assertIn("What failed" if done.returncode == FAIL else "Properties",
                          self.page(f"{engine}/report.html").text)


if __name__ == "__main__":
    unittest.main(argv=["report_test"])
