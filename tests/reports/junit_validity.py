"""A real XML parser reads the report, and finds in it what a server counts. Argument: the program that prints it."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree

text = subprocess.run([sys.argv[1]], check=True, capture_output=True).stdout
root = ElementTree.fromstring(text)
suites = root.findall("testsuite")
assert root.tag == "testsuites" and len(suites) == 2, "a suite for each run"
for suite in suites:
    cases = suite.findall("testcase")
    assert len(cases) == int(suite.get("tests")) == 5, "a case for each property"
    for tag, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        assert len(suite.findall(f"testcase/{tag}")) == int(suite.get(attribute)) == 1, tag
    assert all(len(case) <= 1 for case in cases), "one outcome for each case"
names = [case.get("name") for case in root.iter("testcase")]
assert len(set(names)) == len(names), "a name for each case"
hostile = suites[0].find("testcase/failure").get("message")
assert hostile.startswith("]]></failure><!-- \"'&amp; ") and hostile.endswith("ü\n\t{}%s"), hostile
