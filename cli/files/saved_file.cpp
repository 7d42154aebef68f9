#include "cli/files/saved_file.hpp"

#include <fmt/format.h>

#include <system_error>

#include "cli/files/scenario_source.hpp"

namespace crisper::cli {

Result<void, std::string> check_saved(const std::filesystem::path& path) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (status.type() == std::filesystem::file_type::not_found) {
    return failure(fmt::format("{}: there is no such file", path.string()));
  }
  if (!std::filesystem::is_regular_file(status)) return failure(fmt::format("{}: is no regular file", path.string()));
  return {};
}

Result<std::string, std::string> read_saved(const std::filesystem::path& path, std::size_t bytes_max) {
  if (const auto checked = check_saved(path); !checked) return failure(checked.error());
  return read_text(path.string(), bytes_max);
}

}  // namespace crisper::cli
