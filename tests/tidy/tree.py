"""The tree that the rules look at: its files, their text, and their text without comments and strings."""

import re
import subprocess
from functools import cached_property
from pathlib import Path, PurePosixPath

TEXT_SUFFIXES = {".cpp", ".hpp", ".py", ".sh", ".cmake", ".in", ".txt", ".md", ".yaml", ".yml", ".json", ".xml", ".sql"}
TEXT_NAMES = {"run", ".clang-format", ".clang-tidy", ".gitignore"}

# One alternative per thing that may hide a quote or a slash. Numbers come before characters, so that the separators
# of 1'000 open no character literal.
TOKEN = re.compile(
    r"""(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)"""
    r"""|(?P<string>R"(?P<fence>[^()\s\\]{0,16})\(.*?\)(?P=fence)"|"(?:\\.|[^"\\\n])*")"""
    r"""|(?P<number>\b\d(?:[\w.]|'\w)*)"""
    r"""|(?P<character>'(?:\\.|[^'\\\n])+')""",
    re.DOTALL,
)


def blank(text):
    """The same number of characters and lines, with nothing in them."""
    return re.sub(r"[^\n]", " ", text)


class File:
    """One file: `path` is relative to the root of the tree, with forward slashes."""

    def __init__(self, path, text):
        self.path = path
        self.text = text

    def __repr__(self):
        return self.path

    @property
    def parts(self):
        return PurePosixPath(self.path).parts

    @property
    def suffix(self):
        return PurePosixPath(self.path).suffix

    @property
    def is_cpp(self):
        return self.suffix in (".cpp", ".hpp")

    @property
    def is_header(self):
        return self.suffix == ".hpp"

    @cached_property
    def lines(self):
        return self.text.split("\n")

    @cached_property
    def without_comments(self):
        return TOKEN.sub(lambda m: blank(m[0]) if m["comment"] else m[0], self.text)

    @cached_property
    def code(self):
        """Without comments, and with empty strings and characters; every line and column where it was."""

        def clear(match):
            if match["comment"]:
                return blank(match[0])
            if match["string"] or match["character"]:
                return match[0][0] + blank(match[0][1:-1]) + match[0][-1]
            return match[0]

        return TOKEN.sub(clear, self.text)

    @cached_property
    def includes(self):
        """(line number, header as written, whether in quotes) of each include."""
        found = []
        for number, line in enumerate(self.without_comments.split("\n"), 1):
            match = re.match(r'\s*#\s*include\s*(?:"([^"]+)"|<([^>]+)>)', line)
            if match:
                found.append((number, match[1] or match[2], match[1] is not None))
        return found

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1


class Tree:
    """Files by path. `paths` names all of them, also those that are not text."""

    def __init__(self, texts, other_paths=()):
        self.files = {path: File(path, text) for path, text in texts.items()}
        self.paths = set(texts) | set(other_paths)

    @classmethod
    def at(cls, root):
        texts, others = {}, []
        for path in list_paths(root):
            if Path(path).suffix in TEXT_SUFFIXES or Path(path).name in TEXT_NAMES:
                texts[path] = (Path(root) / path).read_text(encoding="utf-8", errors="replace")
            else:
                others.append(path)
        return cls(texts, others)

    def __iter__(self):
        return iter(sorted(self.files.values(), key=lambda file: file.path))

    def cpp(self, *folders):
        """C++ files, in these top folders or anywhere."""
        return [file for file in self if file.is_cpp and (not folders or file.parts[0] in folders)]

    def get(self, path):
        return self.files.get(path)

    def has_path(self, path):
        """Whether a file or a folder of this name is there."""
        return path in ("", ".") or path in self.paths or any(p.startswith(path.rstrip("/") + "/") for p in self.paths)


def list_paths(root):
    """What git would commit; outside a git checkout, everything but build folders and hidden ones."""
    command = ["git", "-C", str(root), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout.decode().split("\0")
        return [path for path in listed if path and (Path(root) / path).is_file()]
    except (OSError, subprocess.CalledProcessError):
        found = (path.relative_to(root) for path in Path(root).rglob("*") if path.is_file())
        skipped = re.compile(r"build.*|runs|__pycache__|\.git|\.cache")
        return [p.as_posix() for p in found if not any(skipped.fullmatch(part) for part in p.parts)]
