#include "tests/sim/scenario/documents.hpp"

#include <fstream>
#include <sstream>

#include "sim/domain/own_domain.hpp"
#include "sim/scenario/schema.hpp"

namespace crisper::sim {

namespace {

std::optional<std::string> with_generated(const std::string& document, const std::string& text) {
  const std::string begin_mark = "crisper_update_docs: begin -->\n";
  const std::size_t begin = document.find(begin_mark);
  const std::size_t end = document.find("<!-- generated: end -->");
  if (begin == std::string::npos || end == std::string::npos || end < begin) return std::nullopt;
  return document.substr(0, begin + begin_mark.size()) + "\n" + text + "\n" + document.substr(end);
}

}  // namespace

std::optional<std::string> with_reference(const std::string& document) {
  return with_generated(document, scenario_reference());
}
std::optional<std::string> with_language(const std::string& document) {
  return with_generated(document, own_domain_language_reference());
}

std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace crisper::sim
