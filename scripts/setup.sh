# Shared set-up of run.sh and test.sh: packages, configure, build. Sourced, never run.
#
# All of it speaks on standard error, so that the output of the command it prepares stays clean. It ends a script
# with 69 ("a service is unavailable", sysexits.h), a code that `crisper` itself never returns.
# shellcheck shell=bash

crisper_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
install_packages=yes # set to "no" by --no-install

say() { printf '%s\n' "$*" >&2; }
give_up() {
  say "error: $*"
  exit 69
}

# with_log NAME COMMAND...: shows the command's output on a terminal; elsewhere only if it fails.
with_log() {
  local log="$crisper_root/build/.setup/$1.log"
  shift
  if [[ -t 2 ]]; then
    "$@" </dev/null >&2
  else
    "$@" </dev/null >"$log" 2>&1 || {
      cat "$log" >&2
      return 1
    }
  fi
}

# stamp NAME: the file that remembers the last set-up called NAME.
stamp() { printf '%s' "$crisper_root/build/.setup/$1"; }

# One set-up at a time: two scripts started together would configure and build in the same folders.
lock_setup() {
  mkdir -p "$crisper_root/build/.setup"
  exec 9>"$crisper_root/build/.setup/lock"
  flock -n 9 || {
    say "waiting for another set-up of this checkout to finish ..."
    flock 9
  }
}
unlock_setup() { exec 9>&-; }

# --- packages -------------------------------------------------------------------------------------------------------

# package_names NEED...: the packages of scripts/packages/NEED.txt.
package_names() {
  local need
  for need in "$@"; do sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$crisper_root/scripts/packages/$need.txt"; done
}

# missing_packages NEED...: those that dpkg does not know as installed, on one line.
missing_packages() {
  local wanted installed package
  wanted=$(package_names "$@")
  # shellcheck disable=SC2086 # names of packages hold no spaces; dpkg-query fails where it misses one
  installed=$(dpkg-query -W -f='${db:Status-Status}:${Package}\n' $wanted 2>/dev/null || true)
  for package in $wanted; do
    grep -qxF "installed:$package" <<<"$installed" || printf '%s ' "$package"
  done
}

# What the answer depends on: the lists, and dpkg's own record of what is installed.
packages_key() {
  stat -c '%i %s %Y' /var/lib/dpkg/status
  package_names "$@" | cksum
}

# ensure_packages NEED...: installs what is missing, or gives up with the line that would.
ensure_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "note: no dpkg here; taking it that the packages in scripts/packages/ are installed under other names"
    return
  fi
  local remembered
  remembered=$(stamp "packages-$(IFS=-; printf '%s' "$*")")
  [[ -f $remembered && $(<"$remembered") == "$(packages_key "$@")" ]] && return

  local -a missing
  read -ra missing <<<"$(missing_packages "$@")"
  if ((${#missing[@]})); then
    say "missing packages: ${missing[*]}"
    [[ $install_packages == yes ]] ||
      give_up "not installing; this would: apt-get install --no-install-recommends ${missing[*]}"
    install_missing "${missing[@]}"
  fi
  packages_key "$@" >"$remembered"
}

install_missing() {
  local -a as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      give_up "neither root nor sudo; as root: apt-get install --no-install-recommends $*"
    as_root=(sudo)
    [[ -t 0 ]] || as_root+=(-n) # nobody is there to type a password
    "${as_root[@]}" true || give_up "sudo refused; as root: apt-get install --no-install-recommends $*"
  fi
  # apt may be busy in another terminal: wait for it. An update that fails for one source may still do for ours. A
  # service that an installation starts must not inherit our lock (9>&-).
  local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
  say "updating the package index ..."
  with_log apt-update "${apt[@]}" update 9>&- ||
    say "note: apt-get update reported errors; trying to install all the same"
  say "installing ${#} packages and what they need ..."
  with_log apt-install "${apt[@]}" install -y --no-install-recommends "$@" 9>&- ||
    give_up "apt-get could not install: $*"
}

# --- configure and build --------------------------------------------------------------------------------------------

# configure PRESET [-DNAME=VALUE...]: runs CMake unless these very arguments were configured before. Changes to any
# CMakeLists.txt are Ninja's to notice.
configure() {
  local preset=$1 key remembered cache
  key=$( (printf '%s\n' "$crisper_root" "$@"; cat "$crisper_root/CMakePresets.json") | cksum)
  remembered="$crisper_root/build/$preset/.configured-${key%% *}"
  [[ -f $remembered && -f $crisper_root/build/$preset/build.ninja ]] && return

  cache="$crisper_root/build/$preset/CMakeCache.txt"
  local -a fresh=()
  # CMake refuses a build folder that was made for a checkout elsewhere: start over after a move.
  [[ -f $cache ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$crisper_root" "$cache" && fresh=(--fresh)
  say "configuring ($preset) ..."
  (cd "$crisper_root" && with_log "configure-$preset" cmake --preset "$@" "${fresh[@]}") ||
    give_up "CMake could not configure"
  touch "$remembered"
}

# build PRESET TARGET...: Ninja's own progress line on a terminal, one line before and one after elsewhere, and not a
# word when nothing is to be done. CRISPER_JOBS limits the parallel compilations; else there is one for each processor,
# as far as each has 2 GB of memory.
build() {
  local folder="$crisper_root/build/$1" preset=$1
  shift
  [[ $(ninja -C "$folder" -n "$@" 2>/dev/null) == *'no work to do'* ]] && return
  local -a options=()
  [[ -t 2 ]] || options+=(--quiet)
  local by_memory processors
  by_memory=$(awk '/^MemTotal:/ {print int($2 / 2000000)}' /proc/meminfo)
  processors=$(nproc)
  options+=(-j "${CRISPER_JOBS:-$((by_memory < 1 ? 1 : by_memory < processors ? by_memory : processors))}")
  say "building ${*} ($preset) ..."
  local started=$SECONDS
  (cd "$folder" && ninja "${options[@]}" "$@") </dev/null >&2 || give_up "the build failed"
  say "built in $((SECONDS - started)) s"
}
