"""What a test must do, and must not."""

import re

from . import Finding, rule
from .arrows import MAY_USE
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
def tests_mirror(tree):
    """tests/FOLDER/X tests what is in FOLDER/X, or in X itself, where X is of a folder that FOLDER may use."""
    seen = set()
    for file in tree.cpp("tests"):
        inside = "/".join(file.parts[2:-1])
        if file.parts[1] not in MAY_USE or not inside or (file.parts[1], inside) in seen:
            continue
        seen.add((file.parts[1], inside))
        below = file.parts[2] in MAY_USE[file.parts[1]]
        mirrored = inside if below else f"{file.parts[1]}/{inside}"
        if not tree.has_path(mirrored):
            yield Finding(f"tests/{file.parts[1]}/{inside}", 0, f"there is no {mirrored}")


@rule
def tests_use_no_real_time(tree):
    """No test sleeps or reads a real clock; benchmarks may."""
    for file in tree.cpp("tests"):
        if file.parts[1] == "bench":
            continue
        for pattern in (SLEEP, re.compile(CLOCKS)):
            for line, text in matches(file, pattern):
                yield Finding(file.path, line, f"a test may not depend on real time: {text}")
