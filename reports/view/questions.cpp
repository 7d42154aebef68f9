#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/counted.hpp"
#include "core/design/ownership_strategy.hpp"
#include "reports/view/state_models.hpp"
#include "reports/view/view_answers.hpp"

namespace crisper::reports {
namespace {

using properties::Verdict;

constexpr std::array answer_names{std::string_view("yes"), std::string_view("no"), std::string_view("can't be told")};

std::string listed(const std::vector<std::string>& parts, std::string_view between = "; ") {
  std::string text;
  for (const std::string& each : parts) text += (text.empty() ? "" : std::string(between)) + each;
  return text;
}

std::vector<std::string> lint_words(const std::vector<const properties::LintFinding*>& findings) {
  std::vector<std::string> words;
  for (const properties::LintFinding* each : findings)
    words.push_back(fmt::format("{}: {}", each->rule->name, each->what));
  return words;
}

std::size_t processes_in(const ViewFacts& facts) {
  return static_cast<std::size_t>(std::ranges::count(facts.design.graph.elements, false, &sim::Element::is_client));
}

AnsweredQuestion clear_model(const ViewFacts& facts) {
  AnsweredQuestion is{"Is there a clear system-level concurrency model?"};
  is.evidence = "the process model below; the channels that the runs used";
  if (!facts.strangers.empty()) {
    is.answer = Answer::no;
    is.tone = Tone::bad;
    is.why = "Messages went where the model has no channel: " + listed(facts.strangers, ", ");
  } else if (facts.source.seen.pairs.empty()) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
    is.why = "No run was seen to hold the model against. " + facts.source.seen_trouble;
  } else {
    is.tone = Tone::good;
    is.why = fmt::format(
        "{} in {} kinds, {} between them. All {} of processes that exchanged messages in {} have a channel "
        "in it.",
        counted(processes_in(facts), "process", "processes"),
        std::ranges::count_if(
            facts.design.picture.boxes,
            [&](const DesignBox& each) { return !facts.design.graph.elements[each.members.front()].is_client; }),
        counted(facts.design.channels().size(), "channel"), counted(facts.source.seen.pairs.size(), "pair"),
        counted(facts.runs, "run"));
  }
  return is;
}

AnsweredQuestion right_level(const ViewFacts& facts) {
  return {"Are the models at the right level of abstraction, focused on what is architecturally significant?",
          Answer::cannot_be_told, Tone::plain,
          fmt::format(
              "Which aspects are significant is for people to judge. The model has {} for all processes, and of each "
              "the states in which others meet it; what a process does within a turn is left out.",
              counted(facts.design.picture.boxes.size(), "box", "boxes")),
          "the process model and the state models below"};
}

AnsweredQuestion can_be_simplified(const ViewFacts& facts) {
  AnsweredQuestion is{"Can the concurrency design be simplified?"};
  const auto found = facts.findings({"switch_without_effect", "process_without_need"});
  is.answer = found.empty() ? Answer::no : Answer::yes;
  is.tone = found.empty() ? Tone::good : Tone::open;
  is.why = found.empty()
               ? "Every process shows one of the four signs that it must exist, and no switch of the design is "
                 "without effect."
               : listed(lint_words(found));
  is.evidence = "lint: process_without_need, switch_without_effect";
  return is;
}

AnsweredQuestion understood(const ViewFacts&) {
  return {"Do all interested parties understand the overall concurrency strategy?", Answer::cannot_be_told, Tone::plain,
          "No run knows what people understand. This view is what to ask them about.", "none"};
}

AnsweredQuestion all_mapped(const ViewFacts& facts) {
  AnsweredQuestion is{"Are all functional elements mapped to a process (and thread)?"};
  is.evidence = "the process model below: each element with its process and host";
  std::vector<std::string> without;
  for (const sim::Element& each : facts.design.graph.elements) {
    if (each.host.empty() && !each.comes_later && !each.is_client) without.push_back(each.name);
  }
  if (!facts.hosts_trouble.empty()) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
    is.why = "Hosts are not known: " + facts.hosts_trouble;
  } else if (!without.empty()) {
    is.answer = Answer::no;
    is.tone = Tone::bad;
    is.why = "Without a host: " + listed(without, ", ");
  } else {
    is.tone = Tone::good;
    is.why = fmt::format(
        "Each element is one process on one host, sequential inside{}; what is started later lives on the host of "
        "whoever starts it.",
        facts.but_interleaved());
  }
  return is;
}

