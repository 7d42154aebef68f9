"""Loads whose cost is counted: without faults, with all judges and metrics, on the engine `fast`."""

import json
import pathlib
import shutil
import sys

import callgrind

BASE = """
crisper: 1
name: counted load
design:
  command_queue: {handlers: 16}
  ownership: {strategy: row_lock}
  event_store: {append: any}
deployment: {hosts: 8, link: {latency: 100us, bandwidth: 10Gbps}, disk: {sync: 10us}}
workload:
  orders: {rate: 500/s, for: 200ms, customers: 200, clients: 16, fridges: 30, meals: 10}
  restock: {initial: 1000}
properties: [all]
"""


def skip_without_valgrind():
    if not shutil.which("valgrind"):
        print("skipped: there is no valgrind to count instructions with")
        sys.exit(77)


class Counted:
    """One run: what it cost as a whole and by function, and how many messages were delivered."""

    def __init__(self, crisper, folder, name, settings):
        folder = pathlib.Path(folder)
        (folder / "load.yaml").write_text(BASE)
        self.out = folder / f"{name}.callgrind"
        options = [word for setting in settings for word in ("--set", setting)]
        callgrind.run(
            [crisper, "run", "load.yaml", "--engine", "fast", "--no-trace", "--out", name, *options], self.out, folder
        )
        result = json.loads((folder / name / "result.json").read_text())
        if result["verdict"] != "pass":
            raise RuntimeError(f"{name} was to pass: {result['verdict']}")
        self.deliveries = result["run"]["deliveries"] if "run" in result else result["deliveries"]
        self.instructions = callgrind.total(self.out)


def of_start(crisper, folder):
    """What the command costs before it does anything: most of it is to load its libraries."""
    out = pathlib.Path(folder) / "start.callgrind"
    callgrind.run([crisper, "--version"], out, folder)
    return callgrind.total(out)
