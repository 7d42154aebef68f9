// A shrunk run as its case file, for every command that shrinks.
#pragma once

#include <string>
#include <vector>

#include "cli/output/output_file.hpp"
#include "core/base/result.hpp"
#include "properties/search/shrink/shrink.hpp"

namespace crisper::cli {

/// "projection_matches_log: catalog shows 2 …"
std::string title_of(const properties::Shrunk& shrunk);
/// The chain with numbers before its sentences.
std::vector<std::string> numbered(const std::vector<std::string>& sentences);

/// What is known of the parts of a case, with a heading; empty where nothing is.
std::string leeway_text(const std::vector<properties::Leeway>& leeway);

/// Writes the case with what happened as comments, and, where it needs a SimGrid platform that isn't beside it already,
/// that as a file NAME.platform.xml. The command line that replays it.
Result<std::string, OutputTrouble> write_shrunk(const properties::Shrunk& shrunk, OutputFile& out);

}  // namespace crisper::cli
