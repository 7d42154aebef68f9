#include "sim/scenario/file_beside.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include "sim/scenario/file_words.hpp"

namespace crisper::sim {

Result<FileBeside, std::string> file_beside(const Reader& reader, const YamlNode& node, std::size_t bytes_max) {
  namespace fs = std::filesystem;
  if (!node.is_scalar() || node.text.empty()) return failure(std::string("expected the name of a file"));
  std::error_code error;
  const fs::path path = fs::absolute(fs::path(reader.directory()) / node.text, error).lexically_normal();
  if (const std::string why = sim::why_no_file(path); !why.empty()) return failure(why);
  if (fs::file_size(path, error) > bytes_max || error) {
    return failure(fmt::format("{} is too large to be meant", node.text));
  }
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) return failure(fmt::format("{} can't be read", node.text));
  return FileBeside{path.string(), std::move(text)};
}

}  // namespace crisper::sim
