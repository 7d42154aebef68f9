"""What holds the project together: build lists, links, the change log, and words that have no place in it."""

import posixpath
import re

from . import Finding, rule

BUILT_FOLDERS = ("core", "sim", "properties", "reports", "cli", "gui", "tests")
# Put together here, so that this file does not contain them.
FORBIDDEN_WORDS = re.compile(r"(?<![\w.}$])/(?:" + "|".join(("work", "root", "home")) + r")/")


@rule
def every_source_is_built(tree):
    """Every .cpp is listed in the CMakeLists.txt of a folder above it."""
    for file in tree.cpp(*BUILT_FOLDERS):
        if file.is_header:
            continue
        folder, listed, lists = posixpath.dirname(file.path), False, 0
        while folder and not listed:
            if build_list := tree.get(posixpath.join(folder, "CMakeLists.txt")):
                name = re.escape(posixpath.relpath(file.path, folder))
                listed = re.search(rf"(?m)^[^#\n]*(?<![\w/.]){name}(?![\w/.])", build_list.text) is not None
                lists += 1
            folder = posixpath.dirname(folder)
        if lists and not listed:
            yield Finding(file.path, 0, "no CMakeLists.txt lists this file")


@rule
def no_machine_paths(tree):
    """Nothing names a folder that exists on one machine only."""
    for file in tree:
        for number, line in enumerate(file.lines, 1):
            if match := FORBIDDEN_WORDS.search(line):
                yield Finding(file.path, number, f"names a path of one machine: {match[0]}")


@rule
def links_resolve(tree):
    """Every relative link in a document leads to a file or folder of the tree."""
    for file in tree:
        if file.suffix != ".md":
            continue
        fenced = False
        for number, line in enumerate(file.lines, 1):
            fenced ^= line.lstrip().startswith("```")
            if fenced:
                continue
            for target in re.findall(r"\]\(<?([^)>\s]+)", re.sub(r"`[^`]*`", "", line)):
                path = target.split("#")[0]
                if not path or re.match(r"[a-z][a-z0-9+.-]*:", target):
                    continue
                resolved = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), path))
                if not tree.has_path(resolved):
                    yield Finding(file.path, number, f"a link to nothing: {target}")


@rule
def change_log(tree):
    """CHANGELOG.md is there and has a section for what is not released yet."""
    log = tree.get("CHANGELOG.md")
    if log is None or not re.search(r"(?m)^## \[?Unreleased\]?", log.text):
        yield Finding("CHANGELOG.md", 0, "no section '## Unreleased'")
