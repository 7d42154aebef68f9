"""Prints 'N passed, N failed' (and ', N skipped') for a JUnit file.

Exits 1 unless at least one test passed and none failed.
"""

import sys
import xml.etree.ElementTree as ElementTree

try:
    cases = ElementTree.parse(sys.argv[1]).getroot().findall("testcase")
except (OSError, ElementTree.ParseError):
    cases = []  # ctest writes no file when it finds no test


def outcome(case):
    """'run', 'fail' or 'skip'. A test that could not be started is marked as skipped, but it has failed."""
    reason = case.find("skipped")
    if reason is not None:
        return "skip" if reason.get("message", "").startswith("SKIP_") else "fail"
    return {"run": "run", "disabled": "skip"}.get(case.get("status"), "fail")


outcomes = [outcome(case) for case in cases]
passed, failed, skipped = (outcomes.count(kind) for kind in ("run", "fail", "skip"))
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(0 if passed and not failed else 1)
