"""What core may not touch: everything that could differ between two runs of one seed."""

import re
from pathlib import PurePosixPath

from . import Finding, rule

CLOCKS = (
    r"\b(?:system|steady|high_resolution|utc|tai|gps|file)_clock\b"
    r"|\b(?:gettimeofday|clock_gettime|timespec_get|localtime|gmtime)\b"
    r"|(?<![\w.>])time\s*\(\s*(?:0|NULL|nullptr|&\s*\w+)\s*\)"
)
FORBIDDEN = {
    "a clock": re.compile(CLOCKS),
    "a random source of the standard library": re.compile(
        r"\brandom_device\b|\bstd::\w+_distribution\b|\bmt19937(?:_64)?\b|\bdefault_random_engine\b|\bminstd_rand0?\b"
        r"|(?<![\w.>])s?rand\s*\(|\b(?:std::|ranges::)(?:shuffle|sample)\b"
    ),
    # A specialisation for others to use is a definition, not a use.
    "std::hash": re.compile(r"(?<!struct )\bstd::hash\s*<"),
    "a thread or a lock": re.compile(
        r"\bstd::(?:j?thread|this_thread|(?:recursive_|shared_|timed_)*mutex|async|future|promise|condition_variable\w*"
        r"|(?:counting|binary)_semaphore|latch|barrier)\b|\bpthread_\w+|\bthread_local\b"
    ),
    "the environment": re.compile(r"\b(?:secure_)?getenv\b"),
    "a file": re.compile(
        r"\b(?:fopen|freopen|popen)\b|\bstd::(?:basic_)?[io]?fstream\b|\bstd::filesystem\b|<(?:fstream|filesystem)>"
    ),
}
LIBRARIES = re.compile(r"^(?:simgrid|boost|yaml-cpp|rapidcheck|CLI)(?:/|$)|^Qt?[A-Z]\w*(?:/|$)")
SQLITE = re.compile(r"^(?:sqlite3|SQLiteCpp)\b")
MAY_USE_SQLITE = re.compile(r"core/(?:store|query|subscription)/(?:.*/)?[^/]*sqlite[^/]*\.cpp")


def matches(file, pattern):
    for match in pattern.finditer(file.code):
        yield file.line_of(match.start()), match[0].strip()


@rule
def core_is_deterministic(tree):
    """core reads no clock, thread, file, environment variable or random source of the standard library."""
    for file in tree.cpp("core"):
        for what, pattern in FORBIDDEN.items():
            for line, text in matches(file, pattern):
                yield Finding(file.path, line, f"core may not use {what}: {text}")


@rule
def core_libraries(tree):
    """core uses no engine, screen or scenario library; SQLite only where stores are, in files named sqlite."""
    for file in tree.cpp("core"):
        for line, header, _ in file.includes:
            if LIBRARIES.match(header) or (SQLITE.match(header) and not MAY_USE_SQLITE.fullmatch(file.path)):
                yield Finding(file.path, line, f"core may not use this library here: {header}")


# Code inside a namespace is not indented, so what stands in the first column stands at namespace scope.
GLOBAL = re.compile(
    r"^(?!(?:using|namespace|class|struct|union|enum|template|typedef|friend|return|static_assert|concept|requires|else"
    r"|public|private|protected|case|default|goto|co_return|co_yield|delete|throw)\b)"
    r"(?:[A-Za-z_][\w:]*(?:<[^;(){}]*>)?[\s&*]+)+[A-Za-z_]\w*(?:\[\w*\])?\s*(?:=(?!=)|;|\{[^}\n]*\}\s*;)",
    re.MULTILINE,
)
STATIC = re.compile(
    r"^[ \t]+(?:inline\s+)?static\s+(?:inline\s+)?[\w:<>, *&]+\s(?:\w+)\s*(?:=(?!=)|;|\{)", re.MULTILINE
)


@rule
def core_has_no_mutable_globals(tree):
    """core keeps no state outside its objects: no mutable global and no mutable static."""
    for file in tree.cpp("core"):
        for pattern in (GLOBAL, STATIC):
            for line, text in matches(file, pattern):
                if not re.search(r"\b(?:const|constexpr)\b", text):
                    yield Finding(file.path, line, f"a mutable global: {text}")


