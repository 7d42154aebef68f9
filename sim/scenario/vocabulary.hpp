// Vocabulary: words that a scenario may use and that only later stages define. The parser checks against what it is
// given, so that a misspelt property is reported with its line; an empty list lets every word through.
#pragma once

#include <string>
#include <vector>

namespace crisper::sim {

struct Vocabulary {
  std::vector<std::string> properties;  ///< "all" is always one of them
  std::vector<std::string> metrics;     ///< what thresholds can be set on; a part may follow a dot: staleness.catalog
  std::vector<std::string> sometimes{};  ///< what runs may reach
  std::vector<std::string> consumers;
  std::vector<std::string> projections{};  ///< those of them that are asked questions
  std::vector<std::string> replayable{};   ///< those of them whose history can be read to them again
  std::vector<std::string> roles;
  std::vector<std::string> processes{};  ///< names and roles that any design may have; of those in numbers, the first
  std::vector<std::string> commands{};  ///< names of their types
};

}  // namespace crisper::sim
