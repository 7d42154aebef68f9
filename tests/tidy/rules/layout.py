"""How files look and what they are called."""

import re

from . import Finding, rule

LINES_MAX = 600
LINES_EXPECTED = 400
COLUMNS_MAX = 120

CODE_SUFFIXES = {".cpp", ".hpp", ".py", ".sh", ".cmake"}
SNAKE_CASE = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)*")
# Names that a tool or a custom prescribes.
CUSTOMARY = re.compile(r"CMakeLists\.txt|CMakePresets\.json|LICENSE|__init__\.py|[A-Z]+\.md|\..*|\w+\.cmake(?:\.in)?")


def is_code(file):
    return file.suffix in CODE_SUFFIXES or file.parts[-1] == "CMakeLists.txt"


def is_recorded(file):
    """Output kept as it came, which no rule of style may change."""
    return file.parts[:2] == ("tests", "golden")


@rule
def snake_case(tree):
    """Files and folders are named in snake_case."""
    for path in sorted(tree.paths):
        *folders, name = path.split("/")
        for folder in folders:
            if not folder.startswith(".") and not SNAKE_CASE.fullmatch(folder):
                yield Finding(path, 0, f"the folder {folder} is not in snake_case")
        if not CUSTOMARY.fullmatch(name) and not SNAKE_CASE.fullmatch(name.split(".")[0]):
            yield Finding(path, 0, f"{name} is not in snake_case")


@rule
def file_length(tree):
    """No file of code is longer than 600 lines; one above 400 is pointed out."""
    for file in tree:
        count = len(file.lines) - 1
        if is_code(file) and count > LINES_EXPECTED:
            yield Finding(file.path, 0, f"{count} lines, of at most {LINES_MAX}", is_warning=count <= LINES_MAX)


@rule
def line_length(tree):
    """No line of code is longer than 120 columns."""
    for file in tree:
        for number, line in enumerate(file.lines if is_code(file) else (), 1):
            if len(line) > COLUMNS_MAX:
                yield Finding(file.path, number, f"{len(line)} columns, of at most {COLUMNS_MAX}")


@rule
def white_space(tree):
    """No tabs, no white space at the end of a line, one newline at the end of a file."""
    for file in tree:
        if is_recorded(file):
            continue
        for number, line in enumerate(file.lines, 1):
            if "\t" in line:
                yield Finding(file.path, number, "a tab")
            if line != line.rstrip():
                yield Finding(file.path, number, "white space at the end of the line")
        if file.text and not file.text.endswith("\n"):
            yield Finding(file.path, len(file.lines), "no newline at the end of the file")
        elif file.text.endswith("\n\n"):
            yield Finding(file.path, len(file.lines), "an empty line at the end of the file")


@rule
def pragma_once(tree):
    """Every header says #pragma once, before any code."""
    for file in tree.cpp():
        if file.is_header and not re.match(r"\s*#pragma once\b", file.code):
            yield Finding(file.path, 1, "#pragma once is not the first thing in this header")
