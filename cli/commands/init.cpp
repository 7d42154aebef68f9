// crisper init: a scenario to start from: a commented one, or one of the examples.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/files/examples.hpp"
#include "cli/files/scenario_source.hpp"
#include "cli/files/starter_name.hpp"
#include "cli/output/complain.hpp"
#include "cli/output/output_file.hpp"
#include "cli/output/say.hpp"
#include "cli/output/standard_streams.hpp"
#include "cli/words/command_words.hpp"
#include "cli/words/shell_words.hpp"
#include "core/domain/domains.hpp"
#include "sim/domain/own_domain.hpp"
#include "sim/domain/registry.hpp"
#include "sim/scenario/file_words.hpp"
#include "sim/scenario/nearest_word.hpp"

namespace crisper::cli {
namespace {

struct InitCommand {
  std::string path;  ///< empty: by what it is made from
  std::string from;  ///< an example, or a domain; empty: the first domain
  bool with_domain = false;
};

/// What is written, and what beside it.
struct Start {
  std::string name;
  std::string text;
  std::vector<EmbeddedFile> beside;
  bool is_starter = false;  ///< it is called as its file is: an example has its own name
};

/// Nothing, where nothing is called so.
std::optional<Start> start_of(const std::string& from) {
  for (const Example& example : all_examples()) {
    if (example.name == from) return Start{from + ".yaml", std::string(example.text), example.beside};
  }
  const bool is_domain = std::ranges::find(domain_names, from) != domain_names.end();
  if (!is_domain) return std::nullopt;
  return Start{from + ".yaml", std::string(sim::domain_called(from).starter()), {}, true};
}

/// Of a document about messages.
Result<Start, std::string> start_of_document(const std::string& path) {
  const Result<std::string, std::string> text = read_text(path, sim::YamlLimits{}.bytes);
  if (!text) return failure(text.error());
  Result<std::string, sim::TextProblem> skeleton = sim::own_domain_skeleton(*text);
  if (skeleton) return Start{"scenario.yaml", std::move(*skeleton), {}};
  const sim::TextProblem& problem = skeleton.error();
  return failure(fmt::format("{}:{}:{}: {}", path, problem.at.line, problem.at.column, problem.message));
}

/// Pages and schemas below a folder, in the order of their paths. What lies in it itself is of whoever builds it, and
/// may be large (package-lock.json).
Result<std::vector<sim::CatalogFile>, std::string> catalog_at(const std::filesystem::path& folder) {
  constexpr std::size_t entries_max = 20'000;
  std::vector<sim::CatalogFile> files;
  std::error_code error, ignored;  // of a link that leads nowhere
  std::size_t entries = 0;
  std::filesystem::recursive_directory_iterator at(folder, error);
  for (; !error && at != std::filesystem::recursive_directory_iterator(); at.increment(error)) {
    if (++entries > entries_max) return failure(fmt::format("{}: too large for an EventCatalog", folder.string()));
    const std::string name = at->path().filename().string();
    const bool is_passed_by = name.starts_with('.') || name == "node_modules" || name == "versioned";
    if (is_passed_by && at->is_directory(ignored)) at.disable_recursion_pending();
    const std::string ending = at->path().extension().string();
    const bool is_named = name == "index.mdx" || name == "index.md" || ending == ".json";
    const bool is_wanted = is_named && !is_passed_by && at.depth() > 0;
    if (!is_wanted || !at->is_regular_file(ignored)) continue;
    Result<std::string, std::string> text = read_text(at->path().string(), sim::YamlLimits{}.bytes);
    if (!text) return failure(text.error());
    files.push_back({at->path().lexically_relative(folder).generic_string(), std::move(*text)});
  }
  if (error) return failure(fmt::format("{}: {}", folder.string(), error.message()));
  std::ranges::sort(files, {}, &sim::CatalogFile::path);
  return files;
}

/// Of the folders of an EventCatalog.
Result<Start, std::string> start_of_catalog(const std::filesystem::path& folder) {
  const Result<std::vector<sim::CatalogFile>, std::string> files = catalog_at(folder);
  if (!files) return failure(files.error());
  const std::filesystem::path named = folder.has_filename() ? folder : folder.parent_path();
  Result<std::string, std::string> skeleton = sim::own_domain_skeleton_of_catalog(named.filename().string(), *files);
  if (!skeleton)
    return failure(fmt::format("{} is a directory, and what it holds can't be read as an EventCatalog: {}",
                               folder.string(), skeleton.error()));
  return Start{"scenario.yaml", std::move(*skeleton), {}};
}

int unknown_start(const std::string& from) {
  std::vector<std::string> words(domain_names.begin(), domain_names.end());
  for (const Example& example : all_examples()) words.push_back(example.name);
  return complain(exit_usage, fmt::format("init: no example and no domain is called '{}'{}; `crisper list examples` "
                                          "names them",
                                          from, sim::hint_for(from, words)));
}

/// All of them or none. Where the last was written.
Result<std::filesystem::path, OutputTrouble> write(const std::filesystem::path& path,
                                                   const std::vector<EmbeddedFile>& files) {
  std::vector<OutputFile> open;
  for (const EmbeddedFile& each : files) {
    Result<OutputFile, OutputTrouble> file =
        OutputFile::open(each.name.empty() ? path : path.parent_path() / each.name);
    if (!file) return failure(file.error());
    open.push_back(std::move(*file));
  }
  std::vector<OutputFile::Whole> whole;
  for (std::size_t i = 0; i < files.size(); ++i) whole.push_back({&open[i], std::string(files[i].text)});
  if (const auto written = OutputFile::publish_together(whole); !written) return failure(written.error());
  return open.back().target();
}

/// Refuses to replace a file.
int init_command(const InitCommand& command) {
  if (command.with_domain && !command.from.empty()) {
    return complain(exit_usage, "init: --domain writes one of its own: it doesn't go with --from");
  }
  Start start{.name = "scenario.yaml", .text = {}, .beside = {}};
  if (!command.from.empty()) {
    std::error_code error;
    if (std::filesystem::is_regular_file(command.from, error)) {
      Result<Start, std::string> made = start_of_document(command.from);
      if (!made) return complain(exit_bad_input, made.error());
      start = std::move(*made);
    } else {
      std::optional<Start> known = start_of(command.from);
      if (!known && std::filesystem::is_directory(command.from, error)) {
        Result<Start, std::string> made = start_of_catalog(command.from);
        if (!made) return complain(exit_bad_input, "init: " + made.error());
        known = std::move(*made);
      }
      if (!known && std::filesystem::exists(command.from, error)) {
        return complain(exit_bad_input, "init: " + sim::why_no_file(command.from));
      }
      if (!known) return unknown_start(command.from);
      start = std::move(*known);
    }
  } else {
    start.is_starter = true;
    start.text = command.with_domain ? sim::own_domain_starter() : sim::domain_called(domain_names.front()).starter();
  }
  const std::filesystem::path path = command.path.empty() ? start.name : command.path;
  // "scenario" says nothing, and a stream has no name.
  if (start.is_starter && !command.path.empty() && command.path != "-" && !command.path.starts_with("/dev/")) {
    start.text = named_after(path, start.text);
  }
  std::vector<EmbeddedFile> files = start.beside;
  files.push_back({"", start.text});  // last: what it needs is there when it is
  const auto target = write(path, files);
  if (!target) return complain(target.error().code, "init: " + target.error().line);
  if (means_standard_output(*target) || target->string().starts_with("/dev/")) return exit_pass;
  say(fmt::format("wrote {}; run it with: crisper run {}\n", path.string(), quoted(path.string())));
  return exit_pass;
}

}  // namespace

Command add_init_command(CLI::App& line) {
  auto command = std::make_shared<InitCommand>();
  CommandWords words(line, "init", "Write a commented scenario to start from",
                     "Examples:\n  crisper init\n  crisper init --domain shop.yaml\n  crisper init --from "
                     "ticket_shop\n  crisper init --from asyncapi.yaml mine.yaml\n"
                     "  crisper init --from eventcatalog/ mine.yaml");
  words.option("file", command->path, "where (default: scenario.yaml; with --from: by its name)");
  words.flag("--domain", command->with_domain, "with a business of its own, written in it");
  words.option("--from", command->from,
               "one of the examples (`crisper list examples`), a domain, a file with an AsyncAPI 3 document, or "
               "the folder of an EventCatalog");
  return {words.app(), [command] { return init_command(*command); }};
}

}  // namespace crisper::cli
