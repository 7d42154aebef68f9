#include "sim/scenario/name_check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/nearest_word.hpp"

namespace crisper::sim {
namespace {

/// A numbered one of these is known too: handler-9 where there is a handler, actor-1-* where there are actors.
bool is_known(const std::string& pattern, const std::vector<std::string>& words) {
  return pattern.empty() || std::ranges::any_of(words, [&](const std::string& word) {
           return matches_pattern(pattern, word) || pattern.starts_with(word + "-");
         });
}

std::string problem_with(const std::string& pattern, const std::vector<std::string>& words) {
  const std::string near = nearest_word(pattern, words);
  const std::string hint = near.empty() ? "; a role is 'handler', a process 'handler-2', all of them 'handler-*'"
                                        : fmt::format("; did you mean '{}'?", near);
  return fmt::format("no process, role or host is called '{}'{}", pattern, hint);
}

}  // namespace

void check_names(const Scenario& scenario, const YamlNode& root, Reader& reader) {
  const Deployment& deployment = scenario.deployment;
  if (!deployment.platform.empty() || reader.vocabulary().processes.empty()) return;
  std::vector<std::string> words = reader.vocabulary().processes;
  for (const HostSpec& host : deployment.hosts) words.push_back(host.name);

  const YamlEntry* faults = root.find("faults");
  for (std::size_t i = 0; i < scenario.faults.size(); ++i) {
    for (const std::string& name : {scenario.faults[i].from, scenario.faults[i].to}) {
      if (is_known(name, words)) continue;
      const bool is_here = faults && i < faults->value.items.size();
      const TextPosition at = is_here ? faults->value.items[i].at : root.at;
      return reader.fail(at, fmt::format("faults.{}: {}", i, problem_with(name, words)));
    }
  }
  const YamlEntry* section = root.find("deployment");
  const TextPosition at = section ? section->value.at : root.at;
  for (const Placement& placement : deployment.place) {
    if (is_known(placement.pattern, words)) continue;
    return reader.fail(at, "deployment.place: " + problem_with(placement.pattern, words));
  }
  for (const std::string& name : deployment.transport.datagram_to) {
    if (is_known(name, words)) continue;
    return reader.fail(at, "deployment.transport.datagram_to: " + problem_with(name, words));
  }
}

}  // namespace crisper::sim
