#include "properties/explain/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/log/event_log.hpp"
#include "properties/evidence/narrate.hpp"
#include "properties/explain/causal_graph.hpp"

namespace crisper::properties {
namespace {

using Node = CausalGraph::Node;

/// Faults that a chain is told of; a run made small has few.
constexpr std::size_t faults_told_max = 8;
constexpr std::size_t payload_bytes_max = 160;

/// What every message does on its way is not worth a sentence: where it matters, a fault tells of it.
bool is_told(ObservationKind kind) {
  using enum ObservationKind;
  switch (kind) {
    case message_sent:
    case message_delivered:
    case turn_begun:
    case turn_ended:
    case command_enqueued:
    case command_acknowledged:
    case event_delivered:
    case checkpoint_saved:
    case workload_ended:
    case lock_requested:
    case outbox_added:
    case outbox_published:
    case state_requested:
      return false;
    default:
      return true;
  }
}

class Story {
 public:
  Story(const CausalRecorder& run, const sim::FaultPlan& plan, const Design& design)
      : run_(run), plan_(plan), design_(design), graph_(run.all()) {}

  Explanation tell(const Violation& violation) {
    choose(violation);
    add_what_was_applied();
    Explanation told;
    for (const Node node : nodes_) {
      const Observation& seen = at(node);
      if (!is_told(seen.kind) || is_told_by_its_fault(seen)) continue;
      const std::string words = sentence(node);
      if (!told.sentences.empty() && told.sentences.back() == words) continue;
      told.sentences.push_back(words);
      told.about.push_back(ObservationId{std::uint64_t{node} + 1});
    }
    ObservationId latest{};
    for (const Evidence& each : violation.evidence) latest = std::max(latest, each.id);
    told.about.push_back(latest);
    told.sentences.push_back(fmt::format("At {}, {}.", to_text(violation.at), violation.reason));
    return told;
  }

 private:
  /// The fault that dropped it says so.
  bool is_told_by_its_fault(const Observation& seen) const {
    return seen.kind == ObservationKind::message_dropped && std::ranges::any_of(nodes_, [&](Node node) {
             return at(node).kind == ObservationKind::fault_fired && at(node).message == seen.message;
           });
  }

  const Observation& at(Node node) const { return run_.all()[node].observation; }

  void add(const std::vector<Node>& from, Node to) {
    const std::vector<Node> path = graph_.path(from, to);
    nodes_.insert(path.begin(), path.end());
  }

  /// Through every fault from what caused the message that it struck to the evidence; evidence that no fault leads to,
  /// from the commands; faults that lead to no evidence (what is lost leaves no trace), to what they did.
  void choose(const Violation& violation) {
    std::vector<Node> evidence;
    for (const Evidence& each : violation.evidence) {
      if (each.id.value >= 1 && each.id.value <= graph_.size())
        evidence.push_back(static_cast<Node>(each.id.value - 1));
    }
    for (const Node fault : first_faults()) {
      add(graph_.roots(), fault);
      const std::vector<bool> consequences = graph_.consequences(fault);
      const auto reached =
          std::ranges::find_if(evidence.rbegin(), evidence.rend(), [&](Node each) { return consequences[each]; });
      if (reached != evidence.rend()) {
        add({fault}, *reached);
      } else {
        for (const CausalGraph::Edge& edge : graph_.edges()) {
          if (edge.from == fault) nodes_.insert(edge.to);
        }
      }
    }
    for (const Node each : evidence) {
      if (!nodes_.contains(each)) add(graph_.roots(), each);
      nodes_.insert(each);
    }
  }

  std::vector<Node> first_faults() const {
    std::vector<Node> faults;
    std::set<std::int64_t> known;
    for (std::size_t i = 0; i < run_.all().size() && faults.size() < faults_told_max; ++i) {
      const Observation& seen = at(static_cast<Node>(i));
      if (seen.kind == ObservationKind::fault_fired && known.insert(seen.a).second) {
        faults.push_back(static_cast<Node>(i));
      }
    }
    return faults;
  }

  /// A row changes because an event was applied in the same turn: that one is told too.
  void add_what_was_applied() {
    std::set<Node> applied;
    for (const Node node : nodes_) {
      if (at(node).kind != ObservationKind::view_updated) continue;
      for (Node after = node + 1; after < run_.all().size(); ++after) {
        const Observation& seen = at(after);
        if (seen.process != at(node).process || seen.causation != at(node).causation) continue;
        if (seen.kind != ObservationKind::event_applied) continue;
        applied.insert(after);
        break;
      }
    }
    nodes_.insert(applied.begin(), applied.end());
  }

  std::string sentence(Node node) {
    const Observation& seen = at(node);
    std::string words = seen.kind == ObservationKind::fault_fired ? fault_words(node) : deed(seen, run_.names());
    if (seen.kind == ObservationKind::command_submitted && seen.payload) {
      words += ": ";
      seen.payload->describe_into(words);
    }
    if (const std::size_t times = times_before(node); times > 0) {
      words += times == 1 ? ", for the second time" : fmt::format(", for time {}", times + 1);
      words += guard_words(seen);
    }
    return fmt::format("At {}, {}.", to_text(seen.at), with_short_ids(std::move(words)));
  }

