#include "cli/files/shrunk_case.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/files/platform_files.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/words/shell_words.hpp"
#include "properties/search/shrink/case_file.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

/// Puts the platform beside the case and names it as the case is to.
Result<void, OutputTrouble> keep_platform(std::string& platform, const fs::path& case_path) {
  if (platform.empty()) return {};
  std::error_code error;
  const fs::path folder = fs::absolute(case_path, error).lexically_normal().parent_path();
  if (fs::path(platform).parent_path() == folder) {
    platform = fs::path(platform).filename().string();
    return {};
  }
  const auto files = platform_files(platform, case_path.stem().string() + ".platform.xml");
  if (!files) return failure(OutputTrouble{exit_bad_input, files.error()});
  for (const NamedText& each : *files) {
    Result<OutputFile, OutputTrouble> file = OutputFile::open(folder / each.name);
    if (!file) return failure(file.error());
    if (const auto written = file->publish(each.text); !written) return written;
  }
  platform = files->front().name;
  return {};
}

}  // namespace

std::string title_of(const properties::Shrunk& shrunk) {
  return shrunk.cause.property.empty() ? shrunk.reason : shrunk.cause.property + ": " + shrunk.reason;
}

std::vector<std::string> numbered(const std::vector<std::string>& sentences) {
  std::vector<std::string> lines;
  for (const std::string& each : sentences) lines.push_back(fmt::format("{}. {}", lines.size() + 1, each));
  return lines;
}

std::string leeway_text(const std::vector<properties::Leeway>& leeway) {
  if (leeway.empty()) return {};
  std::string text = "what could be otherwise, with all else as it is:\n";
  for (const properties::Leeway& each : leeway) text += "  " + text_of(each) + "\n";
  return text;
}

Result<std::string, OutputTrouble> write_shrunk(const properties::Shrunk& shrunk, OutputFile& out) {
  properties::CaseFile file{
      .cause = shrunk.cause, .digest = shrunk.digest, .run = shrunk.smallest, .leeway = shrunk.leeway};
  if (const auto kept = keep_platform(file.run.scenario.deployment.platform, out.target()); !kept) {
    return failure(kept.error());
  }
  file.told = {title_of(shrunk), ""};
  for (std::string& each : numbered(shrunk.chain)) file.told.push_back(std::move(each));
  if (!shrunk.chain.empty()) file.told.push_back("");
  std::string again = "crisper replay " + quoted(shown(out.target()));
  file.told.push_back("To see it again: " + again);
  if (const auto written = out.publish(properties::write_case(file)); !written) return failure(written.error());
  return again;
}

}  // namespace crisper::cli
