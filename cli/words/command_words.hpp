// CommandWords: one command of the command line as its source tells it: its name, its help, its options. CLI11, which
// costs the compiler some seconds wherever it is included, stays behind it.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace crisper::cli {

/// What options fill in outlives the command line. Names as CLI11 has them: "scenario", "--seed", "-j,--jobs".
class CommandWords {
 public:
  /// `help`: what stands below the options.
  CommandWords(CLI::App& line, const char* name, const char* meaning, const char* help = "");

  CommandWords& option(const char* name, std::string& value, const char* meaning);
  CommandWords& required(const char* name, std::string& value, const char* meaning);
  /// One value at least, one behind the other.
  CommandWords& several(const char* name, std::vector<std::string>& values, const char* meaning);
  /// May be given several times, with a value each.
  CommandWords& repeatable(const char* name, std::vector<std::string>& values, const char* meaning);
  /// Takes one value or several, and none of the `others` beside it, which are there already.
  CommandWords& instead(const char* name, std::vector<std::string>& values, const char* meaning,
                        std::initializer_list<const char*> others);
  /// "!--no-trace" makes it false.
  CommandWords& flag(const char* name, bool& value, const char* meaning);
  /// `--set path=value`, as often as it is given.
  CommandWords& settings(std::vector<std::string>& values);
  /// `--jobs`: of a command that makes many runs.
  CommandWords& jobs(std::string& value);
  /// `--progress`: of a command that may take long.
  CommandWords& progress(bool& value);

  CLI::App* app() const { return app_; }

 private:
  CLI::App* app_;
};

}  // namespace crisper::cli
