#!/usr/bin/env python3
"""Puts small faults into the core, one at a time, and hunts each: who sees it?

    scripts/mutants/mutants.py                       all of them, a hunt of at most 1,000 runs each
    scripts/mutants/mutants.py --only lock_to_the_last quota_lent_twice
    scripts/mutants/mutants.py --markdown table.md   writes the kill table, as docs/guide/properties.md shows it
    scripts/mutants/mutants.py --check               builds nothing: whether every patch still applies

A patch in patches/ is a mutant: a unified diff of core, behind three lines of its own,

    what: one sentence: what is wrong now
    fits: the properties whose sentence says so, with commas between
    masked: why no run can show it (left out where some can)

battery.json names the scenarios of the hunt: base.yaml with settings of `--set`. A mutant is hunted with all of them
in turn, a few runs each; those that `first:` names come first, and ten times. It is killed when a property that fits
fails; one that fails though it doesn't fit is told, too. The same hunt of the core without a fault must pass, or the
scenario is left out, and said to be.

The build lies in build/mutants: one ordinary build of the command, then one compilation and one link for each mutant.
Exit code: 0 when the share that is asked for is killed, 1 when not, 2 where something could not be built or run.
"""

import argparse
import concurrent.futures
import itertools
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent


class Mutant:
    def __init__(self, path):
        text = path.read_text()
        self.name = path.stem
        self.patch = text
        head = dict(re.findall(r"^(what|fits|masked|first): (.*)$", text.split("\n--- ")[0], re.M))
        self.what = head["what"]
        self.fits = [each.strip() for each in head["fits"].split(",")]
        self.masked = head.get("masked", "")
        self.first = [each.strip() for each in head.get("first", "").split(",") if each.strip()]
        self.files = re.findall(r"^\+\+\+ b/(\S+)", text, re.M)

    @property
    def room(self):
        parts = self.files[0].split("/")
        return parts[1]


def run(command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options)


def applies(mutant, check_only, into=None):
    """Applies the patch to copies of its files; returns git's complaint, empty where there is none."""
    options = ["git", "apply", "--unidiff-zero", "--recount"]
    place = root if check_only else into
    # Without this git looks for a repository around the files, and passes over all that it doesn't take for its own.
    alone = os.environ | {"GIT_CEILING_DIRECTORIES": str(place.parent), "GIT_DIR": str(place / "none")}
    if check_only:
        return run([*options, "--check"], input=mutant.patch, cwd=place, env=alone).stderr
    for file in mutant.files:
        target = into / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / file, target)
    return run([*options], input=mutant.patch, cwd=place, env=alone).stderr


class Build:
    """The command, built once with core in separate files, and again with a few of them replaced."""

    def __init__(self, folder, jobs):
        self.folder = folder
        settings = ["-DCMAKE_BUILD_TYPE=Release", "-DCMAKE_CXX_FLAGS_RELEASE=-O1 -D_GLIBCXX_ASSERTIONS",
                    "-DCRISPER_TESTS=OFF", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", "-DCMAKE_UNITY_BUILD=ON",
                    "-DCRISPER_APART=core"]
        for command in (["cmake", "-S", root, "-B", folder, "-G", "Ninja", *settings],
                        ["ninja", "-C", folder, f"-j{jobs}", "crisper"]):
            done = run(command)
            if done.returncode:
                sys.exit(f"mutants: {' '.join(map(str, command))} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")
        self.program = folder / "bin" / "crisper"
        listed = json.loads((folder / "compile_commands.json").read_text())
        self.commands = {str(pathlib.Path(each["file"]).relative_to(root)): each for each in listed}
        self.users = self._users()
        commands = run(["ninja", "-C", folder, "-t", "commands", "bin/crisper"]).stdout
        self.link = next(line for line in reversed(commands.splitlines()) if " -o bin/crisper" in line)

    def _users(self):
        """Header -> the sources that include it, as the compiler told Ninja."""
        users = {}
        target = None
        by_object = {}
        for file, each in self.commands.items():
            words = shlex.split(each["command"])
            by_object[words[words.index("-o") + 1]] = file
        for line in run(["ninja", "-C", self.folder, "-t", "deps"]).stdout.splitlines():
            if not line.startswith(" "):
                target = by_object.get(line.split(":")[0])
            elif target and str(root) in line:
                users.setdefault(os.path.relpath(line.strip(), root), []).append(target)
        return users

    def mutate(self, mutant, scratch):
        """The path of a command with that fault in it, or what went wrong."""
        shutil.rmtree(scratch, ignore_errors=True)
        complaint = applies(mutant, False, scratch)
        if complaint:
            return None, f"its patch doesn't apply: {complaint.strip()}"
        sources = set()
        for file in mutant.files:
            sources.update([file] if file.endswith(".cpp") else self.users.get(file, []))
        objects = []
        for source in sorted(sources):
            each = self.commands[source]
            place = scratch / source if (scratch / source).exists() else root / source
            output = scratch / (source.replace("/", "_") + ".o")
            words = shlex.split(each["command"])
            words[words.index("-o") + 1] = str(output)
            words[-1] = str(place)
            words.insert(-2, f"-I{scratch}")
            words = [w for w in words if w != f"-I{root}"]
            words.insert(-2, f"-I{root}")
            words.insert(-2, "-Werror=return-type")  # a coroutine that no longer awaits anything is none
            done = run(words, cwd=self.folder)
            if done.returncode:
                return None, f"it doesn't compile: {done.stderr[:600]}"
            objects.append(str(output))
        program = scratch / "crisper"
        link = self.link.replace(" -o bin/crisper", f" {' '.join(objects)} -o {program}")
        done = run(link, cwd=self.folder, shell=True)
        if done.returncode:
            return None, f"it doesn't link: {done.stderr[:600]}"
        return program, ""


