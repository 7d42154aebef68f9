#include "cli/shrunk_case.hpp"

#include <fmt/format.h>

#include <utility>

#include "cli/shell_words.hpp"
#include "properties/search/shrink/case_file.hpp"

namespace crisper::cli {

std::string title_of(const properties::Shrunk& shrunk) {
  return shrunk.cause.property.empty() ? shrunk.reason : shrunk.cause.property + ": " + shrunk.reason;
}

std::vector<std::string> numbered(const std::vector<std::string>& sentences) {
  std::vector<std::string> lines;
  for (const std::string& each : sentences) lines.push_back(fmt::format("{}. {}", lines.size() + 1, each));
  return lines;
}

Result<std::string, std::string> write_shrunk(const properties::Shrunk& shrunk, OutputFile& out,
                                              const std::string& path) {
  properties::CaseFile file{.cause = shrunk.cause, .digest = shrunk.digest, .run = shrunk.smallest};
  file.told = {title_of(shrunk), ""};
  for (std::string& each : numbered(shrunk.chain)) file.told.push_back(std::move(each));
  if (!shrunk.chain.empty()) file.told.push_back("");
  std::string again = "crisper replay " + quoted(path);
  file.told.push_back("To see it again: " + again);
  if (const auto written = out.publish(properties::write_case(file)); !written) return failure(written.error());
  return again;
}

}  // namespace crisper::cli
