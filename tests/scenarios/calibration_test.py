"""Every scenario of scenarios/calibration comes to the row of the measured system that it was fitted on.

Usage: calibration_test.py CRISPER SOURCE_DIR
"""
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

CRISPER = pathlib.Path(sys.argv[1]).resolve()
SOURCE = pathlib.Path(sys.argv[2]).resolve()
CALIBRATION = SOURCE / "scenarios" / "calibration"


class Calibration(unittest.TestCase):
    def test_every_scenario_is_within_its_bounds(self):
        # Wrong: a change of the pipeline, and what was measured elsewhere is no longer met, or never was.
        scenarios = sorted(CALIBRATION.glob("*.yaml"))
        self.assertGreater(len(scenarios), 3)
        for scenario in scenarios:
            with self.subTest(scenario.name), tempfile.TemporaryDirectory(prefix="crisper-calibration-") as folder:
                words = [CRISPER, "run", scenario, "--no-trace", "--json", "--out", folder]
                done = subprocess.run(words, cwd=SOURCE, text=True, capture_output=True, timeout=300)
                self.assertIn(done.returncode, (0, 1, 2), done.stderr)
                result = json.loads(done.stdout)
                self.assertEqual(result["verdict"], "pass", result["reason"])
                judged = [each["name"] for each in result["properties"] if each["name"] != "run_completed"]
                self.assertTrue(judged, "it has no bound")

    def test_the_guide_shows_every_scenario(self):
        # Wrong: a calibration whose error nobody states.
        guide = (SOURCE / "docs" / "guide" / "calibration.md").read_text()
        for scenario in CALIBRATION.glob("*.yaml"):
            self.assertIn(f"scenarios/calibration/{scenario.name}", guide)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
