"""How files look and what they are called."""

import re

from . import Finding, rule

LINES_MAX = 400
FUNCTION_LINES_MAX = 70
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
    """No file of code is longer than 400 lines."""
    for file in tree:
        count = len(file.lines) - 1
        if is_code(file) and count > LINES_MAX:
            yield Finding(file.path, 0, f"{count} lines, of at most {LINES_MAX}")


def scopes_only(head):
    """Whether a brace after this opens a namespace or a type, and no body."""
    words = re.sub(r"^template\s*<[^{;]*?>\s*", "", head)
    opens = re.match(r"(?:inline\s+)?namespace\b|(?:class|struct|union|enum|extern)\b", words)
    return bool(opens) and not words.endswith(")")


def functions(code):
    """(first line, last line) of each body that stands in no other body; what initialises a variable is none."""
    start = place = 0
    while place < len(code):
        character = code[place]
        if character == "#" and not code[code.rfind("\n", 0, place) + 1 : place].strip():
            while (end := code.find("\n", place)) > 0 and code[end - 1] == "\\":
                place = end + 1
            place = start = len(code) if end < 0 else end
        elif character in ";}":
            start = place + 1
        elif character == "{":
            head = code[start:place]
            if scopes_only(head.strip()):
                start = place + 1
            else:
                depth = 0
                for end in range(place, len(code)):
                    depth += {"{": 1, "}": -1}.get(code[end], 0)
                    if depth == 0:
                        break
                is_function = "(" in head and not re.search(r"=\s*$", head)
                if is_function:
                    first = start + len(head) - len(head.lstrip())
                    yield code.count("\n", 0, first) + 1, code.count("\n", 0, end) + 1
                place = end
                if not (is_function and re.match(r"\s*[,{]", code[end + 1 :])):  # else: a member's initialiser
                    start = end + 1
        place += 1


@rule
def function_length(tree):
    """No function is longer than 70 lines."""
    for file in tree.cpp():
        for first, last in functions(file.code):
            if last - first + 1 > FUNCTION_LINES_MAX:
                yield Finding(file.path, first, f"{last - first + 1} lines, of at most {FUNCTION_LINES_MAX}")


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
