#include "cli/hunt_folder.hpp"

#include <fmt/format.h>

#include <system_error>
#include <utility>

#include "cli/result_folder.hpp"
#include "cli/shell_words.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;
using properties::HuntFile;
using properties::HuntIdentity;

fs::path absolute(const fs::path& path) {
  const fs::path normal = fs::absolute(path).lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

fs::path own_folder(const HuntIdentity& identity, std::size_t number) {
  const std::string name = fmt::format("hunts/{}-{}-{}", slug(identity.name), identity.engine, identity.seed);
  return absolute(number == 1 ? name : fmt::format("{}-{}", name, number));
}

bool is_free(const fs::path& folder) {
  std::error_code error;
  return !fs::exists(folder, error) || (fs::is_directory(folder, error) && fs::is_empty(folder, error));
}

fs::path next_own_folder(const HuntIdentity& identity) {
  std::size_t number = 1;
  while (!is_free(own_folder(identity, number))) ++number;
  return own_folder(identity, number);
}

/// The file in this folder, if it is of this hunt. By which words somebody came to it makes no other hunt of it.
Result<HuntFile, std::string> open_same(const fs::path& folder, const HuntIdentity& identity) {
  Result<HuntFile, std::string> file = HuntFile::open(hunt_file_of(folder));
  if (!file) return file;
  HuntIdentity same_words = file->identity();
  same_words.source = identity.source;
  if (same_words == identity) return file;
  return failure(fmt::format("'{}': this is another hunt (scenario, settings, engine, strategy or seed differ)",
                             hunt_file_of(folder)));
}

fs::path last_own_folder(const HuntIdentity& identity) {
  fs::path last = own_folder(identity, 1);
  for (std::size_t number = 2; !is_free(own_folder(identity, number)); ++number) {
    if (open_same(own_folder(identity, number), identity)) last = own_folder(identity, number);
  }
  return last;
}

}  // namespace

std::string hunt_file_of(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error) ? (path / "hunt.sqlite").string() : path.string();
}

Result<HuntFolder, std::string> begin_hunt(const std::string& out, const HuntIdentity& identity) {
  const fs::path folder = out.empty() ? next_own_folder(identity) : absolute(out);
  if (holds(folder, ResultKind::hunt)) {
    return failure(fmt::format("'{}' holds a hunt already: --continue makes the runs that it lacks, another --out "
                               "begins a new one",
                               folder.string()));
  }
  if (const auto free = check_free_for(folder, ResultKind::hunt); !free) return failure(free.error());
  std::error_code error;
  const bool is_new = fs::create_directories(folder, error);
  if (error) return failure(fmt::format("cannot write to '{}': {}", folder.string(), error.message()));
  Result<HuntFile, std::string> file = HuntFile::create(hunt_file_of(folder), identity);
  if (file) return HuntFolder{folder, std::move(*file)};
  if (is_new) fs::remove_all(folder, error);
  return failure(file.error());
}

Result<HuntFolder, std::string> continue_hunt(const std::string& out, const HuntIdentity& identity) {
  const fs::path folder = out.empty() ? last_own_folder(identity) : absolute(out);
  Result<HuntFile, std::string> file = open_same(folder, identity);
  if (!file) return failure(file.error());
  return HuntFolder{folder, std::move(*file)};
}

}  // namespace crisper::cli
