#include "cli/files/shrunk_case.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "cli/files/platform_files.hpp"
#include "cli/files/saved_causes.hpp"
#include "cli/files/saved_file.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/words/shell_words.hpp"
#include "properties/search/shrink/case_file.hpp"

namespace crisper::cli {
namespace {

namespace fs = std::filesystem;

/// A file to be written beside the case.
struct Beside {
  OutputFile file;
  std::string text;
};

/// What of the platform is not beside the case yet; and names the platform as the case is to. A case that goes to
/// standard output has nothing beside it, and names the file where it is.
Result<std::vector<Beside>, OutputTrouble> platform_beside(std::string& platform, const fs::path& target) {
  if (platform.empty()) return {};
  std::error_code error;
  if (means_standard_output(target)) {
    platform = fs::absolute(platform, error).lexically_normal().string();
    return {};
  }
  const fs::path folder = fs::absolute(target, error).lexically_normal().parent_path();
  if (fs::path(platform).parent_path() == folder) {
    platform = fs::path(platform).filename().string();
    return {};
  }
  const auto files = platform_files(platform, target.stem().string() + ".platform.xml");
  if (!files) return failure(OutputTrouble{exit_bad_input, files.error()});
  std::vector<Beside> beside;
  for (const NamedText& each : *files) {
    const auto there = read_saved(folder / each.name, each.text.size());
    if (there && *there == each.text) continue;  // of a case that was written before
    Result<OutputFile, OutputTrouble> file = OutputFile::open(folder / each.name);
    if (!file) return failure(file.error());
    beside.push_back({std::move(*file), each.text});
  }
  platform = files->front().name;
  return beside;
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
  for (const std::string& each : properties::sentences_of(leeway)) text += "  " + each + "\n";
  return text;
}

Result<std::string, OutputTrouble> write_shrunk(const properties::Shrunk& shrunk, OutputFile& out) {
  properties::CaseFile file{
      .cause = shrunk.cause, .digest = shrunk.digest, .run = shrunk.smallest, .leeway = shrunk.leeway};
  Result<std::vector<Beside>, OutputTrouble> beside =
      platform_beside(file.run.scenario.deployment.platform, out.target());
  if (!beside) return failure(beside.error());
  file.told = {title_of(shrunk), ""};
  for (std::string& each : numbered(shrunk.chain)) file.told.push_back(std::move(each));
  if (!shrunk.chain.empty()) file.told.push_back("");
  std::string again = "crisper replay " + quoted(shown(out.target()));
  if (!means_standard_output(out.target())) file.told.push_back("To see it again: " + again);
  std::vector<OutputFile::Whole> files;
  for (Beside& each : *beside) files.push_back({&each.file, std::move(each.text)});
  files.push_back({&out, properties::write_case(file)});
  if (const auto written = OutputFile::publish_together(files); !written) return failure(written.error());
  return again;
}

}  // namespace crisper::cli
