// The examples of scenarios/examples, as the program has them in itself.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crisper::cli {

struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};

/// All of them, and the files that they need, by name. Made by the build.
std::span<const EmbeddedFile> example_files();

struct Example {
  std::string name;     ///< without its ending
  std::string meaning;  ///< its first line
  std::string_view text;
  std::vector<EmbeddedFile> beside;  ///< what it needs to find beside itself
};

std::vector<Example> all_examples();

}  // namespace crisper::cli
