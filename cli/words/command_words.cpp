#include "cli/words/command_words.hpp"

#include <CLI/CLI.hpp>

namespace crisper::cli {

CommandWords::CommandWords(CLI::App& line, const char* name, const char* meaning, const char* help)
    : app_(line.add_subcommand(name, meaning)) {
  app_->footer(help);
}

CommandWords& CommandWords::option(const char* name, std::string& value, const char* meaning) {
  app_->add_option(name, value, meaning);
  return *this;
}

CommandWords& CommandWords::required(const char* name, std::string& value, const char* meaning) {
  app_->add_option(name, value, meaning)->required();
  return *this;
}

CommandWords& CommandWords::several(const char* name, std::vector<std::string>& values, const char* meaning) {
  app_->add_option(name, values, meaning)->required()->expected(1, -1);
  return *this;
}

CommandWords& CommandWords::repeatable(const char* name, std::vector<std::string>& values, const char* meaning) {
  app_->add_option(name, values, meaning)->allow_extra_args(false);
  return *this;
}

CommandWords& CommandWords::instead(const char* name, std::vector<std::string>& values, const char* meaning,
                                    std::initializer_list<const char*> others) {
  CLI::Option* option = app_->add_option(name, values, meaning)->expected(1, -1);
  for (const char* other : others) option->excludes(app_->get_option(other));
  return *this;
}

CommandWords& CommandWords::flag(const char* name, bool& value, const char* meaning) {
  app_->add_flag(name, value, meaning);
  return *this;
}

CommandWords& CommandWords::settings(std::vector<std::string>& values) {
  const auto trouble = [](std::string& word) {
    const std::size_t equals = word.find('=');
    if (equals != word.npos && equals > 0) return std::string();
    return "'" + word + "': expected path=value, such as design.ownership.strategy=none";
  };
  app_->add_option("--set", values, "change a value: path=value (repeatable)")
      ->allow_extra_args(false)
      ->check(CLI::Validator(trouble, ""));
  return *this;
}

CommandWords& CommandWords::jobs(std::string& value) {
  return option("-j,--jobs", value, "runs at once (default: one for each core); changes no result");
}

CommandWords& CommandWords::progress(bool& value) {
  return flag("--progress", value, "tell how far it is in a pipe too, in lines on standard error");
}

}  // namespace crisper::cli
