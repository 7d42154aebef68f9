// FileBeside: a file that a scenario names, from beside it.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/result.hpp"
#include "sim/scenario/reader.hpp"

namespace crisper::sim {

struct FileBeside {
  std::string path;  ///< absolute
  std::string text;
};

/// Of the name that stands at `node`; why it can't be had, in a sentence without its place.
Result<FileBeside, std::string> file_beside(const Reader& reader, const YamlNode& node, std::size_t bytes_max);

}  // namespace crisper::sim