AnsweredQuestion state_models(const ViewFacts& facts) {
  AnsweredQuestion is{"Is there a state model for at least one functional element in each process?"};
  is.evidence = "the state models below";
  std::uint64_t seen = 0, never = 0;
  std::vector<std::string> unseen;
  for (const StateModel* model : models_of(facts)) {
    std::uint64_t of_model = 0;
    for (const Transition& each : model->transitions) {
      (facts.count(each.by) > 0 ? seen : never) += 1;
      of_model += facts.count(each.by);
    }
    if (of_model == 0) unseen.emplace_back(model->of);
  }
  is.tone = Tone::good;
  is.why = fmt::format("Each kind of process has one. Of the transitions {} were seen and {} never were.", seen, never);
  if (!facts.source.seen_trouble.empty() || !unseen.empty()) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
    is.why += unseen.empty() ? " " + facts.source.seen_trouble : " Nothing at all was seen of: " + listed(unseen, ", ");
  }
  return is;
}

AnsweredQuestion suitable_channels(const ViewFacts& facts) {
  AnsweredQuestion is{"Is there a suitable set of interprocess communication mechanisms?"};
  const std::size_t kept = facts.channels_that_are(Standing::proven);
  const std::size_t contradicted = facts.channels_that_are(Standing::contradicted);
  const std::size_t assumed = facts.channels_that_are(Standing::assumed);
  is.evidence = listed({facts.evidence("no_event_lost"), facts.evidence("events_in_order_per_stream"),
                        facts.evidence("event_applied_once"), facts.evidence("accepted_is_carried_out")});
  const auto errors = lint_words(facts.findings({}));
  is.why = fmt::format(
      "Of {}, {} had what they promise judged and kept, {} were caught breaking it; nothing judges the "
      "other {}.",
      counted(facts.design.channels().size(), "channel"), kept, contradicted, assumed);
  if (!errors.empty()) is.why += " Lint: " + listed(errors);
  if (contradicted > 0 || !errors.empty()) {
    is.answer = Answer::no;
    is.tone = Tone::bad;
  } else if (kept == 0) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
  } else {
    is.tone = Tone::good;
  }
  return is;
}

AnsweredQuestion protected_resources(const ViewFacts& facts) {
  AnsweredQuestion is{"Are all shared resources protected from corruption?"};
  std::vector<std::string> proofs, broken;
  for (const char* each : {"single_writer", "decision_is_right", "append_all_or_none", "fencing_tokens_grow",
                           "event_applied_once", "store_undamaged"}) {
    if (facts.failed(each)) broken.push_back(facts.evidence(each));
    if (facts.held(each) || facts.failed(each)) proofs.push_back(facts.evidence(each));
  }
  const auto found = lint_words(facts.findings(
      {"unprotected_state", "lost_update", "write_skew", "works_unlocked", "stale_decision", "interleaved_turns"}));
  is.evidence = proofs.empty() ? "no property saw a shared resource" : listed(proofs);
  if (!broken.empty() || !found.empty()) {
    is.answer = broken.empty() ? Answer::cannot_be_told : Answer::no;
    is.tone = broken.empty() ? Tone::open : Tone::bad;
    is.why = listed(broken.empty() ? found : broken);
  } else if (!facts.held("single_writer")) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
    is.why = "No run had two who could have been in each other's way.";
  } else if (const auto failures = facts.failures(); !failures.empty()) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
    is.why = "No two were in each other's way, but these failed: " + listed(failures);
  } else {
    is.tone = Tone::good;
    is.why =
        "Nobody changed a state that another had changed since it was read, with and without a crash. Protectors are "
        "in the table of shared resources.";
  }
  return is;
}

