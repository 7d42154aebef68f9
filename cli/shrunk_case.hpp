// A shrunk run as its case file, for every command that shrinks.
#pragma once

#include <string>
#include <vector>

#include "cli/output_file.hpp"
#include "core/base/result.hpp"
#include "properties/search/shrink/shrink.hpp"

namespace crisper::cli {

/// "projection_matches_log: catalog shows 2 …"
std::string title_of(const properties::Shrunk& shrunk);
/// The chain with numbers before its sentences.
std::vector<std::string> numbered(const std::vector<std::string>& sentences);

/// Writes the case with what happened as comments. The command line that replays it; or one line that says why not.
Result<std::string, std::string> write_shrunk(const properties::Shrunk& shrunk, OutputFile& out,
                                              const std::string& path);

}  // namespace crisper::cli
