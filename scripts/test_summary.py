"""Prints 'N passed, N failed' (and ', N skipped') for a JUnit file; exits 1 unless something passed and nothing failed."""

import sys
import xml.etree.ElementTree as ElementTree

try:
    cases = ElementTree.parse(sys.argv[1]).getroot().findall("testcase")
except (OSError, ElementTree.ParseError):
    cases = []  # ctest writes no file when it finds no test

failed = sum(case.find("failure") is not None or case.get("status") == "fail" for case in cases)
skipped = sum(case.find("skipped") is not None or case.get("status") == "disabled" for case in cases)
passed = len(cases) - failed - skipped
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(0 if passed and not failed else 1)
