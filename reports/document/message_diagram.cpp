#include "reports/document/message_diagram.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

namespace crisper::reports {
namespace {

using Kept = properties::CausalRecorder::Kept;

/// More arrows than this, and nobody follows them.
constexpr std::size_t messages_max = 60;

class Drawing {
 public:
  Drawing(const properties::CausalRecorder& run, const properties::Explanation& explanation)
      : run_(run), explanation_(explanation), told_of_(explanation.about) {
    told_of_.insert(told_of_.end(), explanation.also.begin(), explanation.also.end());
    std::ranges::sort(told_of_, {}, &ObservationId::value);
    for (std::size_t place = 0; place < run.all().size(); ++place) {
      const Observation& seen = at(place);
      if (seen.kind == ObservationKind::message_sent) sent_.try_emplace(seen.message, place);
    }
  }

  MessageDiagram draw() && {
    choose();
    find_rows();
    for (const auto& [place, row] : row_of_) {
      if (diagram_.rows.size() <= row) diagram_.rows.resize(row + 1, to_text(at(place).at));
      lifeline_of(at(place).process);
    }
    for (const Attempt& each : attempts_) add(each);
    for (std::size_t i = 0; i < explanation_.about.size(); ++i) {
      const ObservationId about = explanation_.about[i];
      if (!is_known(about)) continue;
      const std::size_t place = about.value - 1;
      // The last sentence is the violation's own: what it is about was told before.
      if (i > 0 && i + 1 == explanation_.about.size() && about <= explanation_.about[i - 1]) continue;
      diagram_.marks.push_back({.lifeline = lifeline_of(at(place).process),
                                .row = row_of_.at(place),
                                .sentence = i + 1,
                                .is_fault = at(place).kind == ObservationKind::fault_fired});
    }
    diagram_.sentences = explanation_.sentences;
    return std::move(diagram_);
  }

 private:
  struct Attempt {
    std::size_t sent = 0;  ///< places in the run
    std::optional<std::size_t> arrived{};
    bool came_later = false;
    bool was_dropped = false;
  };

  const Observation& at(std::size_t place) const { return run_.all()[place].observation; }
  bool is_known(ObservationId id) const { return id.value >= 1 && id.value <= run_.all().size(); }

  using Messages = std::set<MessageId>;

  /// What led to it comes first, then how it came there, then what else was said; each wholly, or not at all.
  void choose() {
    std::vector<MessageId> direct;
    for (const ObservationId about : told_of_) {
      if (!is_known(about)) continue;
      const Observation& seen = at(about.value - 1);
      end_ = std::max<std::size_t>(end_, about.value);
      if (sent_.contains(seen.message)) direct.push_back(seen.message);
      direct.push_back(MessageId{seen.causation.value});
    }
    Messages led;
    for (const MessageId each : direct) add_with_causes(led, each);
    Messages all = led;
    if (led.size() > messages_max) {
      for (const MessageId each : direct) {
        if (led.contains(each) && wanted_.size() < messages_max) wanted_.insert(each);
      }
    } else {
      wanted_ = led;
    }
    for (const Messages& more : {carriers(), conversations()}) {
      all.insert(more.begin(), more.end());
      Messages both = wanted_;
      both.insert(more.begin(), more.end());
      if (both.size() <= messages_max) wanted_ = std::move(both);
    }
    diagram_.left_out = all.size() - wanted_.size();
  }

  /// The message and those in whose turns it and its causes were sent; what a process sends itself is passed over.
  void add_with_causes(Messages& all, MessageId each) const {
    Messages passed;
    while (each.value != 0 && sent_.contains(each) && !all.contains(each) && passed.insert(each).second) {
      if (is_drawn(each)) all.insert(each);
      each = MessageId{at(sent_.at(each)).causation.value};
    }
  }

  bool is_drawn(MessageId message) const {
    const Observation& sent = at(sent_.at(message));
    return sent_.at(message) < end_ && sent.process != sent.peer;
  }

