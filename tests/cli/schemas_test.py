"""What other programs read is what their formats ask for: JUnit, SARIF, AsyncAPI, Trace Event JSON.

Usage: schemas_test.py CRISPER SOURCE_DIR

Each format has a schema in schemas/, told after its specification, and real documents are held to it: of several
examples, of every command that writes one, and with names that somebody chose to break it. A schema that refuses
nothing proves nothing: each is shown documents that were spoilt, too.

Ends with 77, and a line that says why, where a validator is missing; where CI is set, that is a failure.
"""
import collections
import copy
import decimal
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import unittest
import xml.etree.ElementTree

LEFT_OUT = 77

try:
    import jsonschema
    import junitparser
except ImportError as missing:
    # What the system packages for Python is the system's Python's, which need not be the first on the path.
    system = shutil.which("python3", path=os.defpath)
    if system and os.path.realpath(system) != os.path.realpath(sys.executable):
        os.execv(system, [system, *sys.argv])
    print(f"left out: {missing}; packages: python3-jsonschema, python3-junitparser")
    sys.exit(1 if os.environ.get("CI") else LEFT_OUT)

from cli_test import EXAMPLE, FAIL, PASS, SOURCE, Case  # noqa: E402
from export_test import HOSTILE  # noqa: E402
from schemas import trace_event_rules  # noqa: E402

SCHEMAS = SOURCE / "tests" / "cli" / "schemas"
EXAMPLES = SOURCE / "scenarios" / "examples"
# Businesses, publications and processes that differ; short ones.
SEVERAL = ("small_rush", "quiet_day", "account", "conference", "fan_out", "functions")
HOSTILE_NAME = HOSTILE.replace("\n", " ") + "]]>&amp;'\u2066\u200f"  # a scenario's name is one line


