"""A report in a browser: nothing is reported on its console, charts are there, nothing sticks out of a phone.

Usage: report_page_test.py CRISPER SOURCE_DIR [FOLDER FOR PICTURES]

Ends with 77, and a line that says why, where there is no Chromium.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from cli_test import EXAMPLE, SMALL, Case

BROWSER = next((path for path in map(shutil.which, ("chromium", "chromium-browser", "google-chrome")) if path), None)
PICTURES = pathlib.Path(sys.argv[3]).resolve() if len(sys.argv) > 3 else None
LEFT_OUT = 77

# What the page came to, written where --dump-dom shows it. A phone is a frame of its width: no window is as narrow.
PROBE = """<!DOCTYPE html><body><iframe style="width:%dpx;height:800px;border:0" srcdoc=""></iframe><script>
const frame = document.querySelector("iframe");
frame.addEventListener("load", () => {
  const page = frame.contentDocument.documentElement;
  const wide = [...page.querySelectorAll("body *")].filter((each) =>
    !each.closest(".wide, pre, .plot") && each.getBoundingClientRect().right > frame.clientWidth + 1);
  document.body.dataset.told = [page.dataset.charts, page.querySelectorAll("canvas").length, page.scrollWidth,
    getComputedStyle(page.querySelector("body")).backgroundColor, wide.map((each) => each.tagName).join("+")].join(";");
});
frame.srcdoc = %s;
</script></body>"""


class ReportPage(Case):
    def browse(self, path, *words):
        return subprocess.run([BROWSER, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                               f"--user-data-dir={self.folder / 'profile'}", "--enable-logging=stderr", "--v=0",
                               "--virtual-time-budget=4000", *words, path.as_uri()],
                              text=True, capture_output=True, errors="replace", timeout=120)

    def report(self):
        done = self.crisper("run", EXAMPLE, *SMALL, "--set", "design.consumers.catalog.inbox=off", "--out", "run",
                            "--report")
        self.assertIn("report: ", done.stdout, done.stderr)
        return self.folder / "run" / "report.html"

    def test_it_is_read_on_a_desk_and_on_a_phone_by_day_and_by_night(self):
        # Wrong: a reader sees an empty frame, or has to push the page to and fro, or black on black.
        page = self.report()
        quoted = json.dumps(page.read_text()).replace("<", "\\u003c")
        papers = set()
        for width in (390, 1280):
            for mode in ("light", "dark"):
                probe = self.folder / f"probe-{width}.html"
                probe.write_text(PROBE % (width, quoted))
                # 0 is dark, 1 light: what the page is told that its reader prefers.
                prefers = f"--blink-settings=preferredColorScheme={0 if mode == 'dark' else 1}"
                done = self.browse(probe, "--dump-dom", prefers, "--window-size=1400,900")
                told = re.search(r'data-told="([^"]*)"', done.stdout)
                self.assertTrue(told, done.stderr[-2000:])
                charts, canvases, across, paper, wide = told[1].split(";")
                self.assertGreaterEqual(int(charts), 5)
                self.assertGreaterEqual(int(canvases), int(charts))
                self.assertLessEqual(int(across), width, f"{width}: {wide}")
                self.assertEqual(wide, "", width)
                self.assertNotIn("CONSOLE", done.stderr)
                papers.add((mode, paper))
                if PICTURES:
                    self.browse(page, f"--screenshot={PICTURES / f'report-{width}-{mode}.png'}", prefers,
                                f"--window-size={max(width, 500)},5000")
        self.assertEqual(len(papers), 2, papers)

    def test_a_script_that_came_in_is_not_run(self):
        # Wrong: whatever gets past the escapes has the reader's browser.
        page = self.report()
        strange = page.with_name("strange.html")
        script = "document.title = 'strange'"
        strange.write_text(page.read_text().replace(
            "<main>", f'<main><script>{script}</script><img src=x onerror="{script}">'))
        done = self.browse(strange, "--dump-dom")
        self.assertNotIn("<title>strange</title>", done.stdout)
        self.assertIn("Content Security Policy", done.stderr)
        self.assertGreaterEqual(done.stdout.count("<canvas"), 5)  # its own are

    def test_without_scripts_it_says_the_same(self):
        # Wrong: a mail reader or a printer shows no charts.
        page = self.report()
        still = page.with_name("still.html")
        still.write_text(re.sub(r"<script.*?</script>", "", page.read_text(), flags=re.DOTALL))
        done = self.browse(still, "--dump-dom")
        self.assertGreaterEqual(done.stdout.count('<svg class="chart"'), 5)
        self.assertNotIn("<canvas", done.stdout)
        self.assertNotIn("CONSOLE", done.stderr)

    def test_the_concurrency_view_is_printed_on_six_pages(self):
        # Wrong: what an architect is to hand on is longer than anybody reads.
        text = EXAMPLE.read_text().replace("for: 60s", "for: 4s").replace("at: 10s", "at: 1s")
        done = self.crisper("report", "--view", self.scenario(text, "lunch.yaml"), "--out", "view.html")
        self.assertEqual(done.returncode, 0, done.stderr)
        printed = self.folder / "view.pdf"
        self.browse(self.folder / "view.html", f"--print-to-pdf={printed}")
        pages = len(re.findall(rb"/Type\s*/Page\b", printed.read_bytes()))
        self.assertGreater(pages, 2)
        self.assertLessEqual(pages, 6)


if __name__ == "__main__":
    if not BROWSER:
        print("left out: no Chromium is installed")
        sys.exit(LEFT_OUT)
    unittest.main(argv=["report_page_test"])