  /// The messages by which the commands and events that are told of went from one process to the next: who fetches its
  /// work, or does it in its first turn, has it from no turn that says so.
  Messages carriers() const {
    Messages told;
    for (const ObservationId about : told_of_) {
      if (is_known(about) && is_about_subject(at(about.value - 1))) told.insert(at(about.value - 1).message);
    }
    Messages all;
    std::map<ProcessId, MessageId> got;  // by whom: the last answer that its first turn had
    std::map<MessageId, MessageId> got_before;  // by message that was sent in a first turn: what had come before
    std::map<std::pair<ProcessId, ProcessId>, CausationId> handed_over;  // to whom a turn is about to send
    const auto add = [&](MessageId each) {
      if (sent_.contains(each) && is_drawn(each)) all.insert(each);
    };
    for (std::size_t place = 0; place < std::min(end_, run_.all().size()); ++place) {
      const Observation& seen = at(place);
      if (is_answer_to_first_turn(seen)) got[seen.process] = seen.message;
      if (seen.kind == ObservationKind::message_sent) {
        if (seen.causation.value == 0 && got.contains(seen.process)) got_before[seen.message] = got.at(seen.process);
        const auto hand = handed_over.find({seen.process, seen.peer});
        if (hand != handed_over.end() && hand->second == seen.causation) {
          add(seen.message);
          handed_over.erase(hand);
        }
      }
      if (!is_about_subject(seen) || !told.contains(seen.message)) continue;
      const MessageId in_turn{seen.causation.value};
      add(in_turn);
      if (const auto before = got_before.find(in_turn); before != got_before.end()) {
        add(before->second);
        if (sent_.contains(before->second)) add(MessageId{at(sent_.at(before->second)).causation.value});
      }
      if (seen.kind == ObservationKind::command_dispatched) handed_over[{seen.process, seen.peer}] = seen.causation;
    }
    return all;
  }

  bool is_answer_to_first_turn(const Observation& seen) const {
    if (seen.kind != ObservationKind::message_delivered || seen.b != reply_past_the_mailbox) return false;
    const auto asked = sent_.find(MessageId{seen.causation.value});
    return asked != sent_.end() && at(asked->second).causation.value == 0;
  }

  static bool is_about_subject(const Observation& seen) {
    const std::string_view kind = info(seen.kind).name;
    return kind.starts_with("command.") || kind.starts_with("event.");
  }

  /// All messages of the conversations that are told of, up to the last that is told.
  Messages conversations() const {
    std::set<CorrelationId> told;
    for (const ObservationId about : explanation_.about) {
      if (is_known(about)) told.insert(at(about.value - 1).correlation);
    }
    told.erase(CorrelationId{});
    Messages all;
    for (const auto& [message, place] : sent_) {
      if (told.contains(at(place).correlation) && is_drawn(message)) all.insert(message);
    }
    return all;
  }

  /// Every attempt of the messages, up to the violation.
  void find_rows() {
    std::map<std::pair<MessageId, std::int64_t>, std::size_t> known;
    for (std::size_t place = 0; place < run_.all().size(); ++place) {
      const Observation& seen = at(place);
      const bool is_arrival = seen.kind == ObservationKind::message_delivered;
      if (seen.kind == ObservationKind::message_dropped) {
        const auto open = known.find({seen.message, seen.a});
        if (open != known.end()) attempts_[open->second].was_dropped = true;
        continue;
      }
      if (!is_arrival && seen.kind != ObservationKind::message_sent) continue;
      if (!wanted_.contains(seen.message)) continue;
      if (place >= end_) {  // of what is drawn, only that it came after all
        const auto open = known.find({seen.message, seen.a});
        if (is_arrival && open != known.end()) attempts_[open->second].came_later = true;
        continue;
      }
      const auto [found, is_new] = known.try_emplace({seen.message, seen.a}, attempts_.size());
      // A copy that a fault made was never sent by itself.
      if (is_new) attempts_.push_back({.sent = is_arrival ? sent_.at(seen.message) : place});
      if (is_arrival) attempts_[found->second].arrived = place;
    }
    std::set<std::size_t> places;
    for (const Attempt& each : attempts_) {
      if (at(each.sent).process == at(each.sent).peer) continue;  // a reminder to itself
      places.insert(each.sent);
      if (each.arrived) places.insert(*each.arrived);
    }
    for (const ObservationId about : explanation_.about) {
      if (is_known(about)) places.insert(about.value - 1);
    }
    std::set<std::pair<std::size_t, std::size_t>> flights;
    for (const Attempt& each : attempts_) {
      if (each.arrived) flights.insert({each.sent, *each.arrived});
    }
    std::size_t row = 0;
    std::optional<std::size_t> before;
    for (const std::size_t place : places) {
      // What arrives before anything else happens is drawn level.
      if (before && !flights.contains({*before, place})) ++row;
      row_of_[place] = row;
      before = place;
    }
  }

