#include "cli/files/examples.hpp"

namespace crisper::cli {
namespace {

constexpr std::string_view ending = ".yaml";

/// "a ticket shop": what its comment begins with.
std::string first_line(std::string_view text) {
  std::string_view line = text.substr(0, text.find('\n'));
  if (!line.starts_with("# ")) return {};
  line.remove_prefix(2);
  return std::string(line);
}

}  // namespace

std::vector<Example> all_examples() {
  std::vector<Example> examples;
  for (const EmbeddedFile& file : example_files()) {
    if (!file.name.ends_with(ending)) continue;
    Example example{.name = std::string(file.name.substr(0, file.name.size() - ending.size())),
                    .meaning = first_line(file.text),
                    .text = file.text,
                    .beside = {}};
    for (const EmbeddedFile& other : example_files()) {
      const bool is_needed = !other.name.ends_with(ending) && file.text.find(other.name) != std::string_view::npos;
      if (is_needed) example.beside.push_back(other);
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

}  // namespace crisper::cli
