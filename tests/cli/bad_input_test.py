"""What is wrong is said in one clear line, with its place, by every command.

Usage: bad_input_test.py CRISPER SOURCE_DIR
"""
import sys
import time
import unittest

from cli_test import BAD_INPUT, EXAMPLE, USAGE, Case


class BadInput(Case):
    def run_text(self, text):
        return self.crisper("run", self.scenario(text), "--engine", "fast", "--out", "out")

    def test_an_unknown_key_is_named_with_its_place_and_the_nearest_word(self):
        done = self.run_text("crisper: 1\nname: x\ndesign:\n  ownreship: {strategy: none}\n")
        self.assert_refused(done, BAD_INPUT, ":4:3:", "ownreship", "ownership")

    def test_a_wrong_unit_is_named(self):
        done = self.run_text("crisper: 1\nname: x\ndesign: {ownership: {lease: 2 parsecs}}\n")
        self.assert_refused(done, BAD_INPUT, ":3:", "lease")

    def test_a_bare_number_for_a_duration_is_refused(self):
        done = self.run_text("crisper: 1\nname: x\ndesign: {ownership: {lease: 2}}\n")
        self.assert_refused(done, BAD_INPUT, ":3:", "2")

    def test_a_missing_file(self):
        self.assert_refused(self.crisper("run", "no_such.yaml"), BAD_INPUT, "no_such.yaml")

    def test_a_folder_instead_of_a_file(self):
        self.assert_refused(self.crisper("run", "."), BAD_INPUT)

    def test_an_empty_file(self):
        self.assert_refused(self.run_text(""), BAD_INPUT, "scenario.yaml")

    def test_a_file_of_50_megabytes_is_refused_quickly(self):
        path = self.folder / "huge.yaml"
        path.write_bytes(b"# padding\n" * 5_000_000)
        begun = time.monotonic()
        self.assert_refused(self.crisper("run", path), BAD_INPUT, "huge.yaml")
        self.assertLess(time.monotonic() - begun, 5)

    def test_a_binary_file(self):
        path = self.folder / "binary.yaml"
        path.write_bytes(bytes(range(256)) * 100)
        self.assert_refused(self.crisper("run", path), BAD_INPUT, "binary.yaml")

    def test_a_cycle_of_anchors(self):
        self.assert_refused(self.run_text("crisper: 1\nname: &a [*a]\n"), BAD_INPUT)
        self.assert_refused(self.run_text("crisper: 1\nname: x\ndesign: &d\n  client: *d\n"), BAD_INPUT)

    def test_a_bomb_of_anchors(self):
        text = "crisper: 1\na0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for i in range(1, 12):
            text += f"a{i}: &a{i} [{', '.join([f'*a{i-1}'] * 9)}]\n"
        self.assert_refused(self.run_text(text), BAD_INPUT)

    def test_a_negative_rate(self):
        self.assert_refused(self.run_text("crisper: 1\nname: x\nworkload: {orders: {rate: -5/s}}\n"), BAD_INPUT, ":3:")
        self.assert_refused(self.run_text("crisper: 1\nname: x\nfaults: [{loss: -1%}]\n"), BAD_INPUT, ":3:")

    def test_a_probability_over_one(self):
        self.assert_refused(self.run_text("crisper: 1\nname: x\nfaults: [{loss: 120%}]\n"), BAD_INPUT, ":3:")

    def test_no_handlers(self):
        text = "crisper: 1\nname: x\ndesign: {command_queue: {handlers: 0}}\n"
        self.assert_refused(self.run_text(text), BAD_INPUT, "handlers")

    def test_a_strategy_that_cannot_do_what_the_workload_sends(self):
        # Wrong: commands on several states would all be rejected, and the run would look quiet and good.
        path = self.scenario("crisper: 1\nname: x\ndesign:\n  ownership: {strategy: row_lock}\n"
                             "workload: {baskets: {}}\n")
        self.assert_refused(self.crisper("run", path), BAD_INPUT, "scenario.yaml:4:25", "row_lock can't",
                            "multi_row_lock")

    def test_an_unknown_property(self):
        text = "crisper: 1\nname: x\nproperties: [stock_never_negativ]\n"
        self.assert_refused(self.run_text(text), BAD_INPUT, "stock_never_negative")

    def test_a_seed_that_is_no_number(self):
        self.assert_refused(self.crisper("run", EXAMPLE, "--seed", "seven"), USAGE, "seven")
        self.assert_refused(self.crisper("run", EXAMPLE, "--seed", "-1"), USAGE, "-1")

    def test_an_unknown_engine(self):
        self.assert_refused(self.crisper("run", EXAMPLE, "--engine", "simgird"), USAGE, "simgird", "simgrid")

    def test_a_setting_without_a_value_and_one_that_does_not_exist(self):
        self.assert_refused(self.crisper("run", EXAMPLE, "--set", "design"), USAGE, "path=value")
        self.assert_refused(self.crisper("run", EXAMPLE, "--set", "design.ownreship=x"), BAD_INPUT, "ownership")

    def test_numbers_are_checked_alike_by_every_command(self):
        # Wrong: a slip such as -j -1 would begin threads without end.
        for command in ("check", "shrink", "explore", "sweep"):
            for jobs in ("0", "-1", "4294967295", "many"):
                self.assert_refused(self.crisper(command, EXAMPLE, "-j", jobs), USAGE, jobs, "from 1 to 1024")
        for option, words in (("--runs", ["shrink"]), ("--runs", ["explore"]), ("--max-executions", ["check"])):
            self.assert_refused(self.crisper(*words, EXAMPLE, option, "-1"), USAGE, f"{option} -1")
            self.assert_refused(self.crisper(*words, EXAMPLE, option, "0"), USAGE, f"{option} 0")
        self.assert_refused(self.crisper("check", EXAMPLE, "--losses", "-1"), USAGE, "--losses -1")

    def test_an_empty_value_is_no_value(self):
        # Wrong: a script whose variable is empty would run something else than was meant.
        for words in (["run", EXAMPLE, "--seed", ""], ["run", EXAMPLE, "--out", ""], ["check", EXAMPLE, "--for", ""],
                      ["explore", EXAMPLE, "--engine", ""], ["describe", ""]):
            self.assert_refused(self.crisper(*words), USAGE, "is empty")

    def test_a_word_that_is_unknown_is_met_with_the_nearest(self):
        # Wrong: somebody who mistypes would learn only that something is wrong.
        self.assert_refused(self.crisper("rnu"), USAGE, "crisper: ", "'rnu'", "'run'")
        self.assert_refused(self.crisper("run", EXAMPLE, "--sed", "1"), USAGE, "crisper: ", "'--sed'", "'--seed'")
        self.assert_refused(self.crisper("run", EXAMPLE, "two"), USAGE, "crisper: ", "'two'")
        self.assert_refused(self.crisper("run"), USAGE, "crisper: ", "scenario")

    def test_a_long_value_is_not_repeated_whole(self):
        # Wrong: the reason would be lost behind pages of what somebody knows.
        done = self.crisper("run", EXAMPLE, "--set", "x" * 50_000)
        self.assert_refused(done, USAGE, "crisper: ", "path=value")
        self.assertLess(len(done.stderr), 2000)

    def test_wrong_command_lines_exit_with_64(self):
        for words in ([], ["fly"], ["run"], ["run", EXAMPLE, "--sed", "1"]):
            done = self.crisper(*words)
            self.assertEqual(done.returncode, USAGE, done.stderr)
            self.assertNotEqual(done.stderr, "")

    def test_a_plan_that_is_wrong(self):
        plan = self.scenario("crisper_plan: 1\nfaults:\n  - {los: {from: a, to: b, nth: 1}}\n", "plan.yaml")
        self.assert_refused(self.crisper("run", EXAMPLE, "--plan", plan), BAD_INPUT, "plan.yaml:3:", "loss")

    def test_a_platform_file_that_does_not_exist(self):
        done = self.run_text("crisper: 1\nname: x\ndeployment: {platform: nowhere.xml}\n")
        self.assert_refused(done, BAD_INPUT, "nowhere.xml")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest=["BadInput"])