  /// How often the same process said the same of the same before: what should happen once and happens again.
  std::size_t times_before(Node node) const {
    const Observation& seen = at(node);
    const bool once = seen.kind == ObservationKind::event_applied || seen.kind == ObservationKind::event_published ||
                      seen.kind == ObservationKind::event_appended || seen.kind == ObservationKind::command_handled;
    if (!once) return 0;
    return static_cast<std::size_t>(
        std::count_if(run_.all().begin(), run_.all().begin() + node, [&](const CausalRecorder::Kept& kept) {
          const Observation& before = kept.observation;
          return before.kind == seen.kind && before.process == seen.process && before.message == seen.message;
        }));
  }

  /// What of the design would have kept it from happening again, and is switched off.
  std::string guard_words(const Observation& seen) const {
    if (seen.kind != ObservationKind::event_applied) return {};
    const std::string who = run_.names().process(seen.process);
    const auto consumer = design_.consumers.find(who);
    if (consumer == design_.consumers.end() || consumer->second.inbox) return {};
    return fmt::format(": {} has no inbox, so it could not know", who);
  }

  std::string fault_words(Node node) const {
    const Observation& seen = at(node);
    const auto place = static_cast<std::size_t>(seen.a);
    const sim::Fault fault = place < plan_.faults.size() ? plan_.faults[place] : sim::Fault{};
    const Names& names = run_.names();
    if (seen.message.value == 0) return fmt::format("{} of {}", node_fault_words(fault), names.process(seen.process));
    const std::string packet = fmt::format("packet {} from {} to {}{}", fault.nth, names.process(seen.process),
                                           names.process(seen.peer), payload_words(seen.message, node));
    const std::string later = to_text(fault.amount);
    switch (fault.kind) {
      case sim::FaultKind::loss:
        return "the network lost " + packet;
      case sim::FaultKind::corrupt:
        return "the network damaged " + packet;
      case sim::FaultKind::duplicate:
        return "the network duplicated " + packet;
      case sim::FaultKind::reorder:
        return fmt::format("the network let {} be overtaken, by {}", packet, later);
      case sim::FaultKind::delay:
        return fmt::format("the network delayed {} by {}", packet, later);
      case sim::FaultKind::bandwidth:
        return "the narrowed link held up " + packet;
      case sim::FaultKind::partition:
        return "a partition stopped " + packet;
      default:
        return fmt::format("fault {} struck {}", name_of(fault.kind), packet);
    }
  }

  static std::string node_fault_words(const sim::Fault& fault) {
    const auto span = [](const std::optional<Duration>& time) {
      return time ? " for " + to_text(*time) : std::string();
    };
    switch (fault.kind) {
      case sim::FaultKind::crash:
        return "a crash";
      case sim::FaultKind::pause:
        return "a pause" + span(fault.lasting);
      case sim::FaultKind::slow:
        return "a slow-down" + span(fault.lasting);
      case sim::FaultKind::clock_skew:
        return fmt::format("a clock skew by {}", to_text(fault.amount));
      default:
        return std::string(name_of(fault.kind));
    }
  }

  /// What the message says, from where it was sent.
  std::string payload_words(MessageId message, Node before) const {
    for (Node node = before; node > 0; --node) {
      const Observation& seen = at(node - 1);
      if (seen.kind != ObservationKind::message_sent || seen.message != message || !seen.payload) continue;
      if (const auto* batch = body_as<LogBatch>(seen.payload)) return ", " + batch_words(*batch);
      std::string words;
      seen.payload->describe_into(words);
      if (words.size() > payload_bytes_max) words = words.substr(0, payload_bytes_max) + "...";
      return ", " + words;
    }
    return {};
  }

  static std::string batch_words(const LogBatch& batch) {
    const std::int64_t last = batch.first.value + static_cast<std::int64_t>(batch.events.size()) - 1;
    if (batch.events.size() == 1) return fmt::format("the event at offset {}", last);
    return fmt::format("the events at offsets {} to {}", batch.first.value, last);
  }

  /// "command 100000007" becomes "command c1" where it is the first that is told of.
  std::string with_short_ids(std::string words) {
    constexpr std::string_view mark = "command ";
    for (std::size_t at = words.find(mark); at != std::string::npos; at = words.find(mark, at + 1)) {
      const std::size_t begin = at + mark.size();
      const std::size_t end = std::min(words.find_first_not_of("0123456789abcdef", begin), words.size());
      if (end == begin || (end < words.size() && words[end] != ' ' && words[end] != ':' && words[end] != ',')) continue;
      const std::string id = words.substr(begin, end - begin);
      const std::size_t number = short_ids_.emplace(id, short_ids_.size() + 1).first->second;
      words.replace(begin, end - begin, fmt::format("c{}", number));
    }
    return words;
  }

  const CausalRecorder& run_;
  const sim::FaultPlan& plan_;
  const Design& design_;
  CausalGraph graph_;
  std::set<Node> nodes_;
  std::map<std::string, std::size_t> short_ids_;
};

}  // namespace

Explanation explain(const CausalRecorder& run, const Violation& violation, const sim::FaultPlan& plan,
                    const Design& design) {
  if (!run.is_whole()) return {};
  return Story(run, plan, design).tell(violation);
}

}  // namespace crisper::properties
