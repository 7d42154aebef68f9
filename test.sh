#!/usr/bin/env bash
# Installs what is missing, builds everything and runs the tests. Its last line says 'N passed, N failed'.
#
#   ./test.sh                   all tests
#   ./test.sh --quick           without those labelled slow, package or determinism
#   ./test.sh --sanitize        under the address, leak and undefined-behaviour sanitizers
#   ./test.sh --no-install ...  install nothing: name what is missing and stop
#   ./test.sh ... -- OPTIONS    hands OPTIONS to ctest, as in -- -R rng
#
# Exit code: 0 when at least one test ran and none failed; 1 otherwise; 64 for a wrong option; 69 when the set-up
# failed.
set -euo pipefail
here=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd -P)
# shellcheck source=scripts/setup.sh
source "$here/scripts/setup.sh"

preset=ci
selection=()
while (($#)); do
  case $1 in
    --quick) selection+=(-LE '^(slow|package|determinism)$') ;;
    --sanitize) preset=asan ;;
    --no-install) install_packages=no ;;
    --)
      shift
      selection+=("$@")
      break
      ;;
    *)
      say "error: unknown option $1; known are --quick, --sanitize, --no-install and --"
      exit 64
      ;;
  esac
  shift
done

needs=(build test)
settings=()
if [[ -f $here/gui/CMakeLists.txt ]]; then
  needs+=(gui)
  settings+=(-DCRISPER_GUI=ON)
fi

lock_setup
ensure_packages "${needs[@]}"
configure "$preset" "${settings[@]}"
build "$preset" all
unlock_setup

results="$here/build/$preset/test_results.xml"
rm -f "$results"
code=0
ctest --test-dir "$here/build/$preset" --parallel 2 --output-on-failure --no-tests=error --no-label-summary \
  --output-junit "$results" "${selection[@]}" </dev/null || code=$?

# The last line, and the verdict: a run in which nothing was tested is no success, whatever ctest returned.
python3 "$here/scripts/test_summary.py" "$results" || code=1
exit "$((code ? 1 : 0))"