def validator(name):
    schema = json.loads((SCHEMAS / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def refusals(schema, document):
    """One line for each place that the schema refuses."""
    return [f"{'/'.join(map(str, each.absolute_path))}: {each.message[:200]}" for each in schema.iter_errors(document)]


def looked_up(document, reference):
    for part in reference.removeprefix("#/").split("/"):
        document = document[part.replace("~1", "/").replace("~0", "~")]
    return document


class Schemas(Case):
    def run_of(self, name):
        """The folder of a run of an example."""
        done = self.crisper("run", EXAMPLES / f"{name}.yaml", "--engine", "fast", "--out", name)
        self.assertEqual(done.returncode, PASS, done.stdout + done.stderr)
        return name

    def hostile_scenario(self):
        text = (EXAMPLES / "small_rush.yaml").read_text()
        name = json.dumps(HOSTILE_NAME, ensure_ascii=False)
        text, times = re.subn(r"^name: .*$", lambda _: "name: " + name, text, flags=re.MULTILINE)
        self.assertEqual(times, 1)
        return self.scenario(text, "it's a <b>&\u202e \U0001f355.yaml")

    def hostile_run(self, *words):
        """One whose scenario, processes, hosts and messages have such names."""
        done = self.crisper("run", self.hostile_scenario(), "--engine", "fast", *words, "--out", "hostile")
        self.assertIn(done.returncode, (PASS, FAIL), done.stderr)
        with sqlite3.connect(self.folder / "hostile" / "trace.sqlite") as trace:
            trace.execute("UPDATE process SET name = ? || id, host = ? || host", (HOSTILE, HOSTILE))
            trace.execute("UPDATE message_type SET name = ? || id", (HOSTILE,))
        return "hostile"

    def export(self, folder, name):
        done = self.crisper("report", folder, "--format", name, "--out", "/dev/stdout")
        self.assertEqual(done.returncode, PASS, done.stderr)
        return done.stdout

    def assert_refuses(self, find, document, changes):
        """Each change is a function that spoils a copy; what finds troubles in none of the document finds some then."""
        self.assertEqual(find(document), [])
        for name, change in changes.items():
            spoilt = copy.deepcopy(document)
            change(spoilt)
            self.assertNotEqual(find(spoilt), [], name)


class Junit(Schemas):
    def troubles(self, text):
        done = subprocess.run(["xmllint", "--noout", "--nonet", "--schema", SCHEMAS / "junit.xsd", "-"], text=True,
                              input=text, capture_output=True, timeout=60)
        return [line for line in done.stderr.splitlines() if line != "- validates"]

    def assert_read(self, text):
        """By the schema, and by a program that counts for itself."""
        self.assertEqual(self.troubles(text), [])
        suites = junitparser.JUnitXml.fromstring(text.encode())
        told = (suites.tests, suites.failures, suites.errors)
        suites.update_statistics()
        self.assertEqual((suites.tests, suites.failures, suites.errors), told)
        self.assertGreater(suites.tests, 0)
        return [case for suite in suites for case in suite]

    def test_every_command_writes_what_a_server_takes(self):
        # Wrong: a server refuses the file, and shows a green build.
        rush = self.hostile_scenario()
        designs = ["--over", "design.ownership.strategy=[row_lock, none]", "--seed", "1..2"]
        sweep = ["--set", "sweep={design.ownership.strategy: [row_lock, none]}", "--seed", "1,2"]
        for words in (["compare", rush, "--engine", "fast", *designs, "--junit"],
                      ["sweep", rush, "--engine", "fast", *sweep, "--junit"]):
            with self.subTest(words[0]):
                cases = self.assert_read(self.crisper(*words).stdout)
                self.assertIn("row_lock", cases[0].name)
        self.crisper("sweep", EXAMPLES / "small_rush.yaml", "--engine", "fast", "--capacity", "rate=20/s..40/s",
                     "--set", "properties=[{command_latency: p99 < 1s}]", "--seed", "1,2", "--out", "capacity")
        self.crisper("explore", rush, "--runs", 10, "--out", "hunt")
        check = self.crisper("check", EXAMPLES / "two_writers.yaml", "--set", "workload.reports=[]", "--set",
                             "design.command_queue.handlers=1", "--json")
        (self.folder / "check.json").write_text(check.stdout)
        for folder in (self.run_of("small_rush"), "hunt", "capacity", "check.json"):
            with self.subTest(folder):
                self.assert_read(self.export(folder, "junit"))

    def test_names_and_reasons_are_text(self):
        # Wrong: what somebody called a scenario ends the file, or is another element of it.
        folder = self.hostile_run("--set", "design.ownership.strategy=none", "--set", "workload.orders.for=5s")
        cases = self.assert_read(self.export(folder, "junit"))
        self.assertEqual({case.classname for case in cases}, {HOSTILE_NAME})

    def test_what_a_server_refuses_is_refused(self):
        document = self.export(self.run_of("small_rush"), "junit")
        self.assertEqual(self.troubles(document), [])
        for old, new in (('<testsuites name="crisper"', '<testsuites name="crisper" skipped="0"'),
                         ("<testcase name=", "<testcase nom="),
                         ("<testcase ", "<case "),
                         ('<testsuite name=', '<testsuite nom='),
                         (' tests="', ' tests="many '),
                         ("<properties>", "<properties><property/>"),
                         ("</testsuites>", ""),
                         (">\n      <skipped message=", ">\n      <failure message='two'/><skipped message=")):
            with self.subTest(old):
                self.assertIn(old, document)
                self.assertNotEqual(self.troubles(document.replace(old, new, 1)), [])


class Sarif(Schemas):
    SCHEMA = validator("sarif")

    def troubles(self, log):
        """By the schema; and 3.27.6: an index is that of the rule whose id stands beside it."""
        return refusals(self.SCHEMA, log) or [
            f"{each['ruleId']} is not rule {each['ruleIndex']}" for run in log["runs"] for each in run["results"]
            if [rule["id"] for rule in run["tool"]["driver"]["rules"]][each["ruleIndex"]] != each["ruleId"]]

    def lint(self, *words):
        return json.loads(self.crisper("lint", *words, "--sarif").stdout)

    def test_findings_of_examples_are_read(self):
        # Wrong: a host of code refuses the log, and shows no finding of it.
        for path in sorted(EXAMPLES.glob("*.yaml")):
            with self.subTest(path.name):
                self.assertEqual(self.troubles(self.lint(path)), [])

    def test_a_file_may_be_called_what_its_owner_likes(self):
        log = self.lint(self.hostile_scenario(), "--set", "design.publication.method=dual_write")
        self.assertEqual(self.troubles(log), [])
        self.assertIn("dual_write", [each["ruleId"] for each in log["runs"][0]["results"]])

    def test_what_a_host_refuses_is_refused(self):
        log = self.lint(EXAMPLE, "--set", "design.publication.method=dual_write")
        first = lambda log: log["runs"][0]["results"][0]  # noqa: E731
        place = lambda log: first(log)["locations"][0]["physicalLocation"]  # noqa: E731
        self.assert_refuses(self.troubles, log, {
            "another version": lambda log: log.update(version="2.0.0"),
            "no runs": lambda log: log.pop("runs"),
            "no tool": lambda log: log["runs"][0].pop("tool"),
            "a tool without a name": lambda log: log["runs"][0]["tool"]["driver"].pop("name"),
            "a rule twice": lambda log: log["runs"][0]["tool"]["driver"]["rules"].append(
                log["runs"][0]["tool"]["driver"]["rules"][0]),
            "a level of our own": lambda log: first(log).update(level="fatal"),
            "no message": lambda log: first(log).pop("message"),
            "a message that is a string": lambda log: first(log).update(message="wrong"),
            "a member of our own": lambda log: first(log).update(mend="it"),
            "line 0": lambda log: place(log)["region"].update(startLine=0),
            "a column of no line": lambda log: place(log)["region"].pop("startLine"),
            "a space in a URI": lambda log: place(log)["artifactLocation"].update(uri="my file.yaml"),
            "half a byte in a URI": lambda log: place(log)["artifactLocation"].update(uri="a%2"),
            "columns of bytes": lambda log: log["runs"][0].update(columnKind="bytes"),
            "another rule's index": lambda log: first(log).update(ruleIndex=first(log)["ruleIndex"] - 1)})


class AsyncApi(Schemas):
    SCHEMA = validator("asyncapi")

    def troubles(self, document):
        """By the schema; and what references must lead to: an operation's channel, a channel's message."""
        found = refusals(self.SCHEMA, document)
        if found:
            return found
        references = [(each["channel"]["$ref"], "#/channels/") for each in document["operations"].values()]
        references += [(each["$ref"], "#/components/messages/") for channel in document["channels"].values()
                       for each in channel["messages"].values()]
        for reference, into in references:
            try:
                looked_up(document, reference)
            except KeyError:
                found.append(f"{reference} leads nowhere")
            if not reference.startswith(into):
                found.append(f"{reference} leads to no {into}")
        addresses = [channel["address"] for channel in document["channels"].values()]
        return found + [each for each in set(addresses) if addresses.count(each) > 1]

    def test_designs_of_examples_are_read(self):
        # Wrong: the tools of AsyncAPI refuse the document.
        for name in SEVERAL:
            with self.subTest(name):
                document = json.loads(self.export(self.run_of(name), "asyncapi"))
                self.assertEqual(self.troubles(document), [])
                self.assertGreater(len(document["channels"]), 3)

    def test_a_design_may_be_called_what_its_owner_likes(self):
        document = json.loads(self.export(self.hostile_run(), "asyncapi"))
        self.assertEqual(self.troubles(document), [])
        self.assertEqual(document["info"]["title"], HOSTILE_NAME)

    def test_what_is_no_such_document_is_refused(self):
        document = json.loads(self.export(self.run_of("small_rush"), "asyncapi"))
        operation = lambda document: next(iter(document["operations"].values()))  # noqa: E731
        channel = lambda document: next(iter(document["channels"].values()))  # noqa: E731
        self.assert_refuses(self.troubles, document, {
            "another version": lambda document: document.update(asyncapi="2.6.0"),
            "no info": lambda document: document.pop("info"),
            "no version of its own": lambda document: document["info"].pop("version"),
            "a member that nobody knows": lambda document: document.update(topics={}),
            "an action of version 2": lambda document: operation(document).update(action="publish"),
            "an operation of no channel": lambda document: operation(document).pop("channel"),
            "a channel told in place": lambda document: operation(document).update(channel={"address": "x"}),
            "a reference to nowhere": lambda document: operation(document).update(channel={"$ref": "#/channels/none"}),
            "a space in a reference": lambda document: operation(document).update(channel={"$ref": "#/channels/a b"}),
            "a number for an address": lambda document: channel(document).update(address=3),
            "an extension without its x": lambda document: channel(document).update({"crisper-guarantees": {}}),
            "an address twice": lambda document: channel(document).update(
                address=list(document["channels"].values())[1]["address"]),
            "a key with a space": lambda document: document["components"]["messages"].update({"a b": {}})})


class TraceEvents(Schemas):
    SCHEMA = validator("trace_event")

    def troubles(self, document):
        return refusals(self.SCHEMA, document) or trace_event_rules.troubles(document)

    def trace(self, folder):
        return json.loads(self.export(folder, "perfetto"), parse_float=decimal.Decimal)

    def test_traces_of_examples_are_read(self):
        # Wrong: a viewer opens the file, and leaves out what it makes no sense of.
        for name in SEVERAL:
            with self.subTest(name):
                document = self.trace(self.run_of(name))
                self.assertEqual(trace_event_rules.troubles(document), [])
                self.assertEqual(refusals(self.SCHEMA, self.few(document)), [])

    def few(self, document):
        """The first events of each shape, and both ends of their flows: a validator takes a second for thousands."""
        seen, kept = collections.Counter(), []
        flows = sorted(event["id"] for event in document["traceEvents"] if event["ph"] == "s")[:20]
        for event in document["traceEvents"]:
            shape = event["ph"], tuple(event), event["name"] if event["ph"] == "M" else None
            seen[shape] += 1
            if event["id"] in flows if "id" in event else seen[shape] <= 40 or event["ph"] == "M":
                kept.append(event)
        return {**document, "traceEvents": kept}

    def test_names_are_text(self):
        document = self.trace(self.hostile_run())
        self.assertEqual(trace_event_rules.troubles(document), [])
        self.assertEqual(refusals(self.SCHEMA, self.few(document)), [])
        names = {event["args"]["name"] for event in document["traceEvents"] if event["name"] == "thread_name"}
        self.assertTrue(any(name.startswith(HOSTILE) for name in names), names)

    def test_what_a_viewer_leaves_out_is_found(self):
        ours = self.few(self.trace(self.hostile_run()))

        def of(phase, document):
            return next(event for event in document["traceEvents"] if event["ph"] == phase)

        def set_in(phase, **members):
            return lambda document: of(phase, document).update(members)

        def without(phase, member):
            return lambda document: of(phase, document).pop(member)

        def row(*events):
            """Events of one row behind the others."""
            begin = {key: of("X", ours)[key] for key in ("pid", "tid")}
            return lambda document: document["traceEvents"].extend({**begin, **event} for event in events)

        self.assert_refuses(self.troubles, ours, {
            "a phase that there is not": set_in("X", ph="Q"),
            "a time in words": set_in("X", ts="12"),
            "a time before the beginning": set_in("X", ts=-1),
            "a span of no length": without("X", "dur"),
            "a mark with a length": set_in("i", dur=1),
            "a mark of no scope that there is": set_in("i", s="x"),
            "an event of no process": without("X", "pid"),
            "an event of no row": without("s", "tid"),
            "a flow without an id": without("s", "id"),
            "a counter in words": lambda document: of("C", document).update(args={"waiting": "3"}),
            "metadata of no name that there is": set_in("M", name="colour"),
            "a unit that there is not": lambda document: document.update(displayTimeUnit="us"),
            "a process without a name": set_in("C", pid=999),
            "a row without a name": set_in("X", tid=999),
            "an end of another flow": set_in("f", id=10**9),
            "a flow that ends before it begins": set_in("s", ts=10**12),
            "another name at its end": set_in("f", name="another"),
            "two spans that overlap": row({"ph": "X", "ts": 10**12, "dur": 5, "name": "a"},
                                          {"ph": "X", "ts": 10**12 + 3, "dur": 5, "name": "b"}),
            "an end without a begin": row({"ph": "E", "ts": 1, "name": "a"}),
            "a begin without an end": row({"ph": "B", "ts": 1, "name": "a"}),
            "begins and ends across": row({"ph": "B", "ts": 1, "name": "a"}, {"ph": "B", "ts": 2, "name": "b"},
                                          {"ph": "E", "ts": 3, "name": "a"}, {"ph": "E", "ts": 4, "name": "b"}),
            "begins out of time": row({"ph": "B", "ts": 2, "name": "a"}, {"ph": "E", "ts": 1, "name": "a"})})
        document = copy.deepcopy(ours)
        row({"ph": "B", "ts": 1, "name": "a"}, {"ph": "B", "ts": 2, "name": "b"}, {"ph": "E", "ts": 2, "name": "b"},
            {"ph": "E", "ts": 9, "name": "a"})(document)
        self.assertEqual(self.troubles(document), [], "brackets in brackets are right")


if __name__ == "__main__":
    if not shutil.which("xmllint"):
        print("left out: no xmllint; package: libxml2-utils")
        sys.exit(1 if os.environ.get("CI") else LEFT_OUT)
    unittest.main(argv=sys.argv[:1])
