#!/usr/bin/env bash
# Installs what is missing, builds the `crisper` command and runs it.
#
#   ./run.sh                    run the example scenario, and write a report of it
#   ./run.sh ARGUMENTS...       the same as `crisper ARGUMENTS...`; relative paths are relative to where you are
#   ./run.sh gui [FILE]         build and open the window
#   ./run.sh --no-install ...   install nothing: name what is missing and stop
#
# Exit code: that of `crisper`; 69 when the set-up failed.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
# shellcheck source=scripts/setup.sh
source "$here/scripts/setup.sh"

if [[ ${1:-} == --no-install ]]; then
  install_packages=no
  shift
fi

needs=(build)
targets=(crisper)
settings=()
if [[ ${1:-} == gui && -f $here/gui/CMakeLists.txt ]]; then
  needs+=(gui)
  targets+=(crisper-gui)
  settings+=(-DCRISPER_GUI=ON)
fi

lock_setup
ensure_packages "${needs[@]}"
configure release "${settings[@]}"
build release "${targets[@]}"
unlock_setup

(($#)) || set -- run "$here/scenarios/examples/lunch_rush.yaml" --report
exec "$here/build/release/bin/crisper" "$@"
