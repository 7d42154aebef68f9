// crisper completion: a script for a shell, made from the command's own options, so that the two can't drift apart.
#include "cli/commands/all_commands.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/output/complain.hpp"

namespace crisper::cli {
namespace {

struct Word {
  std::string name;
  std::string meaning;
};

std::vector<Word> subcommands(const CLI::App& app) {
  std::vector<Word> words;
  for (const CLI::App* sub : app.get_subcommands({})) words.push_back({sub->get_name(), sub->get_description()});
  return words;
}

std::vector<Word> options(const CLI::App& app) {
  std::vector<Word> words;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) words.push_back({"--" + name, option->get_description()});
  }
  return words;
}

std::string names(const std::vector<Word>& words) {
  std::string text;
  for (const Word& word : words) text += (text.empty() ? "" : " ") + word.name;
  return text;
}

void print_bash(const CLI::App& app) {
  fmt::print("_crisper() {{\n  local word=${{COMP_WORDS[COMP_CWORD]}}\n  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
             "    COMPREPLY=($(compgen -W '{}' -- \"$word\"))\n    return\n  fi\n  local words=\n"
             "  case ${{COMP_WORDS[1]}} in\n",
             names(subcommands(app)));
  for (const CLI::App* sub : app.get_subcommands({})) {
    fmt::print("    {}) words='{}' ;;\n", sub->get_name(), names(options(*sub)));
  }
  fmt::print("  esac\n  case $word in\n    -*) COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
             "    *) COMPREPLY=($(compgen -f -- \"$word\")) ;;\n  esac\n}}\n"
             "complete -o filenames -F _crisper crisper\n");
}

/// Zsh runs bash's completions as they are.
void print_zsh(const CLI::App& app) {
  fmt::print("autoload -U +X bashcompinit && bashcompinit\n");
  print_bash(app);
}

std::string fish_quoted(const std::string& text) {
  std::string result = "'";
  for (const char c : text) result += c == '\'' ? std::string("\\'") : std::string(1, c);
  return result + "'";
}

void print_fish(const CLI::App& app) {
  for (const Word& word : subcommands(app)) {
    fmt::print("complete -c crisper -n __fish_use_subcommand -f -a {} -d {}\n", word.name, fish_quoted(word.meaning));
  }
  for (const CLI::App* sub : app.get_subcommands({})) {
    for (const Word& word : options(*sub)) {
      fmt::print("complete -c crisper -n '__fish_seen_subcommand_from {}' -l {} -d {}\n", sub->get_name(),
                 word.name.substr(2), fish_quoted(word.meaning));
    }
  }
}

int completion_command(const CLI::App& app, const std::string& shell) {
  if (shell == "bash") {
    print_bash(app);
  } else if (shell == "zsh") {
    print_zsh(app);
  } else if (shell == "fish") {
    print_fish(app);
  } else {
    return complain(exit_usage, fmt::format("completion: there is no '{}'; one of: bash, zsh, fish", shell));
  }
  return exit_pass;
}

}  // namespace

Command add_completion_command(CLI::App& line) {
  auto shell = std::make_shared<std::string>();
  CLI::App* app = line.add_subcommand("completion", "A completion script for a shell: bash, zsh or fish");
  app->footer("Example:\n  source <(crisper completion bash)");
  app->add_option("shell", *shell, "bash, zsh or fish")->required();
  return {app, [&line, shell] { return completion_command(line, *shell); }};
}

}  // namespace crisper::cli
