#include "gui/models/channels.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "properties/vocabulary.hpp"
#include "reports/document/sections.hpp"
#include "sim/scenario/parse.hpp"

namespace crisper::gui {
namespace {

using Ends = std::pair<ProcessNumber, ProcessNumber>;

reports::PropertySeen seen_of(const JudgedProperty& property) {
  reports::PropertySeen seen{.name = property.name};
  seen.failed = property.verdict == "fail" ? 1 : 0;
  seen.passed = property.verdict == "pass" && property.observed > 0 && property.judged ? 1 : 0;
  seen.reason = property.reason;
  return seen;
}

/// By sender and receiver.
std::map<Ends, Traffic> traffic_of(const TraceData& data) {
  std::map<Ends, Traffic> all;
  std::map<Ends, RecordId> first_of_later;  // the earliest arrival of those that were sent later
  for (auto each = data.deliveries.rbegin(); each != data.deliveries.rend(); ++each) {
    if (each->nth == 0) continue;  // it crossed no network
    const Ends ends{each->from, each->to};
    Traffic& traffic = all[ends];
    if (each->duplicate) {
      ++traffic.twice;
      continue;
    }
    ++traffic.sent;
    traffic.lost += each->was_dropped();
    if (each->arrived == 0) continue;
    const auto [earliest, is_first] = first_of_later.try_emplace(ends, each->arrived);
    traffic.overtaken += !is_first && earliest->second < each->arrived;
    earliest->second = std::min(earliest->second, each->arrived);
  }
  return all;
}

std::vector<ProcessNumber> processes_of(const reports::DesignBox& box, const sim::DesignGraph& graph,
                                        const TraceData& data) {
  std::vector<ProcessNumber> found;
  for (ProcessNumber p = 1; p < data.processes.size(); ++p) {
    const bool is_one = std::ranges::any_of(box.members, [&](std::size_t member) {
      return sim::matches_pattern(graph.elements[member].name, data.processes[p].name);
    });
    if (is_one) found.push_back(p);
  }
  return found;
}

}  // namespace

std::vector<ChannelClaims> channels_of(const TraceData& data, const RunFolder& folder) {
  std::vector<ChannelClaims> all;
  if (folder.scenario.empty()) return all;
  const auto scenario = sim::load_scenario(folder.scenario.string(), properties::scenario_vocabulary());
  if (!scenario) return all;
  reports::ShownDesign design{.name = {}, .words = {}, .graph = reports::known_graph(*scenario).graph, .picture = {}};
  design.picture = reports::picture_of(design.graph);
  if (folder.result) {
    for (const JudgedProperty& each : folder.result->properties) design.properties.push_back(seen_of(each));
  }
  const std::map<Ends, Traffic> traffic = traffic_of(data);
  for (const sim::Channel& channel : design.channels()) {
    const reports::DesignBox& from = design.picture.boxes[channel.from];
    const reports::DesignBox& to = design.picture.boxes[channel.to];
    ChannelClaims row{.from = from.name,
                      .to = to.name,
                      .words = reports::channel_words(channel),
                      .claims = reports::guarantees_of(channel, design),
                      .senders = processes_of(from, design.graph, data),
                      .receivers = processes_of(to, design.graph, data)};
    for (const ProcessNumber sender : row.senders) {
      for (const ProcessNumber receiver : row.receivers) {
        const auto found = traffic.find({sender, receiver});
        if (found == traffic.end()) continue;
        row.traffic.sent += found->second.sent;
        row.traffic.lost += found->second.lost;
        row.traffic.twice += found->second.twice;
        row.traffic.overtaken += found->second.overtaken;
      }
    }
    all.push_back(std::move(row));
  }
  return all;
}

const reports::Guarantee* claim_about(const ChannelClaims& channel, std::string_view about) {
  const auto found = std::ranges::find(channel.claims, about, &reports::Guarantee::about);
  return found == channel.claims.end() || found->claim == "none" ? nullptr : &*found;
}

std::string standing_words(const reports::Guarantee& claim) {
  switch (claim.standing) {
    case reports::Standing::proven: return "held";
    case reports::Standing::contradicted: return "broken";
    case reports::Standing::assumed: break;
  }
  return "not judged";
}

std::string claim_words(const reports::Guarantee& claim) {
  std::string words = claim.claim;
  std::ranges::replace(words, '-', ' ');
  return words + ": " + standing_words(claim);
}

}  // namespace crisper::gui