def hunt(program, scratch, settings, runs, seed=1):
    """(properties that failed with the run that first did, runs made): of one scenario of the battery."""
    folder = scratch / "hunt"
    shutil.rmtree(folder, ignore_errors=True)
    command = [str(program), "explore", str(here / "base.yaml"), "--runs", str(runs), "-j", "1", "--no-shrink",
               "--seed", str(seed), "--strategy", "random", "--run-time", "20s", "--json", "--out", str(folder)]
    for each in settings:
        command += ["--set", each]
    done = run(command, cwd=scratch)
    try:
        result = json.loads(done.stdout)
    except json.JSONDecodeError:
        return None, done.stderr.strip()[:400]
    failed = {}
    for cause in result["causes"]:
        failed.setdefault(cause["property"], cause["first_run"])
    return failed, result["runs"]


def hunt_all(mutant, program, scratch, battery, options):
    """What killed it: {kind, property, scenario, runs}, and what else failed on the way."""
    first = [name for name in mutant.first if name in battery]
    others = {}
    made = 0
    rounds = itertools.chain(((name, seed) for seed in range(1, 11) for name in first),
                             ((name, 1) for name in battery if name not in first),
                             ((name, seed) for seed in itertools.count(11) for name in first or battery))
    for name, seed in rounds:
        if made >= options.runs:
            break
        failed, runs = hunt(program, scratch, battery[name], min(options.runs_each, options.runs - made), seed)
        if failed is None:
            others.setdefault("no result: " + runs, name)
            continue
        for prop, first_run in failed.items():
            if prop in mutant.fits:
                return {"property": prop, "scenario": name, "runs": made + first_run + 1}, others
        for prop in failed:
            others.setdefault(prop, name)
        made += runs
    return None, others


def table(results):
    lines = ["| room | fault | killed by | in | after runs |", "| --- | --- | --- | --- | ---: |"]
    for mutant, killer, others in results:
        if mutant.masked:
            lines.append(f"| {mutant.room} | {mutant.what} | masked: {mutant.masked} | | |")
        elif killer:
            lines.append(f"| {mutant.room} | {mutant.what} | `{killer['property']}` | {killer['scenario']} | "
                         f"{killer['runs']} |")
        else:
            seen = ", ".join(f"`{each}`" for each in others)
            lines.append(f"| {mutant.room} | {mutant.what} | {'only by ' + seen if seen else '**nobody**'} | | |")
    return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", default=[], help="these mutants")
    parser.add_argument("--battery", nargs="+", default=[], help="these scenarios of the battery")
    parser.add_argument("--runs", type=int, default=1000, help="of one mutant at most (default: 1000)")
    parser.add_argument("--runs-each", type=int, default=20, help="of one scenario (default: 20)")
    parser.add_argument("--runs-healthy", type=int, default=20, help="of one without a fault (default: 20)")
    parser.add_argument("--share", type=float, default=0.95, help="that must be killed (default: 0.95)")
    parser.add_argument("--build", type=pathlib.Path, default=root / "build" / "mutants")
    parser.add_argument("-j", "--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--markdown", type=pathlib.Path, help="write the table into this file")
    parser.add_argument("--check", action="store_true", help="only whether every patch applies")
    options = parser.parse_args()

    mutants = [Mutant(path) for path in sorted((here / "patches").glob("*.patch"))]
    unknown = set(options.only) - {each.name for each in mutants}
    if unknown:
        sys.exit(f"mutants: there is no {', '.join(sorted(unknown))}")
    if options.check:
        stale = [(each.name, applies(each, True).strip()) for each in mutants]
        stale = [each for each in stale if each[1]]
        for name, complaint in stale:
            print(f"{name}: {complaint}")
        print(f"{len(mutants)} patches, {len(stale)} of them stale")
        return 1 if stale or not mutants else 0

    battery = json.loads((here / "battery.json").read_text())
    if options.battery:
        battery = {name: battery[name] for name in options.battery}
    build = Build(options.build, options.jobs)
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        def healthy(name):
            scratch = options.build / "scratch" / f"healthy-{name}"
            scratch.mkdir(parents=True, exist_ok=True)
            return name, *hunt(build.program, scratch, battery[name], options.runs_healthy)
        for name, failed, runs in pool.map(healthy, list(battery)):
            if failed is None or failed:
                print(f"left out: {name}, which fails without a fault: {failed if failed is not None else runs}",
                      file=sys.stderr)
                del battery[name]
        print(f"{len(battery)} scenarios pass without a fault", file=sys.stderr)

        def judge(mutant):
            if mutant.masked:
                return mutant, None, {}
            scratch = options.build / "scratch" / mutant.name
            program, complaint = build.mutate(mutant, scratch)
            killer, others = hunt_all(mutant, program, scratch, battery, options) if program else (None, {})
            shutil.rmtree(scratch, ignore_errors=True)
            if complaint:
                others = {complaint: ""}
            told = f"{killer['property']} in {killer['scenario']} after {killer['runs']}" if killer else f"- {others}"
            print(f"{mutant.name}: {told}", file=sys.stderr, flush=True)
            return mutant, killer, others
        chosen = [each for each in mutants if not options.only or each.name in options.only]
        results = list(pool.map(judge, chosen))
    text = table(results)
    if options.markdown:
        options.markdown.write_text(text)
    else:
        print(text)
    real = [each for each in results if not each[0].masked]
    killed = sum(1 for each in real if each[1])
    print(f"{killed} of {len(real)} killed by a property that fits; {len(results) - len(real)} masked")
    return 0 if real and killed >= options.share * len(real) else 1


if __name__ == "__main__":
    sys.exit(main())
