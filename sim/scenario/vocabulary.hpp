// Vocabulary: words that a scenario may use and that only later stages define. The parser checks against what it is
// given, so that a misspelt property is reported with its line; an empty list lets every word through.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace crisper::sim {

/// What the numbers of a metric are; a bound on it is written in the same.
enum class MetricUnit : std::uint8_t {
  time,   ///< many spans of time: a percentile, the mean … is asked for, or how many there are
  count,  ///< one whole number
  rate,   ///< so many per second
  ratio,  ///< one number: things per thing
  share,  ///< of a whole: 0.9 or 90%
};

/// What thresholds can be set on.
struct MetricWord {
  std::string name;
  MetricUnit unit = MetricUnit::time;
  std::vector<std::string> parts{};  ///< what may follow a dot, as in staleness.catalog; * for any characters
  bool of_processes = false;         ///< its parts are names of processes or roles
  bool of_categories = false;        ///< its parts are kinds of states
  bool in_stages = false;            ///< it is told of each stage of the load, too
};

struct Vocabulary {
  std::vector<std::string> properties;  ///< "all" is always one of them
  std::vector<MetricWord> metrics;
  std::vector<std::string> sometimes{};  ///< what runs may reach
  std::vector<std::string> consumers;
  std::vector<std::string> projections{};  ///< those of them that are asked questions
  std::vector<std::string> replayable{};   ///< those of them whose history can be read to them again
  std::vector<std::string> asking{};       ///< those of them that ask views
  std::vector<std::string> roles;
  std::vector<std::string> processes{};  ///< names and roles that any design may have; of those in numbers, the first
  std::vector<std::string> hosts{};  ///< of the scenario's platform file; empty: not known, any word may be one's name
  std::vector<std::string> commands{};  ///< names of the types of those that are decided on
  std::vector<std::string> queued{};    ///< the same with those that are for a service, which nobody decides on
  std::vector<std::string> messages{};  ///< of the types of all events of a business
  /// Of properties, metrics and things to reach: those of one domain, and of which.
  std::map<std::string, std::string> of_domain{};
  std::string domain{};  ///< whose words alone are here, where a scenario has its own business; empty: those of all
  bool any_design = false;  ///< the design is about to be varied: what another has is let through
};

}  // namespace crisper::sim
