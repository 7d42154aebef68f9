"""Names that must be told apart."""

import re

from . import Finding, rule

# At the margin, as the formatter puts what stands in a namespace; a declaration alone defines nothing.
NAMESPACE = re.compile(r"^(?:inline )?namespace (?P<name>[\w:]+ )?\{$")
END = re.compile(r"^\}  // namespace\b")  # the formatter writes it
TYPE = re.compile(
    r"^(?:struct|class|union|enum class|enum struct|enum) (?:\[\[[^\]]*\]\] )?(?P<name>\w+)(?![\w:]*::)(?P<rest>[^;]*)$"
)


def program(file):
    """Two test programs are never linked together; all else may be."""
    return "/".join(file.parts[:2]) if file.parts[0] == "tests" else "product"


def types(file):
    """(line number, qualified name) of each type defined outside functions, types and unnamed namespaces."""
    open_namespaces = []
    for number, (line, raw) in enumerate(zip(file.code.split("\n"), file.lines), 1):
        if begun := NAMESPACE.match(line):
            open_namespaces.append(begun["name"].strip() if begun["name"] else None)
        elif END.match(raw) and open_namespaces:
            open_namespaces.pop()
        elif found := TYPE.match(line):
            is_specialisation = "<" in found["rest"].split(":")[0]
            if None not in open_namespaces and not is_specialisation:
                yield number, "::".join([*open_namespaces, found["name"]])


@rule
def one_type_per_name(tree):
    """No two types of one name in one namespace: the linker would take one's functions for the other's."""
    seen = {}
    for file in tree.cpp():
        for number, name in types(file):
            first = seen.setdefault((program(file), name), file.path)
            if first != file.path:
                yield Finding(file.path, number, f"{first} defines another {name}")
