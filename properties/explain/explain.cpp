#include "properties/explain/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/in_a_row.hpp"
#include "core/log/event_log.hpp"
#include "properties/evidence/narrate.hpp"
#include "properties/explain/asides.hpp"
#include "properties/explain/causal_graph.hpp"
#include "properties/explain/fault_words.hpp"
#include "properties/explain/folds.hpp"
#include "properties/explain/short_ids.hpp"
#include "properties/search/shrink/cause.hpp"

namespace crisper::properties {
namespace {

using Node = CausalGraph::Node;

/// What every message does on its way is not worth a sentence: where it matters, a fault tells of it, or it proves
/// something.
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
    case work_begun:
    case work_ended:
      return false;
    default:
      return true;
  }
}

/// One fault of the plan, and where in the run it struck.
struct Strike {
  Node told = 0;          ///< the one that led to the violation; else the first
  std::size_t times = 0;  ///< before the violation
};

class Story {
 public:
  Story(const CausalRecorder& run, const Violation& violation, const sim::FaultPlan& plan, const Design& design)
      : run_(run),
        violation_(violation),
        plan_(plan),
        design_(design),
        graph_(run.all()),
        ids_(run),
        wording_(ids_.wording()) {
    for (const Evidence& each : violation.evidence) {
      if (each.id.value >= 1 && each.id.value <= graph_.size()) {
        evidence_.push_back(static_cast<Node>(each.id.value - 1));
      }
    }
    find_end();
  }

  Explanation tell() {
    choose();
    add_what_was_applied();
    nodes_.merge(asides(run_, nodes_, length_));
    std::vector<StoryPart> parts;
    for (const Node node : nodes_) {
      if (!(proves(node) || is_told(at(node).kind)) || is_told_by_its_fault(at(node))) continue;
      parts.push_back({.node = node, .form = form(node)});
    }
    Explanation told;
    for (const StoryFold& each : folds_of(parts)) {
      std::string words = sentence(each.first);
      if (!each.more.empty()) add_the_like(words, each);
      if (!told.sentences.empty() && told.sentences.back() == words) continue;
      add(told, std::move(words), ObservationId{std::uint64_t{each.first} + 1}, at(each.first).at);
      for (const Node more : each.more) told.also.push_back(ObservationId{std::uint64_t{more} + 1});
    }
    if (!violation_.aside.empty()) add(told, violation_.aside + ".", {}, ended_);
    const ObservationId latest =
        evidence_.empty() ? ObservationId{} : ObservationId{std::uint64_t{evidence_.back()} + 1};
    add(told,
        fmt::format("{} {}, {}.", violation_.at_end ? "At the end of the run, at" : "At", to_text(ended_),
                    ids_.replaced(violation_.reason)),
        latest, ended_);
    return told;
  }

 private:
  static void add(Explanation& told, std::string words, ObservationId about, SimTime at) {
    told.sentences.push_back(std::move(words));
    told.about.push_back(about);
    told.at.push_back(at);
  }

  /// What the story may tell of: everything up to the violation, and of a violation that was found when the run was
  /// over, all of the run.
  void find_end() {
    std::ranges::sort(evidence_);
    ended_ = violation_.at;
    length_ = run_.all().size();
    if (violation_.at_end) {
      if (length_ > 0) ended_ = std::max(ended_, at(static_cast<Node>(length_ - 1)).at);
      return;
    }
    if (!evidence_.empty()) ended_ = std::max(ended_, at(evidence_.back()).at);
    while (length_ > 0 && at(static_cast<Node>(length_ - 1)).at > ended_) --length_;
    if (!evidence_.empty() && at(evidence_.back()).at == ended_) length_ = std::size_t{evidence_.back()} + 1;
  }

  /// The fault that dropped it says so.
  bool is_told_by_its_fault(const Observation& seen) const {
    return seen.kind == ObservationKind::message_dropped && std::ranges::any_of(nodes_, [&](Node node) {
             return at(node).kind == ObservationKind::fault_fired && at(node).message == seen.message;
           });
  }

  bool proves(Node node) const { return std::ranges::find(evidence_, node) != evidence_.end(); }

  const Observation& at(Node node) const { return run_.all()[node].observation; }

  void add(const std::vector<Node>& from, Node to) {
    const std::vector<Node> path = graph_.path(from, to);
    nodes_.insert(path.begin(), path.end());
  }