LOOKUP_ONLY = "// lookup only"
SORTED_BELOW = "// sorted below"
RUN_AND_JUDGE = ("core", "sim", "properties")


def closing_bracket(code, start):
    """The offset behind the '>' that closes the '<' at `start`."""
    depth = 0
    for offset in range(start, len(code)):
        depth += {"<": 1, ">": -1}.get(code[offset], 0)
        if depth == 0:
            return offset + 1
    return len(code)


def unordered_names(code):
    """Names of variables declared with an unordered container, or with an alias of one."""
    names, aliases = set(), set()
    for match in re.finditer(r"\bunordered_(?:multi)?(?:map|set)\s*<", code):
        before = code[: match.start()].rsplit(";", 1)[-1]
        if alias := re.search(r"\busing\s+(\w+)\s*=\s*(?:std::)?$", before):
            aliases.add(alias[1])
        elif name := re.match(r"[\s&*]*(\w+)", code[closing_bracket(code, match.end() - 1) :]):
            names.add(name[1])
    for alias in aliases:
        names.update(re.findall(rf"\b{alias}[\s&*]+(\w+)\s*[;={{,)]", code))
    return names


def is_marked(file, line, *marks):
    """Whether one of these comments stands on the line or the one above."""
    return any(mark in text for mark in marks for text in file.lines[max(0, line - 2) : line])


@rule
def unordered_lookup_only(tree):
    """An unordered container in core, sim or properties is marked '// lookup only', on its line or the line above; one
    that is walked through once, into what is sorted at once, '// sorted below', there and at the walk."""
    for file in tree.cpp(*RUN_AND_JUDGE):
        for line, _ in matches(file, re.compile(r"\bstd::unordered_\w+")):
            if not is_marked(file, line, LOOKUP_ONLY, SORTED_BELOW):
                yield Finding(file.path, line, f"an unordered container without the comment '{LOOKUP_ONLY}'")


@rule
def unordered_is_not_iterated(tree):
    """core, sim and properties never walk through an unordered container: its order is not the run's."""
    for file in tree.cpp(*RUN_AND_JUDGE):
        sibling = tree.get(str(PurePosixPath(file.path).with_suffix(".cpp" if file.is_header else ".hpp")))
        for name in sorted(unordered_names(file.code) | (unordered_names(sibling.code) if sibling else set())):
            walk = rf"\bfor\s*\([^;()]*:\s*(?:this->|\w+\.)?{name}\s*\)|\b{name}\s*\.\s*c?begin\s*\("
            for line, _ in matches(file, re.compile(walk)):
                if is_marked(file, line, SORTED_BELOW):
                    continue
                yield Finding(file.path, line, f"walks through the unordered container {name}")


WALL_CLOCK = re.compile(r"(?:\.|->)now\s*\(\s*\)")


@rule
def waits_are_monotonic(tree):
    """core waits by Context::monotonic, or by Context::time where the design chooses; now() is for time stamps."""
    for file in tree.cpp("core"):
        for line, _ in matches(file, WALL_CLOCK):
            yield Finding(file.path, line, "core asks for the wall clock, which jumps: a wait, or a time stamp?")


A_CLOCK = re.compile(r"\b(?:now|monotonic|waited)\s*\(|(?:\.|->)time\s*\(|\bto_ns\s*\([^()]*\s-\s[^()]*\)")


def closing_brace(code, start):
    """The offset of the '}' that closes the '{' at `start`."""
    depth = 0
    for offset in range(start, len(code)):
        depth += {"{": 1, "}": -1}.get(code[offset], 0)
        if depth == 0:
            return offset
    return len(code)


@rule
def observations_measure_true_time(tree):
    """What an observation of core says of a length of time is its `since`, and no clock that its process read."""
    for file in tree.cpp("core"):
        for begin in re.finditer(r"\{\s*\.kind\s*=", file.code):
            said = file.code[begin.start() : closing_brace(file.code, begin.start())]
            for match in A_CLOCK.finditer(said):
                line = file.line_of(begin.start() + match.start())
                yield Finding(file.path, line, f"an observation of a process's clock: {match[0].strip()}")
