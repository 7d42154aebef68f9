"""What of a design can't be had, or means nobody: refused with the nearest word; and what one comes to.

Usage: designs_test.py CRISPER SOURCE_DIR
"""
import json
import sys
import unittest

from cli_test import BAD_INPUT, EXAMPLE, PASS, SMALL, USAGE, Case


class Designs(Case):
    def sweep(self, section):
        return self.crisper("sweep", self.scenario(f"crisper: 1\nname: x\n{section}\n"), "--engine", "fast")

    def test_combinations_that_cannot_be_had_are_left_out_where_the_section_says_so(self):
        # Wrong: one of them would take all others with it, or nobody would hear of it.
        axes = ("design.ownership.strategy: [optimistic, reliable_inbox], "
                "design.publication.method: [outbox, dual_write]")
        work = "workload: {orders: {count: 3}}"
        refused = self.sweep(f"{work}\nsweep: {{{axes}}}")
        self.assert_refused(refused, BAD_INPUT, "reliable_inbox", "refused: leave_out")
        done = self.sweep(f"{work}\nsweep: {{refused: leave_out, {axes}}}")
        self.assertIn("left out", done.stdout, done.stderr)
        self.assertIn("3 designs", done.stdout)
        slip = self.sweep(f"{work}\nsweep: {{refused: leave_out, design.ownership.strategy: [optimistic, non]}}")
        self.assert_refused(slip, BAD_INPUT, "design.ownership.strategy=non is refused with everything else")

    def test_a_scenario_is_told_as_it_is_wired(self):
        # Wrong: nobody could see whom a fault means before it strikes nobody.
        text = ("crisper: 1\nname: wired\ndesign: {ownership: {strategy: actor_per_stream}, "
                "roles: {handler: {service_time: 2ms}}}\ndeployment: {hosts: 2}\n"
                "faults: [{crash: 'handler-*', at: 1s}, {loss: 5%, on: {to: host-2}}, {pause: actor, for: 1s}]\n")
        done = self.crisper("describe", self.scenario(text))
        self.assertEqual(done.returncode, PASS, done.stderr)
        self.assertRegex(done.stdout, r"handler-4 +handler +host-\d +2ms a turn")
        self.assertIn("crash of handler-*: handler-1, handler-2, handler-3, handler-4", done.stdout)
        self.assertIn("to host-2: all on host-2", done.stdout)
        self.assertIn("actor-* (role actor) are started while it runs", done.stdout)
        self.assertIn("pause of actor: what comes of actor-*", done.stdout)
        other = self.crisper("describe", self.scenario(text), "--set", "faults=[]", "--set",
                             "design.ownership.strategy=row_lock")
        self.assertIn("lock-service", other.stdout)
        self.assert_refused(self.crisper("describe", "nowhere.yaml"), BAD_INPUT, "nowhere.yaml")
        self.assert_refused(self.crisper("describe", "loss", "--set", "seed=1"), USAGE, "--set")

    def test_settings_that_only_go_together_are_taken_in_any_order(self):
        # Wrong: the same two words would be refused in one order and run in the other.
        settings = ["design.event_store.backend=sqlite", "design.event_store.database=file"]
        digests = set()
        for order in (settings, settings[::-1]):
            words = [word for setting in order for word in ("--set", setting)]
            done = self.crisper("run", EXAMPLE, *SMALL, *words, "--json", "--no-trace")
            digests.add(json.loads(done.stdout)["digest"])
        self.assertEqual(len(digests), 1)
        self.assert_refused(self.crisper("run", EXAMPLE, "--set", settings[1]), BAD_INPUT, "only a sqlite backend")
        self.assert_refused(self.crisper("run", EXAMPLE, "--set", "seed=2", "--set", "run.settle=x"), BAD_INPUT,
                            "--set run.settle=x")

    def test_names_of_nobody_are_refused_wherever_they_stand(self):
        # Wrong: a crash of nobody would be planned, fire never, and pass.
        self.assert_refused(self.crisper("run", EXAMPLE, "--set", "faults=[{crash: handler-99, at: 1s}]"), BAD_INPUT,
                            "handler-99", "there are handler-1 to handler-")
        plan = self.scenario("crisper_plan: 1\nfaults:\n  - {crash: {to: handler-99, at: 1s}}\n", "plan.yaml")
        self.assert_refused(self.crisper("run", EXAMPLE, "--plan", plan), BAD_INPUT, "plan.yaml", "handler-99")
        self.assert_refused(self.crisper("check", EXAMPLE, "--crash", "event-stroe"), BAD_INPUT, "event-store")
        self.assert_refused(self.crisper("check", EXAMPLE, "--crashes", "3"), USAGE, "--crash")

    def test_a_scenario_is_not_replayed(self):
        # Wrong: "unknown key 'crisper'", to somebody who took the wrong command.
        self.assert_refused(self.crisper("replay", EXAMPLE), BAD_INPUT, "this is a scenario", "crisper run")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], defaultTest="Designs")