AnsweredQuestion minimal_traffic(const ViewFacts& facts) {
  AnsweredQuestion is{"Is the communication and synchronisation between tasks minimal?"};
  const Contention base = contention_of(facts.source.base);
  is.evidence = "the strategies tried below; messages_per_command";
  std::size_t passed = 0;
  const VariantRun* least = nullptr;
  double fewest = base.messages_per_command * 0.95;  // less is no difference that one run shows
  for (const VariantRun& each : facts.source.variants) {
    if (each.result.verdict != Verdict::pass) continue;
    ++passed;
    const double messages = contention_of(each.result).messages_per_command;
    if (messages == 0 || messages >= fewest) continue;
    least = &each;
    fewest = messages;
  }
  is.why = fmt::format("{:.1f} messages for a command.", base.messages_per_command);
  if (passed == 0) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
    is.why += " No other strategy that was tried passes, so there is nothing to compare with.";
  } else if (least) {
    is.answer = Answer::no;
    is.tone = Tone::open;
    is.why += fmt::format(" {} passes with {:.1f}.", least->strategy, fewest);
  } else {
    is.tone = Tone::good;
    is.why +=
        fmt::format(" Of {} that pass, none needs 5 % fewer.", counted(passed, "other strategy", "other strategies"));
  }
  return is;
}

AnsweredQuestion hot_spots(const ViewFacts& facts) {
  AnsweredQuestion is{"Are there resource hot spots? Is their throughput known, and how to reduce contention?"};
  const Contention base = contention_of(facts.source.base);
  constexpr double hot = 0.5, very_hot = 0.8;
  is.evidence = "utilisation in the base run; the strategies tried below; lint: bottleneck";
  if (base.busiest.empty()) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
    is.why = "No utilisation was measured.";
    return is;
  }
  is.answer = base.utilisation >= hot ? Answer::yes : Answer::no;
  is.tone = base.utilisation >= very_hot ? Tone::bad : base.utilisation >= hot ? Tone::open : Tone::good;
  is.why = fmt::format(
      "The busiest is {}, for {:.1f} % of the run at {:.1f} commands/s; it would be busy all the time at some "
      "{:.0f}/s.",
      base.busiest, base.utilisation * 100, base.commands_per_second, base.limit());
  if (const VariantRun* calmer = facts.calmer_variant()) {
    is.why += fmt::format(" If forced to: {} passes, and would take some {:.0f}/s.", calmer->strategy,
                          contention_of(calmer->result).limit());
  } else if (!facts.source.variants.empty()) {
    is.why += " No other ownership strategy that passes takes 5 % more; the next is to split what it serves.";
  }
  for (const std::string& each : lint_words(facts.findings({"bottleneck"}))) is.why += " Lint: " + each;
  return is;
}

AnsweredQuestion deadlock(const ViewFacts& facts) {
  AnsweredQuestion is{"Can the system deadlock? Would that be recognised and dealt with?"};
  const auto cycles = lint_words(facts.findings({"lock_order_cycle"}));
  is.evidence = listed({facts.evidence("no_deadlock"), facts.evidence("no_call_cycle"), "lint: lock_order_cycle"});
  const OwnershipDesign& ownership = facts.design_of().ownership;
  const bool locks = entry_of(ownership.strategy).leases;
  const std::string way_out = locks
                                  ? fmt::format(" A circle would be seen by no_deadlock, and end with the lease of {}.",
                                                to_text(ownership.lease))
                                  : " Nobody holds a lock while it waits for another.";
  if (facts.failed("no_deadlock") || facts.failed("no_call_cycle") || !cycles.empty()) {
    is.answer = Answer::yes;
    is.tone = Tone::bad;
    is.why =
        cycles.empty() ? facts.evidence(facts.failed("no_deadlock") ? "no_deadlock" : "no_call_cycle") : listed(cycles);
    is.why += way_out;
  } else if (!facts.held("no_deadlock") && !facts.held("no_call_cycle")) {
    is.answer = Answer::cannot_be_told;
    is.tone = Tone::open;
    is.why = "Nothing was seen that waits for another, and lint finds no circle of locks." + way_out;
  } else {
    is.answer = Answer::no;
    is.tone = Tone::good;
    is.why = fmt::format(
        "No circle of locks in the order in which the design takes them, and none of locks or calls in {}."
        "{} Within a bound, crisper check searches every order.",
        counted(facts.runs, "run"), way_out);
  }
  return is;
}

}  // namespace

std::string_view answer_word(Answer answer) { return answer_names[static_cast<std::size_t>(answer)]; }

std::vector<AnsweredQuestion> answers_of(const ViewFacts& facts) {
  return {clear_model(facts),     right_level(facts),  can_be_simplified(facts), understood(facts),
          all_mapped(facts),      state_models(facts), suitable_channels(facts), protected_resources(facts),
          minimal_traffic(facts), hot_spots(facts),    deadlock(facts)};
}

}  // namespace crisper::reports