  /// Through every fault from what caused the message that it struck to the evidence; evidence that no fault leads to,
  /// from the commands; faults that lead to no evidence (what is lost leaves no trace), to what they did.
  void choose() {
    for (const auto& [place, strike] : find_strikes()) {
      const Node fault = strike.told;
      times_[fault] = strike.times;
      nodes_.insert(fault);
      add(graph_.roots(), fault);
      const std::vector<bool> consequences = graph_.consequences(fault);
      const auto reached =
          std::ranges::find_if(evidence_.rbegin(), evidence_.rend(), [&](Node each) { return consequences[each]; });
      if (reached != evidence_.rend()) {
        add({fault}, *reached);
      } else {
        for (const CausalGraph::Edge& edge : graph_.edges()) {
          if (edge.from == fault && edge.to < length_) nodes_.insert(edge.to);
        }
      }
    }
    for (const Node each : evidence_) {
      if (!nodes_.contains(each)) add(graph_.roots(), each);
      nodes_.insert(each);
    }
  }

  /// By place in the plan.
  std::map<std::int64_t, Strike> find_strikes() const {
    const std::vector<bool> causes = graph_.causes(evidence_);
    std::map<std::int64_t, Strike> strikes;
    for (std::size_t i = 0; i < length_; ++i) {
      const auto node = static_cast<Node>(i);
      if (at(node).kind != ObservationKind::fault_fired) continue;
      const auto [known, is_new] = strikes.try_emplace(at(node).a, Strike{.told = node});
      Strike& strike = known->second;
      ++strike.times;
      if (causes[node] && !causes[strike.told]) strike.told = node;
    }
    return strikes;
  }

  /// A row changes because an event was applied in the same turn: that one is told too.
  void add_what_was_applied() {
    std::set<Node> applied;
    for (const Node node : nodes_) {
      if (at(node).kind != ObservationKind::view_updated) continue;
      for (Node after = node + 1; after < length_; ++after) {
        const Observation& seen = at(after);
        if (seen.process != at(node).process || seen.causation != at(node).causation) continue;
        if (seen.kind != ObservationKind::event_applied) continue;
        applied.insert(after);
        break;
      }
    }
    nodes_.merge(applied);
  }

  std::string sentence(Node node) {
    const Observation& seen = at(node);
    std::string words = seen.kind == ObservationKind::fault_fired ? strike_words(node)
                        : seen.payload && !has_subject(seen)      ? ids_.shortened(deed(seen, run_.names(), wording_))
                                                                  : deed(seen, run_.names(), wording_);
    if (const std::size_t times = times_before(node); times > 0) {
      words += times == 1 ? ", for the second time" : fmt::format(", for time {}", times + 1);
      words += guard_words(seen);
    }
    if (seen.kind == ObservationKind::process_crashed) {
      for (const StrandedQuota& each : stranded_with(run_, node)) {
        words += fmt::format("; it had been lent {} of {}", each.amount, run_.names().stream(each.stream));
      }
    }
    return fmt::format("At {}, {}.", to_text(seen.at), words);
  }

  /// What is the same in all parts that one sentence can tell. Empty where it is told by itself: what proves the
  /// violation, what should happen once and happens again, and a crash that took something along.
  std::string form(Node node) const {
    const Observation& seen = at(node);
    if (proves(node) || times_before(node) > 0) return {};
    if (seen.kind == ObservationKind::process_crashed && !stranded_with(run_, node).empty()) return {};
    if (seen.kind != ObservationKind::fault_fired) return form_of(deed(seen, run_.names()));
    return seen.message.value == 0 ? node_fault_words(fault_of(seen)) : packet_fault_words(fault_of(seen), "packets");
  }

  /// How many are as the one that the sentence tells, until when, and whom they struck or who did them. Faults: each.
  void add_the_like(std::string& sentence, const StoryFold& fold) const {
    sentence.pop_back();
    sentence += fmt::format("; {} more like it, the last at {}", fold.more.size(), to_text(at(fold.more.back()).at));
    std::string whom;
    if (at(fold.first).kind == ObservationKind::fault_fired) {
      for (const Node each : fold.more) whom += (whom.empty() ? "" : ", ") + struck(each);
    } else {
      std::vector<Node> all = fold.more;
      all.insert(all.begin(), fold.first);
      whom = whom_of(all);
    }
    sentence += whom.empty() ? "." : ": " + whom + ".";
  }

