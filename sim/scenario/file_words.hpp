// Words for a file that somebody names and that can't be read as one.
#pragma once

#include <filesystem>
#include <string>
#include <system_error>

namespace crisper::sim {

/// Why nothing can be read from there, in a sentence without its end; empty where a regular file stands there. Opens
/// nothing: a pipe would be waited for.
inline std::string why_no_file(const std::filesystem::path& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  const std::string name = path.string();
  switch (status.type()) {
    case fs::file_type::regular: return {};
    case fs::file_type::not_found: return "there is no file " + name;
    case fs::file_type::none:
    case fs::file_type::unknown: return name + " can't be looked at: " + error.message();
    case fs::file_type::directory: return name + " is a directory, not a file";
    case fs::file_type::fifo: return name + " is a pipe, not a file";
    case fs::file_type::socket: return name + " is a socket, not a file";
    default: return name + " is a device, not a file";
  }
}

}  // namespace crisper::sim
