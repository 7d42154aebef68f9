#include "cli/output/output_directory.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t numbers_max = 100'000;

/// What SQLite may leave beside a file that a signal stops.
constexpr const char* beside_a_database[] = {"",
                                             ".partial",
                                             ".partial-journal",
                                             ".partial-wal",
                                             ".partial-shm",
                                             ".live.partial",
                                             ".live.partial-wal",
                                             ".live.partial-shm"};

}  // namespace

Result<OutputDirectory, OutputTrouble> OutputDirectory::open(const fs::path& target, ResultKind kind) {
  return open_own(target, kind, {});
}

Result<OutputDirectory, OutputTrouble> OutputDirectory::open_own(const fs::path& target, ResultKind kind,
                                                                 IsOwnFile is_own) {
  const Result<fs::path, OutputTrouble> clean = absolute_folder(target);
  if (!clean) return failure(clean.error());
  if (const auto free = check_free_for(*clean, kind, is_own); !free) return failure(free.error());
  std::error_code error;
  if (fs::is_directory(*clean, error) && access(clean->c_str(), W_OK) != 0) {
    return failure(cannot("write to", *clean, errno));
  }
  Result<Staging, OutputTrouble> staging = Staging::make(*clean, Staging::Kind::folder);
  if (!staging) return failure(staging.error());
  // Once more, under the lock: another command may have been done in between.
  if (const auto free = check_free_for(*clean, kind, is_own); !free) return failure(free.error());
  OutputDirectory directory(*clean, std::move(*staging));
  directory.is_own_ = std::move(is_own);
  return directory;
}

Result<OutputDirectory, OutputTrouble> OutputDirectory::open_next(const fs::path& base, ResultKind kind) {
  const Result<fs::path, OutputTrouble> clean = absolute_folder(base);
  if (!clean) return failure(clean.error());
  for (std::size_t number = 1;; ++number) {
    const fs::path target = number == 1 ? *clean : fs::path(fmt::format("{}-{}", clean->string(), number));
    if (!is_free_place(target)) continue;
    Result<OutputDirectory, OutputTrouble> opened = open(target, kind);
    std::error_code error;
    // Taken since, or being written by another command: the next one is free.
    const bool next = !opened && opened.error().code == exit_bad_input && number < numbers_max &&
                      fs::is_directory(clean->parent_path(), error) &&
                      access(clean->parent_path().c_str(), W_OK) == 0;
    if (!next) return opened;
  }
}

fs::path OutputDirectory::staged(const std::string& name) const {
  fs::path path = staging_.path() / name;
  for (const char* suffix : beside_a_database) {
    if (name.ends_with(".sqlite") || *suffix == '\0') remember_to_remove(path.string() + suffix);
  }
  return path;
}

Result<void, OutputTrouble> OutputDirectory::write(const std::string& name, const std::string& text) {
  Result<void, OutputTrouble> written = write_new(staged(name), text);
  if (written) return {};
  // Told of the place where it was to be.
  const std::string wrong = written.error().line;
  const std::size_t why = wrong.rfind("': ");
  return failure(OutputTrouble{written.error().code, fmt::format("cannot write '{}{}", (target_ / name).string(),
                                                                 why == wrong.npos ? "'" : wrong.substr(why))});
}

Result<std::vector<std::string>, OutputTrouble> OutputDirectory::names() const {
  std::vector<std::string> names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(staging_.path(), error)) {
    names.push_back(entry.path().filename().string());
  }
  if (error) return failure(cannot("read", staging_.path(), error.value()));
  std::ranges::sort(names);
  return names;
}

Result<std::vector<fs::path>, OutputTrouble> OutputDirectory::publish() {
  const Result<std::vector<std::string>, OutputTrouble> written = names();
  if (!written) return failure(written.error());
  std::vector<fs::path> published;
  for (const std::string& name : *written) published.push_back(target_ / name);
  std::error_code error;
  // A folder that is there stays itself, also an empty one: somebody may be in it.
  if (fs::symlink_status(target_, error).type() == fs::file_type::not_found) {
    if (const auto moved = staging_.move_to(target_); !moved) return failure(moved.error());
    return published;
  }
  for (const fs::path& to : published) {
    const fs::path from = staging_.path() / to.filename();
    const auto moved = is_own_ && is_own_(to) ? move_over(from, to) : move_without_replacing(from, to);
    if (!moved) return failure(moved.error());
  }
  return published;
}

}  // namespace crisper::cli
