"""Runs twenty seeds on both engines with several builds of crisper_digest, each twice, and compares the digests; the
command must say the same of the first of them.

Usage: digests_test.py SCENARIO CRISPER CRISPER_DIGEST...
"""
import concurrent.futures
import json
import subprocess
import sys
import tempfile

SCENARIO, CRISPER, PROGRAMS = sys.argv[1], sys.argv[2], sys.argv[3:]
SEEDS = range(1, 21)
ENGINES = ("fast", "simgrid")
# All faults that strike messages and machines, so that every draw is compared.
SETTINGS = ["workload.orders.for=2s", "workload.queries=null", "run.settle=1s",
            "faults=[{loss: 1%}, {duplicate: 2%}, {reorder: 1%, by: 1ms..5ms}, {delay: 1%, by: 1ms..20ms}, "
            "{corrupt: 1%}, {crash: handler-*, every: 2s, restart_after: 300ms}, "
            "{pause: event-log, at: 1500ms, for: 200ms}, {clock_skew: lock-service, by: 300ms, drift: 100ppm, at: 1s}]"]


def printed_by(words, verdicts):
    done = subprocess.run(words, text=True, capture_output=True)
    if done.returncode not in verdicts:
        sys.exit(f"{' '.join(words)}\nexited with {done.returncode}: {done.stderr}")
    return done.stdout


def digest(job):
    program, engine, seed, _ = job
    return printed_by([program, SCENARIO, engine, str(seed), *SETTINGS], (0,)).strip()


def digest_of_command(engine):
    with tempfile.TemporaryDirectory() as folder:
        words = [CRISPER, "run", SCENARIO, "--json", "--no-trace", "--engine", engine, "--seed", "1", "--out", folder]
        return json.loads(printed_by(words + [f"--set={setting}" for setting in SETTINGS], (0, 1, 2)))["digest"]


jobs = [(program, engine, seed, again) for engine in ENGINES for seed in SEEDS for program in PROGRAMS
        for again in (1, 2)]
with concurrent.futures.ThreadPoolExecutor(2) as pool:
    digests = dict(zip(jobs, pool.map(digest, jobs)))

differences = 0
for engine in ENGINES:
    for seed in SEEDS:
        expected = digests[(PROGRAMS[0], engine, seed, 1)]
        for program in PROGRAMS:
            for again in (1, 2):
                if digests[(program, engine, seed, again)] != expected:
                    differences += 1
                    print(f"{engine}, seed {seed}, run {again} of {program}: "
                          f"{digests[(program, engine, seed, again)]}, not {expected}")
    if len({digests[(PROGRAMS[0], engine, seed, 1)] for seed in SEEDS}) != len(SEEDS):
        differences += 1
        print(f"{engine}: two seeds have one digest")
    if digest_of_command(engine) != digests[(PROGRAMS[0], engine, 1, 1)]:
        differences += 1
        print(f"{engine}: the command says another digest, {digest_of_command(engine)}")
print(f"{len(jobs)} runs, {len(PROGRAMS)} builds, {differences} differences")
sys.exit(1 if differences else 0)
