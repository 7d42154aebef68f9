"""Every rule is tried on trees that it must refuse and on trees that it must accept. See snippets.py."""

import sys
import unittest

import snippets
from rules import RULES
from tidy import check, read_allowed
from tree import File, Tree


def places(name, texts, others=()):
    """The lines of each file that the rule called `name` refuses."""
    found = check(Tree(texts, others), [name])
    return sorted({f"{finding.path}:{finding.line}" for _, finding in found})


class Rules(unittest.TestCase):
    def test_every_rule_has_a_tree_to_refuse_and_one_to_accept(self):
        self.assertEqual(set(snippets.BAD), set(RULES))
        self.assertEqual(set(snippets.GOOD), set(RULES))

    def test_refuses_each_bad_line_and_no_other(self):
        for name, texts in snippets.BAD.items():
            expected = sorted(
                f"{path}:{number}"
                for path, text in texts.items()
                for number, line in enumerate(text.split("\n"), 1)
                if "BAD" in line
            )
            with self.subTest(rule=name):
                self.assertEqual(places(name, texts), expected or snippets.BAD_PLACES[name])

    def test_accepts_what_is_good(self):
        for name, texts in snippets.GOOD.items():
            with self.subTest(rule=name):
                self.assertEqual(places(name, texts), [])


class Exceptions(unittest.TestCase):
    def test_an_allowed_breach_is_passed_over(self):
        allowed = read_allowed("# comment\npragma_once core/a.hpp  # generated\n")
        tree = Tree({"core/a.hpp": "int a();\n", "core/b.hpp": "int b();\n"})
        self.assertEqual([f.path for _, f in check(tree, ["pragma_once"], allowed)], ["core/b.hpp"])

    def test_an_exception_without_a_reason_is_an_error(self):
        with self.assertRaises(ValueError):
            read_allowed("pragma_once core/a.hpp\n")

    def test_an_exception_from_no_rule_is_an_error(self):
        with self.assertRaises(ValueError):
            read_allowed("pragma_twice core/a.hpp  # generated\n")

    def test_an_exception_that_nothing_needs_is_a_breach(self):
        allowed = read_allowed("pragma_once core/a.hpp  # generated\nfile_length core/a.hpp  # a table\n")
        tree = Tree({"core/a.hpp": "#pragma once\nint a();\n"})
        self.assertEqual([f.path for _, f in check(tree, ["pragma_once"], allowed)], ["core/a.hpp"])
        self.assertEqual([f.path for _, f in check(Tree({"core/a.hpp": "int a();\n"}), ["pragma_once"], allowed)], [])


class Text(unittest.TestCase):
    def test_code_keeps_lines_and_columns_but_neither_comments_nor_strings(self):
        text = 'int a = 1\'000; // time(0)\n/* "x" */ auto b = "// no";\nchar c = \'"\'; auto d = R"x(\n")x";\n'
        code = File("core/a.cpp", text).code
        self.assertEqual([len(line) for line in code.split("\n")], [len(line) for line in text.split("\n")])
        self.assertNotIn("time", code)
        self.assertNotIn("no", code)
        self.assertIn("1'000;", code)
        self.assertIn("auto d = ", code)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]])
