"""The commands that tell what there is: list, describe, schema, init, completion, and the help of all.

Usage: tell_test.py CRISPER SOURCE_DIR
"""
import json
import subprocess
import sys
import unittest

from cli_test import BAD_INPUT, PASS, SOURCE, USAGE, Case


class Tell(Case):
    def test_help_of_everything_has_examples_or_options(self):
        for command in ([], ["run"], ["replay"], ["sweep"], ["compare"], ["explore"], ["lint"], ["describe"]):
            words = [*command, "--help"]
            done = self.crisper(*words)
            self.assertEqual(done.returncode, PASS)
            self.assertIn("Example", done.stdout)

    def test_list_and_describe_know_the_same_words(self):
        # Wrong: what is listed could not be looked up.
        for what in ("ownership", "publication", "executors", "domains", "language", "roles", "engines", "faults",
                     "properties", "lints", "strategies", "sometimes", "metrics", "observations"):
            done = self.crisper("list", what)
            self.assertEqual(done.returncode, PASS)
            words = [line.split()[0] for line in done.stdout.splitlines()[1:] if line.startswith("  ")]
            self.assertGreater(len(words), 0 if what == "domains" else 1)
            self.assertEqual(self.crisper("describe", words[0]).returncode, PASS, words[0])

    def test_an_unknown_word_is_met_with_the_nearest(self):
        self.assert_refused(self.crisper("describe", "single_writter"), USAGE, "single_writer")
        self.assert_refused(self.crisper("list", "engine"), USAGE, "engines")

    def test_the_schema_is_json(self):
        self.assertIn("properties", json.loads(self.crisper("schema").stdout))

    def test_init_makes_a_scenario_of_an_event_catalog(self):
        # Wrong: a team's folders have to be copied by hand, or what is made of them doesn't run.
        for path, front in (("services/Show/index.mdx", "receives: [{id: Hold}]\nsends: [{id: Held}]\n"),
                            ("services/Show/commands/Hold/index.mdx", "id: Hold\n"),
                            ("services/Show/commands/Hold/versioned/0.1.0/index.mdx", "id: [\n"),
                            ("services/Show/events/Held/index.mdx", "id: Held\n")):
            page = self.folder / "catalog" / path
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text("---\n" + front + "---\n# For people\n")
        # As npm leaves it: a list of packages that is longer than any page, and links that lead nowhere.
        (self.folder / "catalog/package-lock.json").write_text('"' + "x" * (1 << 20) + '"')
        (self.folder / "catalog/services/gone.json").symlink_to("nowhere")
        (self.folder / "catalog/.cache").symlink_to("nowhere")
        done = self.crisper("init", "--from", "catalog", "made.yaml")
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertIn("- otherwise -> Held", (self.folder / "made.yaml").read_text())
        self.assertEqual(self.crisper("run", "made.yaml", "--engine", "fast", "--no-trace").returncode, PASS)
        (self.folder / "catalog/services/Show/events/Held/index.mdx").write_text("---\nid: [\n---\n")
        self.assert_refused(self.crisper("init", "--from", "catalog", "other.yaml"), BAD_INPUT, "Held/index.mdx:")

    def test_the_schema_of_a_scenario_knows_its_business(self):
        # Wrong: an editor takes any command for one of a business that is written in the scenario.
        schema = self.crisper("schema", str(SOURCE / "scenarios" / "examples" / "ticket_shop.yaml")).stdout
        steps = json.loads(schema)["properties"]["workload"]["properties"]["script"]["items"]["anyOf"]
        self.assertIn({"show", "booking", "seats"}, [set(step["properties"].get("hold", {}).get("properties", {}))
                                                     for step in steps])
        self.assert_refused(self.crisper("schema", "nowhere.yaml"), BAD_INPUT, "nowhere.yaml")

    def test_whose_keys_are_meant_can_be_said(self):
        # Wrong: what there is to write would be told of the first domain alone.
        for words in (("schema",), ("describe", "scenario")):
            done = self.crisper(*words, "--domain", "smart_fridge")
            self.assertEqual(done.returncode, PASS, done.stderr)
            self.assert_refused(self.crisper(*words, "--domain", "smart_fridg"), USAGE, "smart_fridge")

    def test_init_writes_a_scenario_that_runs_and_replaces_nothing(self):
        done = self.crisper("init", "mine.yaml")
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertEqual(self.crisper("run", "mine.yaml", "--engine", "fast", "--no-trace").returncode, PASS)
        self.assert_refused(self.crisper("init", "mine.yaml"), BAD_INPUT, "mine.yaml")

    def test_init_calls_a_scenario_as_its_file_is_called(self):
        # Wrong: every report of whoever began with it is about "my first design".
        for words, file, names in ((["init"], "rush.yaml", ["name: rush"]),
                                   (["init", "--domain"], "my_shop.yaml", ["name: my_shop", "  name: my_shop"]),
                                   (["init", "--domain"], "2 sea-lions.yaml", ["name: sea_lions", "  name: sea_lions"]),
                                   (["init"], "null.yaml", ['name: "null"']),
                                   (["init", "--domain"], "smart_fridge.yaml", ["name: smart_fridge"]),
                                   (["init"], "7.yaml", ["name: my first design"])):
            done = self.crisper(*words, file)
            self.assertEqual(done.returncode, PASS, done.stderr)
            lines = (self.folder / file).read_text().splitlines()
            for name in names:
                self.assertIn(name, lines, file)
            self.assertEqual(self.crisper("run", file, "--engine", "fast", "--no-trace").returncode, PASS, file)

    def test_init_writes_any_example_and_what_it_needs(self):
        # Wrong: who begins with an example has to find the sources first, or half of it.
        listed = [line.split()[0] for line in self.crisper("list", "examples").stdout.splitlines()[1:]]
        self.assertIn("ticket_shop", listed)
        self.assertEqual(self.crisper("init", "--from", "two_sites").returncode, PASS)
        self.assertEqual((self.folder / "two_sites.xml").read_text(),
                         (SOURCE / "scenarios" / "examples" / "two_sites.xml").read_text())
        self.assertEqual(self.crisper("describe", "two_sites.yaml").returncode, PASS)
        done = self.crisper("init", "--from", "account", "bank.yaml")
        self.assertIn("bank.yaml", done.stdout)
        self.assertEqual(self.crisper("init", "--from", "smart_fridge").returncode, PASS)
        self.assert_refused(self.crisper("init", "--from", "acount", "b.yaml"), USAGE, "account")
        self.assert_refused(self.crisper("init", "--from", "account", "--domain"), USAGE, "--from")
        self.assert_refused(self.crisper("init", "--from", ".", "b.yaml"), BAD_INPUT, "is a directory")
        self.assert_refused(self.crisper("init", "--from", "two_sites", "other.yaml"), BAD_INPUT, "two_sites.xml")

    def test_completion_scripts_are_accepted_by_their_shell(self):
        script = self.crisper("completion", "bash").stdout
        subprocess.run(["bash", "-n"], input=script, text=True, check=True)
        self.assertIn("replay", script)
        self.assertEqual(self.crisper("completion", "tcsh").returncode, USAGE)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Tell")
