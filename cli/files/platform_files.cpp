#include "cli/files/platform_files.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <system_error>

#include "cli/files/scenario_source.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t platform_bytes_max = std::size_t{256} << 20;
constexpr std::string_view blanks = " \t\r\n";

struct Reference {
  std::size_t at = 0;
  std::size_t length = 0;
};

/// The next value of an attribute that is called `file`, or whose name ends so (`speed_file`), from `from` on. Zero
/// length: there is none.
Reference next_reference(std::string_view xml, std::size_t from) {
  constexpr std::string_view word = "file";
  for (std::size_t at = xml.find(word, from); at != xml.npos; at = xml.find(word, at + 1)) {
    std::size_t next = xml.find_first_not_of(blanks, at + word.size());
    if (next == xml.npos || xml[next] != '=') continue;
    next = xml.find_first_not_of(blanks, next + 1);
    if (next == xml.npos || (xml[next] != '"' && xml[next] != '\'')) continue;
    const std::size_t end = xml.find(xml[next], next + 1);
    if (end != xml.npos && end > next + 1) return {next + 1, end - next - 1};
  }
  return {};
}

}  // namespace

Result<std::vector<NamedText>, std::string> platform_files(const std::string& path, const std::string& name) {
  Result<std::string, std::string> xml = read_text(path, platform_bytes_max);
  if (!xml) return failure(xml.error());
  std::vector<NamedText> files;
  files.push_back({.name = name, .text = {}});
  const std::string stem = fs::path(name).stem().string();
  std::size_t from = 0;
  for (Reference found = next_reference(*xml, from); found.length > 0; found = next_reference(*xml, from)) {
    from = found.at + found.length;
    const fs::path other = fs::path(path).parent_path() / xml->substr(found.at, found.length);
    std::error_code error;
    if (!fs::is_regular_file(other, error)) continue;
    Result<std::string, std::string> text = read_text(other.string(), platform_bytes_max);
    if (!text) return failure(text.error());
    const std::string its_name = fmt::format("{}-{}-{}", stem, files.size(), other.filename().string());
    xml->replace(found.at, found.length, its_name);
    from = found.at + its_name.size();
    files.push_back({its_name, std::move(*text)});
  }
  files.front().text = std::move(*xml);
  return files;
}

}  // namespace crisper::cli
