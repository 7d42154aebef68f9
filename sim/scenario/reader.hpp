// Reader: what all formats share while one scenario is read: where they are, and the first thing that is wrong.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/scenario/vocabulary.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::sim {

class Reader {
 public:
  /// `directory`: where relative file names in the scenario start.
  Reader(std::string directory, const Vocabulary& vocabulary)
      : directory_(std::move(directory)), vocabulary_(vocabulary) {}

  const std::string& directory() const { return directory_; }
  const Vocabulary& vocabulary() const { return vocabulary_; }

  /// "design.ownership"; empty at the top.
  std::string path() const {
    std::string text;
    for (const std::string& step : steps_) text += (text.empty() ? "" : ".") + step;
    return text;
  }

  /// The first problem counts: what follows from it would only confuse.
  void fail(TextPosition at, std::string message) {
    if (!problem_) problem_ = TextProblem{at, std::move(message)};
  }
  /// The same, with the path in front.
  void fail_here(TextPosition at, const std::string& message) {
    fail(at, (steps_.empty() ? "" : path() + ": ") + message);
  }
  bool ok() const { return !problem_; }
  const std::optional<TextProblem>& problem() const { return problem_; }

  /// One key deeper, until the end of the scope.
  class Step {
   public:
    Step(Reader& reader, std::string key) : reader_(reader) { reader_.steps_.push_back(std::move(key)); }
    ~Step() { reader_.steps_.pop_back(); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    Reader& reader_;
  };

 private:
  std::string directory_;
  const Vocabulary& vocabulary_;
  std::vector<std::string> steps_;
  std::optional<TextProblem> problem_;
};

}  // namespace crisper::sim