  std::string struck(Node strike) const {
    const Observation& seen = at(strike);
    const std::string whom = seen.message.value == 0 ? run_.names().process(seen.process) : packet_words(seen);
    return fmt::format("{} at {}{}", whom, to_text(seen.at), again(strike));
  }

  /// "by customer-1 and customer-2, about order-3, order-4 and 2 more"; empty where all are by one and about one.
  std::string whom_of(const std::vector<Node>& alike) const {
    std::vector<std::string> who, what;
    const auto note = [](std::vector<std::string>& names, std::string name) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    };
    for (const Node each : alike) {
      note(who, run_.names().process(at(each).process));
      const std::string state = at(each).stream.value == 0 ? "" : run_.names().stream(at(each).stream);
      if (!state.empty() && !state.starts_with("state-")) note(what, state);  // not of what nobody named
    }
    std::string words = who.size() > 1 ? "by " + few_of(who) : "";
    if (what.size() > 1) words += (words.empty() ? "about " : ", about ") + few_of(what);
    return words;
  }

  static std::string few_of(const std::vector<std::string>& names) {
    constexpr std::size_t told_max = 4;
    if (names.size() <= told_max) return in_a_row(names);
    std::vector<std::string> few(names.begin(), names.begin() + told_max - 1);
    few.push_back(fmt::format("{} more", names.size() - few.size()));
    return in_a_row(few);
  }

  static bool has_subject(const Observation& seen) {
    const std::string_view kind = info(seen.kind).name;
    return kind.starts_with("command.") || kind.starts_with("event.");
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

  std::string strike_words(Node node) {
    const Observation& seen = at(node);
    if (seen.message.value == 0) {
      return fmt::format("{} struck {}{}", node_fault_words(fault_of(seen)), run_.names().process(seen.process),
                         again(node));
    }
    return packet_fault_words(fault_of(seen), packet_words(seen) + payload_words(seen.message, node)) + again(node);
  }

  sim::Fault fault_of(const Observation& strike) const {
    const auto place = static_cast<std::size_t>(strike.a);
    if (place < plan_.faults.size()) return plan_.faults[place];
    return {.kind = static_cast<sim::FaultKind>(strike.b)};
  }

  std::string packet_words(const Observation& strike) const {
    const std::uint64_t nth = fault_of(strike).nth;
    return fmt::format("{} from {} to {}", nth == 0 ? "a packet" : fmt::format("packet {}", nth),
                       run_.names().process(strike.process), run_.names().process(strike.peer));
  }

  /// That a fault with a time of its own struck at other times too.
  std::string again(Node strike) const {
    const auto known = times_.find(strike);  // of several strikes of one fault, one is told of the others
    const std::size_t others = known == times_.end() ? 0 : known->second - 1;
    return others == 0 ? "" : fmt::format(" (it struck {} more {})", others, others == 1 ? "time" : "times");
  }

  /// What the message says, from where it was sent.
  std::string payload_words(MessageId message, Node before) {
    for (Node node = before; node > 0; --node) {
      const Observation& seen = at(node - 1);
      if (seen.kind != ObservationKind::message_sent || seen.message != message || !seen.payload) continue;
      if (const auto* batch = body_as<LogBatch>(seen.payload)) return ", " + batch_words(*batch);
      std::string words;
      seen.payload->describe_into(words);
      return ", " + ids_.shortened(words);
    }
    return {};
  }

  static std::string batch_words(const LogBatch& batch) {
    const std::int64_t last = batch.first.value + static_cast<std::int64_t>(batch.events.size()) - 1;
    if (batch.events.size() == 1) return fmt::format("the event at offset {}", last);
    return fmt::format("the events at offsets {} to {}", batch.first.value, last);
  }

  const CausalRecorder& run_;
  const Violation& violation_;
  const sim::FaultPlan& plan_;
  const Design& design_;
  CausalGraph graph_;
  ShortIds ids_;
  Wording wording_;
  std::vector<Node> evidence_;
  SimTime ended_{};         ///< when the violation was there
  std::size_t length_ = 0;  ///< so many observations of the run may be told of
  std::set<Node> nodes_;
  std::map<Node, std::size_t> times_;  ///< of strikes that are told: how often that fault struck
};

}  // namespace

Explanation explain(const CausalRecorder& run, const Violation& violation, const sim::FaultPlan& plan,
                    const Design& design) {
  if (!run.is_whole()) return {};
  return Story(run, violation, plan, design).tell();
}

}  // namespace crisper::properties
