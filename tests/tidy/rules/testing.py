"""What a test must do, and must not."""

import re

from . import Finding, rule
from .purity import CLOCKS, matches

ASSERTION = re.compile(
    r"\b(?:EXPECT_\w+|ASSERT_\w+|ADD_FAILURE|FAIL|RC_ASSERT\w*|RC_GTEST_\w+|RC_SUCCEED_IF|static_assert|QVERIFY\w*"
    r"|QCOMPARE\w*)\b"
)
SLEEP = re.compile(r"\bsleep_(?:for|until)\b|\b(?:u|nano)sleep\s*\(|(?<![\w.>:])sleep\s*\(\s*\d")


@rule
def tests_assert(tree):
    """Every test file contains an assertion."""
    for file in tree.cpp("tests"):
        if file.path.endswith("_test.cpp") and not ASSERTION.search(file.code):
            yield Finding(file.path, 0, "a test file without an assertion")


@rule
def tests_use_no_real_time(tree):
    """No test sleeps or reads a real clock; benchmarks may."""
    for file in tree.cpp("tests"):
        if file.parts[1] == "bench":
            continue
        for pattern in (SLEEP, re.compile(CLOCKS)):
            for line, text in matches(file, pattern):
                yield Finding(file.path, line, f"a test may not depend on real time: {text}")