  void add(const Attempt& attempt) {
    const Observation& sent = at(attempt.sent);
    if (sent.process == sent.peer) return;
    MessageDiagram::Arrow arrow{.from = lifeline_of(sent.process),
                                .to = lifeline_of(sent.peer),
                                .sent = row_of_.at(attempt.sent),
                                .label = sent.payload ? std::string(sent.payload->type().name) : std::string()};
    if (attempt.arrived) arrow.arrived = row_of_.at(*attempt.arrived);
    arrow.came_later = !attempt.arrived && attempt.came_later;
    arrow.was_under_way = !attempt.arrived && !attempt.came_later && !attempt.was_dropped;
    diagram_.arrows.push_back(std::move(arrow));
  }

  std::size_t lifeline_of(ProcessId process) {
    const auto [found, is_new] = lifelines_.try_emplace(process, diagram_.lifelines.size());
    if (is_new) diagram_.lifelines.push_back(run_.names().process(process));
    return found->second;
  }

  const properties::CausalRecorder& run_;
  const properties::Explanation& explanation_;
  std::vector<ObservationId> told_of_;  ///< by any sentence, in the order of the run
  MessageDiagram diagram_;
  std::map<MessageId, std::size_t> sent_;  ///< where a message was first sent
  Messages wanted_;
  std::size_t end_ = 0;  ///< what comes later has no part in it
  std::vector<Attempt> attempts_;
  std::map<std::size_t, std::size_t> row_of_;  ///< by place
  std::map<ProcessId, std::size_t> lifelines_;
};

}  // namespace

std::string_view fate_of(const MessageDiagram::Arrow& arrow) {
  if (arrow.arrived) return "";
  return arrow.came_later ? "came later" : arrow.was_under_way ? "still under way" : "never came";
}

bool is_lost(const MessageDiagram::Arrow& arrow) {
  return !arrow.arrived && !arrow.came_later && !arrow.was_under_way;
}

std::string lines_in_order(
    const MessageDiagram& diagram, const std::function<std::string(const MessageDiagram::Arrow&)>& arrow_text,
    const std::function<std::string(const MessageDiagram::Mark&, std::string_view sentence)>& note_text) {
  std::vector<std::pair<std::size_t, std::string>> lines;
  for (const MessageDiagram::Arrow& each : diagram.arrows) {
    lines.emplace_back(each.arrived.value_or(each.sent), arrow_text(each));
  }
  for (const MessageDiagram::Mark& each : diagram.marks) {
    const bool is_known = each.sentence >= 1 && each.sentence <= diagram.sentences.size();
    lines.emplace_back(each.row, note_text(each, is_known ? diagram.sentences[each.sentence - 1] : ""));
  }
  std::ranges::stable_sort(lines, {}, &std::pair<std::size_t, std::string>::first);
  std::string text;
  for (const auto& [row, line] : lines) text += line;
  return text;
}

MessageDiagram diagram_of(const properties::CausalRecorder& run, const properties::Explanation& explanation) {
  return Drawing(run, explanation).draw();
}

}  // namespace crisper::reports
