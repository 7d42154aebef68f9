"""crisper report --format NAME for other programs: each file is read by what it is for, or by what stands for that.

Usage: export_test.py CRISPER SOURCE_DIR
"""
import csv
import json
import re
import shutil
import sqlite3
import subprocess
import unittest
import xml.etree.ElementTree

from cli_test import BAD_INPUT, EXAMPLE, FAIL, PASS, SMALL, SOURCE, Case
from report_test import NO_INBOX, SMALL_LUNCH

# What ShiViz splits a log by; in Python a named group has a P.
SHIVIZ = r"(?<host>\S*) (?<clock>{.*})\n(?<event>.*)"
HOSTILE = ("=cmd|'/C calc'!A1 <script>alert(1)</script>\"q\" {x} ${HOME} %%{y}%% \\\n@enduml\n!include z "
           "\u202e \U0001f355")
FORMATS = ("html", "markdown", "json", "csv", "junit", "perfetto", "shiviz", "mermaid", "plantuml", "dot",
           "structurizr", "asyncapi", "summary")


class Export(Case):
    def export(self, folder, name):
        done = self.crisper("report", folder, "--format", name, "--out", "/dev/stdout")
        self.assertEqual(done.returncode, PASS, done.stderr)
        return done.stdout

    def passed(self):
        self.assertEqual(self.crisper("run", EXAMPLE, *SMALL, "--out", "run").returncode, PASS)
        return "run"

    def ask(self, folder, sql):
        with sqlite3.connect(self.folder / folder / "trace.sqlite") as trace:
            return trace.execute(sql).fetchall()

    def test_what_the_folder_says_is_said_by_the_writers_that_wrote_it(self):
        # Wrong: a server is shown another verdict than the run had.
        run = self.passed()
        self.assertEqual(json.loads(self.export(run, "json")),
                         json.loads((self.folder / run / "result.json").read_text()))
        self.assertTrue(self.export(run, "junit").startswith((self.folder / run / "junit.xml").read_text()))
        rows = list(csv.DictReader(self.export(run, "csv").splitlines()))
        verdicts = {row["name"]: row["value"] for row in rows
                    if row["what"] == "property" and row["measure"] == "verdict"}
        self.assertEqual(verdicts["single_writer"], "pass")
        self.assertIn(("order_latency", "p99_ns"), {(row["name"], row["measure"]) for row in rows})

    def test_perfetto_has_what_the_trace_has(self):
        # Wrong: a slice that nests in none is dropped by the viewer, an arrow leads from nowhere, figures differ.
        run = self.passed()
        trace = json.loads(self.export(run, "perfetto"))
        events = trace["traceEvents"]
        names = {event["tid"]: event["args"]["name"] for event in events
                 if event["ph"] == "M" and event["name"] == "thread_name"}
        for process in ("event-store", "catalog", "handler-1", "handler-1: states", "command-queue"):
            self.assertIn(process, names.values())
        rows = {}
        for event in events:
            if event["ph"] == "X":
                self.assertIn(event["tid"], names)
                rows.setdefault(event["tid"], []).append((round(event["ts"] * 1000), round(event["dur"] * 1000)))
        for spans in rows.values():
            open_until = []
            for begin, length in spans:  # in the order of their beginnings
                while open_until and open_until[-1] <= begin:
                    open_until.pop()
                self.assertTrue(not open_until or begin + length <= open_until[-1])
                open_until.append(begin + length)
        (turns,), = self.ask(run, "SELECT COUNT(*) FROM delivery WHERE begun_at IS NOT NULL")
        self.assertEqual(sum(1 for event in events if event.get("cat") == "turns"), turns)
        begun = {event["id"]: event["ts"] for event in events if event["ph"] == "s"}
        ended = {event["id"]: event["ts"] for event in events if event["ph"] == "f"}
        self.assertEqual(begun.keys(), ended.keys())
        self.assertGreater(len(begun), 100)
        self.assertTrue(all(begun[flow] <= ended[flow] for flow in begun))
        (most,), = self.ask(run, "SELECT MAX(waiting) FROM queue_depth")
        self.assertEqual(max(event["args"]["waiting"] for event in events if event["ph"] == "C"), most)

    def test_shiviz_reads_it_and_clocks_are_right(self):
        # Wrong: ShiViz refuses the log, or draws an arrow that was none.
        run = self.passed()
        text = self.export(run, "shiviz")
        expression, delimiter, rest = text.split("\n", 2)
        self.assertEqual((expression, delimiter), (SHIVIZ, ""))
        events = [(each["host"], json.loads(each["clock"]), each["event"])
                  for each in re.finditer(expression.replace("(?<", "(?P<"), rest)]
        self.assertEqual(len(events), (rest.count("\n") - 2) // 2)  # but for the first line and the signature
        own, at = {}, {}
        for host, clock, _ in events:
            self.assertEqual(clock[host], own.get(host, 0) + 1)
            own[host] = clock[host]
            at[host, clock[host]] = clock
            for other, time in clock.items():  # who is known has said so, and all that it knew is known
                self.assertLessEqual(time, own.get(other, 0))
                self.assertTrue(all(clock[third] >= then for third, then in at[other, time].items()))
        arrows = sum(1 for host, clock, event in events if " has " in event and len(clock) > 1)
        self.assertGreater(arrows, 100)

    def test_a_sequence_diagram_says_what_it_shows(self):
        # Wrong: a sample is taken for the failure, or a failure for a sample.
        run = self.passed()
        self.assertIn("A sample#58; the first command", self.export(run, "mermaid"))
        self.crisper("run", EXAMPLE, *SMALL_LUNCH, *NO_INBOX, "--out", "bad")
        self.crisper("shrink", "bad", "-j", 2)
        for name in ("mermaid", "plantuml"):
            text = self.export("bad", name)
            self.assertIn("projection_matches_log", text)
            self.assertIn("shrinking made of this run", text)
        if shutil.which("plantuml"):
            for folder in ("bad", run):
                done = subprocess.run(["plantuml", "-syntax", "-charset", "UTF-8"], text=True, capture_output=True,
                                      input=self.export(folder, "plantuml"), timeout=120)
                self.assertTrue(done.stdout.startswith("SEQUENCE"), done.stdout)
                self.assertNotIn("ERROR", done.stdout)

    def test_the_design_is_read_by_graphviz(self):
        run = self.passed()
        text = self.export(run, "dot")
        for each in ("event-store", "handler-1 ... handler-8", "style=dashed"):
            self.assertIn(each, text)
        if shutil.which("dot"):
            done = subprocess.run(["dot", "-Tplain"], input=text, text=True, capture_output=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertEqual(done.stdout.count("\nnode "), len(re.findall(r"^  b\d+ \[", text, re.MULTILINE)))

    def test_structurizr_knows_every_process_and_channel(self):
        run = self.passed()
        text = self.export(run, "structurizr")
        known = set(re.findall(r"^ +(b\d+) = (?:person|container) ", text, re.MULTILINE))
        used = set(re.findall(r"^ +(b\d+) -> (?:b\d+) ", text, re.MULTILINE))
        self.assertTrue(used <= known)
        processes = {name for name, in self.ask(run, "SELECT name FROM process WHERE role <> 'client'")}
        told = set(re.findall(r'deploymentNode "([^"]*)"', text))
        self.assertTrue({name for name in processes if name in ("event-store", "catalog", "handler-8")} <= told)
        lines = re.findall(r"^ +(b\d+ -> b\d+ \"[^\"]*\")", text, re.MULTILINE)
        self.assertEqual(len(lines), len(set(lines)))

    def test_asyncapi_tells_what_was_proven(self):
        # Wrong: a contract promises what nothing has tried, as if it had.
        run = self.passed()
        document = json.loads(self.export(run, "asyncapi"))
        self.assertEqual(document["asyncapi"], "3.0.0")

        def look_up(reference):
            node = document
            for part in reference.removeprefix("#/").split("/"):
                node = node[part]
            return node
        for operation in document["operations"].values():
            self.assertIn(operation["action"], ("send", "receive"))
            self.assertIn("address", look_up(operation["channel"]["$ref"]))
        for channel in document["channels"].values():
            for message in channel["messages"].values():
                self.assertIn("summary", look_up(message["$ref"]))
        to_catalog = [channel for key, channel in document["channels"].items()
                      if key.startswith("events_") and key.endswith("_catalog")]
        self.assertEqual(len(to_catalog), 1)
        guarantees = to_catalog[0]["x-crisper-guarantees"]
        self.assertEqual((guarantees["delivery"]["standing"], guarantees["delivery"]["property"]),
                         ("proven", "no_event_lost"))
        self.assertEqual(guarantees["order"]["claim"], "none")  # it is pushed by datagrams: the sequencer sorts it

    def test_a_hunt_counts_the_runs(self):
        rush = SOURCE / "scenarios" / "examples" / "small_rush.yaml"
        self.crisper("explore", rush, "--runs", 20, "--out", "hunt")
        document = json.loads(self.export("hunt", "asyncapi"))
        proven = [channel["x-crisper-guarantees"]["delivery"] for channel in document["channels"].values()
                  if channel["x-crisper-guarantees"]["delivery"]["standing"] == "proven"]
        self.assertTrue(any(each["held-in-runs"] > 1 for each in proven), proven)
        self.assertEqual(json.loads(self.export("hunt", "json")),
                         json.loads((self.folder / "hunt" / "hunt.json").read_text()))
        xml.etree.ElementTree.fromstring(self.export("hunt", "junit"))
        for name in ("perfetto", "shiviz"):
            self.assert_refused(self.crisper("report", "hunt", "--format", name), BAD_INPUT, "a hunt keeps no traces")
        self.assert_refused(self.crisper("report", "hunt", "--format", "mermaid"), BAD_INPUT,
                            "no failure that was told")

    def test_a_replayed_case_that_fails_is_a_failure(self):
        # Wrong: a server shows a failing run as passed, since it failed as it was to fail.
        self.crisper("run", EXAMPLE, *SMALL_LUNCH, *NO_INBOX, "--out", "bad")
        self.crisper("shrink", "bad", "-j", 2)
        self.assertEqual(self.crisper("replay", "bad/shrunk.yaml", "--out", "again").returncode, PASS)
        document = json.loads(self.export("again", "json"))
        self.assertEqual(document["verdict"], "fail")
        self.assertEqual(document["remarks"][-1].split(": ")[:2], ["whether the run is as its case expects", "pass"])
        self.assertIn("<failure", self.export("again", "junit"))
        rows = [(row["what"], row["measure"], row["value"]) for row in
                csv.DictReader(self.export("again", "csv").splitlines())]
        self.assertIn(("run", "verdict", "fail"), rows)
        self.assertIn(("answer", "verdict", "pass"), rows)
        self.assertIn("projection_matches_log", self.export("again", "plantuml"))

    def test_nothing_is_proven_of_a_design_that_was_changed(self):
        # Wrong: a run "proves" what an edited scenario promises.
        run = self.passed()
        self.assertIn('"proven"', self.export(run, "asyncapi"))
        scenario = self.folder / run / "scenario.yaml"
        scenario.write_text(scenario.read_text() + "# more\n")
        text = self.export(run, "asyncapi")
        self.assertNotIn('"proven"', text)
        self.assertIn("was changed since the run", text)
        (self.folder / run / "trace.sqlite").write_bytes(b"")
        for name in ("perfetto", "shiviz"):
            self.assertEqual(self.crisper("report", run, "--format", name).returncode, BAD_INPUT)

    def test_annotations_are_of_what_failed(self):
        # Wrong: a pull request shows nothing of what is wrong, or something where nothing is.
        self.assertEqual(self.export(self.passed(), "annotations"), "nothing to annotate\n")
        unsafe = ["--set", "design.ownership.strategy=none", "--set", "workload.orders.for=10s"]
        self.assertEqual(self.crisper("run", EXAMPLE, "--engine", "fast", *unsafe, "--out", "bad").returncode, FAIL)
        lines = self.export("bad", "annotations").splitlines()
        self.assertTrue(lines[0].startswith("::error title="), lines)
        self.assertIn("seed 1]::", lines[0].replace("%2C", ","))
        self.assertLessEqual(len(lines), 11)

    def test_what_no_command_writes_is_refused(self):
        run = self.passed()
        path = self.folder / run / "result.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), "verdict": "fail"}))
        for name in FORMATS:
            self.assert_refused(self.crisper("report", run, "--format", name), BAD_INPUT, "run/result.json")
        self.crisper("sweep", EXAMPLE, "--engine", "fast", "--seed", "1..2", "--set", "workload.orders.for=2s", "--set",
                     "workload.queries=null", "--out", "sweep")
        path = self.folder / "sweep" / "sweep.json"
        good = json.loads(path.read_text())
        good["groups"][0]["seeds"] = []
        path.write_text(json.dumps(good))
        for name in ("html", "json", "csv", "junit"):
            self.assert_refused(self.crisper("report", "sweep", "--format", name), BAD_INPUT, "groups.0.seeds")

    def test_without_a_trace_it_is_said(self):
        # Wrong: an empty file is taken for a run in which nothing happened.
        self.crisper("run", EXAMPLE, *SMALL, "--no-trace", "--out", "run")
        for name in ("perfetto", "shiviz", "mermaid", "plantuml"):
            self.assert_refused(self.crisper("report", "run", "--format", name), BAD_INPUT, "saved without a trace")
        self.assertEqual(self.left_behind(), [])

    def test_names_are_text_in_every_format(self):
        # Wrong: what somebody wrote into a scenario is run by the program that reads its export.
        name = json.dumps(HOSTILE.replace("\n", " "), ensure_ascii=False)  # a scenario's name is one line
        scenario = self.scenario(f"crisper: 1\nname: {name}\n"
                                 "workload: {orders: {rate: 20/s, for: 1s}}\n")
        self.crisper("run", scenario, "--engine", "fast", "--out", "run")
        with sqlite3.connect(self.folder / "run" / "trace.sqlite") as trace:
            trace.execute("UPDATE process SET name = ? || id, host = ?", (HOSTILE, HOSTILE))
            trace.execute("UPDATE message_type SET name = ? || id", (HOSTILE,))
        for name in FORMATS:
            with self.subTest(name):
                text = self.export("run", name)
                self.assertNotIn("\u202e", text)
                if name != "html":  # there a line feed is a space
                    self.assertNotIn("\n@enduml\n!", text)
                self.assertIn("\U0001f355", text)
        json.loads(self.export("run", "perfetto"))
        cells = [cell for row in csv.reader(self.export("run", "csv").splitlines()) for cell in row]
        self.assertFalse([cell for cell in cells if cell.startswith("=")])
        xml.etree.ElementTree.fromstring(self.export("run", "junit"))
        expression, _, rest = self.export("run", "shiviz").split("\n", 2)
        hosts = {each["host"] for each in re.finditer(expression.replace("(?<", "(?P<"), rest)}
        self.assertGreater(len(hosts), 5)
        if shutil.which("dot"):
            subprocess.run(["dot", "-Tplain"], input=self.export("run", "dot"), text=True, capture_output=True,
                           timeout=60, check=True)

    def test_files_are_named_by_their_format_and_written_anew(self):
        run = self.passed()
        for name in FORMATS:
            done = self.crisper("report", run, "--format", name)
            self.assertEqual(done.returncode, PASS, done.stderr)
        files = {path.name for path in (self.folder / run).iterdir() if path.name.startswith("report")}
        self.assertEqual(files, {"report.html", "report.md", "report.json", "report.csv", "report.junit.xml",
                                 "report.perfetto.json", "report.shiviz.log", "report.mmd", "report.puml", "report.dot",
                                 "report.dsl", "report.asyncapi.json", "report.summary.md"})
        self.assertEqual(self.crisper("report", run, "--format", "dot").stdout, "written: run/report.dot\n")
        # JSON has no comments, so nothing says that nobody has changed it.
        self.assertEqual(self.crisper("report", run, "--format", "json").stdout, "written: run/report-2.json\n")


if __name__ == "__main__":
    unittest.main(argv=["export_test"])
