#include "cli/words/command_line.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <string>
#include <vector>

#include "cli/output/complain.hpp"
#include "sim/scenario/nearest_word.hpp"

namespace crisper::cli {
namespace {

std::vector<std::string> commands(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) names.push_back(sub->get_name());
  return names;
}

std::vector<std::string> options(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

void refuse_empty_values(CLI::App& app) {
  for (CLI::App* sub : app.get_subcommands({})) {
    for (CLI::Option* option : sub->get_options()) {
      if (option->get_items_expected_max() == 0) continue;
      const auto trouble = [](std::string& value) { return std::string(value.empty() ? "is empty" : ""); };
      option->check(CLI::Validator(trouble, ""));
    }
  }
}

/// The first word that looks like an option and is none of the command's; empty where there is no such word.
std::string unknown_option(const CLI::App& command) {
  for (const std::string& word : command.remaining()) {
    if (word.starts_with('-')) return word.substr(0, word.find('='));
  }
  return {};
}

std::string trouble(const CLI::App& app, const CLI::ParseError& error) {
  const std::vector<CLI::App*> given = app.get_subcommands();
  if (given.empty()) {
    const std::string option = unknown_option(app);
    if (!option.empty()) return fmt::format("there is no option '{}'{}", option, sim::hint_for(option, options(app)));
    return fmt::format("a command is required; one of: {}", fmt::join(commands(app), ", "));
  }
  const CLI::App& command = *given.front();
  if (const std::string option = unknown_option(command); !option.empty()) {
    return fmt::format("{}: there is no option '{}'{}", command.get_name(), option,
                       sim::hint_for(option, options(command)));
  }
  if (!command.remaining().empty()) {
    return fmt::format("{}: '{}' is one word too many", command.get_name(), command.remaining().front());
  }
  const std::string_view said = error.what();
  if (const std::size_t at = said.find(": At Most 1 required"); at != said.npos) {
    return fmt::format("{}: {} is given more than once", command.get_name(), said.substr(0, at));
  }
  return fmt::format("{}: {}", command.get_name(), said);
}

}  // namespace

std::optional<int> parse_command_line(CLI::App& app, int argc, char** argv) {
  const std::vector<std::string> known = commands(app);
  const std::string first = argc > 1 ? argv[1] : "--help";
  if (!first.starts_with('-') && std::ranges::find(known, first) == known.end()) {
    return complain(exit_usage, fmt::format("there is no command '{}'{}", first, sim::hint_for(first, known)));
  }
  refuse_empty_values(app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    fmt::print("{}", app.help());
    return exit_pass;
  } catch (const CLI::CallForVersion& version) {
    fmt::print("{}\n", version.what());
    return exit_pass;
  } catch (const CLI::ParseError& error) {
    return complain(exit_usage, trouble(app, error));
  }
  return std::nullopt;
}

}  // namespace crisper::cli
