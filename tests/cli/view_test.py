"""crisper report --view as an architect meets it.

Usage: view_test.py CRISPER SOURCE_DIR
"""
import re
import unittest

from cli_test import BAD_INPUT, EXAMPLE, FAIL, PASS, SMALL, USAGE, Case
from report_test import Outline

SECTIONS = ("The eleven questions", "Process model", "State models", "The eight concerns", "Shared resources",
            "Hot spots, and what would lower contention", "Start-up, shut-down and failure")


class View(Case):
    def text(self, path):
        outline = Outline((self.folder / path).read_text())
        self.assertEqual(outline.problems + outline.open, [])
        return outline.text

    def small_lunch(self, name="lunch.yaml"):
        text = EXAMPLE.read_text().replace("for: 60s", "for: 4s").replace("at: 10s", "at: 1s")
        return self.scenario(text, name)

    def test_of_a_scenario(self):
        # Wrong: a question has no answer, or an answer that a second look at the same scenario changes.
        self.small_lunch()
        done = self.crisper("report", "--view", "lunch.yaml")
        self.assertEqual(done.stdout, "written: lunch-view.html\n", done.stderr)
        text = self.text("lunch-view.html")
        for each in SECTIONS:
            self.assertIn(each, text)
        for each in ("handler-1 ... handler-8", "single_writer held in", "lock-service", "optimistic", "can't be told",
                     "a command in the queue", "dead letter"):
            self.assertIn(each, text)
        self.assertNotIn("nothing was measured", text)  # the scenario has a threshold, and each run is held against it
        self.assertRegex(text, r"[1-9]\d* of \d+ such runs pass")
        self.assertNotIn("no channel:", text)  # the model has every channel that the runs used
        first = (self.folder / "lunch-view.html").read_bytes()
        self.crisper("report", "--view", "lunch.yaml")
        self.assertEqual((self.folder / "lunch-view.html").read_bytes(), first)

    def test_of_a_run_that_failed(self):
        # Wrong: the view of a design that oversells says that its resources are protected.
        lunch = self.small_lunch()
        done = self.crisper("run", lunch, "--engine", "fast", "--set", "design.ownership.strategy=none", "--out", "run")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        done = self.crisper("report", "--view", "run", "--format", "markdown")
        self.assertEqual(done.stdout, "written: run/view.md\n", done.stderr)
        text = (self.folder / "run" / "view.md").read_text()
        row = next(line for line in text.splitlines() if "protected from corruption" in line)
        self.assertRegex(row, r"\| no \|")
        self.assertIn("row_lock", text)

    def test_of_a_run_that_oversold_without_two_writers(self):
        # Wrong: nobody was in anybody's way, more was sold than there was, and the page says that all is protected.
        lunch = self.small_lunch()
        done = self.crisper("run", lunch, "--engine", "fast", "--set", "design.ownership.strategy=commutative", "--out",
                            "run")
        self.assertEqual(done.returncode, FAIL, done.stdout + done.stderr)
        self.crisper("report", "--view", "run", "--format", "markdown")
        text = (self.folder / "run" / "view.md").read_text()
        row = next(line for line in text.splitlines() if "protected from corruption" in line)
        self.assertRegex(row, r"\| can.t be told \| .*stock_never_negative failed in")

    def test_without_a_trace_it_says_what_it_lacks(self):
        self.small_lunch()
        self.crisper("run", "lunch.yaml", *SMALL[:2], "--no-trace", "--out", "run")
        self.assertEqual(self.crisper("report", "--view", "run").returncode, PASS)
        self.assertIn("saved without a trace", self.text("run/view.html"))

    def test_what_is_wrong_is_told_in_one_line(self):
        self.small_lunch()
        self.assert_refused(self.crisper("report", "--view", "nowhere.yaml"), BAD_INPUT, "nowhere")
        self.assert_refused(self.crisper("report", "--view", "lunch.yaml", "--format", "dot"), USAGE,
                            "html or markdown")
        self.assert_refused(self.crisper("report", "lunch.yaml"), BAD_INPUT, "neither a run nor a hunt")

    def test_it_fits_six_pages(self):
        # Wrong: nobody reads it. A page of A4 has some 55 lines of a hundred characters.
        self.small_lunch()
        self.crisper("report", "--view", "lunch.yaml", "--format", "markdown")
        text = (self.folder / "lunch-view.md").read_text().split("## The scenario")[0]
        folded = re.sub(r"\d+ channels: mechanism.*?\n\n(?=## )", "", text, flags=re.DOTALL)
        self.assertLess(sum(max(1, -(-len(line) // 100)) for line in folded.splitlines() if line), 6 * 55)


if __name__ == "__main__":
    unittest.main(argv=["view_test"])
