#include "reports/view/view_document.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/base/counted.hpp"
#include "core/design/ownership_strategy.hpp"
#include "reports/document/sections.hpp"
#include "reports/view/state_models.hpp"
#include "reports/view/view_answers.hpp"
#include "reports/view/view_facts.hpp"
#include "sim/graph/process_signs.hpp"

namespace crisper::reports {
namespace {

using properties::Verdict;

Section questions_section(const std::vector<AnsweredQuestion>& answers) {
  Section section{.id = "questions", .title = "The eleven questions"};
  DocumentTable table{.columns = {{"question"}, {"answer"}, {"why"}, {"evidence"}}};
  for (const AnsweredQuestion& each : answers) {
    table.rows.push_back(
        {{std::string(each.question), std::string(answer_word(each.answer)), each.why, each.evidence}, each.tone});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section concerns_section(const ViewFacts& facts) {
  Section section{.id = "concerns", .title = "The eight concerns"};
  DocumentTable table{.columns = {{"concern"}, {"how this design meets it"}, {"evidence"}}};
  for (const AddressedConcern& each : concerns_of(facts)) {
    table.rows.push_back({{std::string(each.concern), each.how, each.evidence}});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

std::string signs_text(const std::string& role) {
  const auto signs = sim::signs_of_role(role);
  if (!signs) return "the business's own";
  std::string text;
  const auto add = [&](bool is, const char* words) {
    if (is) text += (text.empty() ? "" : ", ") + std::string(words);
  };
  add(signs->keeps_state, "keeps state");
  add(signs->holds_resource, "holds a resource");
  add(signs->critical_section, "one at a time");
  add(signs->serial_device, "a disk");
  return text.empty() ? "none of the four signs" : text;
}

DocumentTable process_table(const ViewFacts& facts) {
  DocumentTable table{.columns = {{"processes"}, {"role"}, {"hosts"}, {"why it is a process"}}};
  for (const DesignBox& box : facts.design.picture.boxes) {
    const sim::Element& first = facts.design.graph.elements[box.members.front()];
    std::set<std::string> hosts;
    for (const std::size_t each : box.members) hosts.insert(facts.design.graph.elements[each].host);
    std::string where;
    for (const std::string& each : hosts) where += (where.empty() ? "" : ", ") + each;
    if (first.comes_later) where = "of whoever starts it";
    table.rows.push_back({{box.name, first.is_client ? "client" : first.role, where.empty() ? "-" : where,
                           first.is_client ? "outside the design" : signs_text(first.role)}});
  }
  return table;
}

DocumentTable guaranteed_channels(const ViewFacts& facts) {
  DocumentTable table{.columns = {{"from"}, {"to"}, {"what, and what is promised"}, {"borne out by runs"}},
                      .title = counted(facts.design.channels().size(), "channel") +
                               ": mechanism, promise, and whether the runs bore it out",
                      .toned = 3};
  for (const sim::Channel& each : facts.design.channels()) {
    std::string standing;
    Tone tone = Tone::plain;
    for (const Guarantee& guarantee : guarantees_of(each, facts.design)) {
      if (guarantee.standing == Standing::assumed) continue;
      const bool is_contradicted = guarantee.standing == Standing::contradicted;
      standing += fmt::format("{}{} {} ({})", standing.empty() ? "" : "; ", guarantee.about,
                              is_contradicted ? "contradicted" : "held", guarantee.property);
      if (is_contradicted) tone = Tone::bad;
    }
    const auto& boxes = facts.design.picture.boxes;
    table.rows.push_back({{boxes[each.from].name, boxes[each.to].name, channel_words(each),
                           standing.empty() ? "assumed: nothing judges it" : standing},
                          tone});
  }
  return table;
}

Section process_section(const ViewFacts& facts) {
  Section section{.id = "processes", .title = "Process model"};
  section.blocks.emplace_back(Paragraph{facts.design.words + " Boxes are processes; lines are channels, dashed where a "
                                                             "message is sent at most once."});
  section.blocks.emplace_back(facts.design.picture);
  section.blocks.emplace_back(process_table(facts));
  section.blocks.emplace_back(guaranteed_channels(facts));
  return section;
}

void add_model(DocumentTable& table, const StateModel& model, const ViewFacts& facts) {
  for (const Transition& each : model.transitions) {
    const std::uint64_t count = facts.count(each.by);
    table.rows.push_back({{std::string(model.of), count > 0 ? fmt::format("{}", count) : "never",
                           fmt::format("{} \xe2\x86\x92 {}", each.from, each.to), std::string(info(each.by).name)},
                          count > 0 ? Tone::plain : Tone::open});
  }
}

Section states_section(const ViewFacts& facts) {
  Section section{.id = "states", .title = "State models"};
  section.blocks.emplace_back(Paragraph{fmt::format(
      "What each kind of process goes through with what it keeps, and how often that was seen in {}. What was "
      "never seen is not impossible: no run of these led there.",
      counted(facts.runs, "run"))});
  if (!facts.source.seen_trouble.empty()) {
    section.blocks.emplace_back(Paragraph{facts.source.seen_trouble, Tone::open});
  }
  DocumentTable table{.columns = {{"of"}, {"seen"}, {"from \xe2\x86\x92 to"}, {"said by"}}};
  for (const StateModel* model : models_of(facts)) add_model(table, *model, facts);
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section resources_section(const ViewFacts& facts) {
  Section section{.id = "resources", .title = "Shared resources"};
  DocumentTable table{.columns = {{"resource"}, {"protected by"}, {"what the runs saw"}}, .toned = 2};
  const auto& ownership = entry_of(facts.design_of().ownership.strategy);
  table.rows.push_back(
      {{"the states that commands change", fmt::format("{}: {}", ownership.name, meaning_of(ownership.keeps_out_by)),
        facts.evidence("single_writer")},
       facts.failed("single_writer") ? Tone::bad : Tone::plain});
  const auto add = [&](std::string_view role, const char* what, const char* by, const char* property) {
    const bool is_here =
        std::ranges::any_of(facts.design.graph.elements, [&](const sim::Element& each) { return each.role == role; });
    if (!is_here) return;
    table.rows.push_back({{what, by, facts.evidence(property)}, facts.failed(property) ? Tone::bad : Tone::plain});
  };
  add("event-store", "the event store's log and its disk", "its one process, one append after the other",
      "append_all_or_none");
  add("command-store", "accepted commands and their outbox", "the command store's one process",
      "accepted_is_carried_out");
  add("command-queue", "commands that wait", "the queue's one process: a command is with one handler at a time",
      "command_answered_once");
  add("router", "commands that wait for an area's queue", "the router's one process", "accepted_is_carried_out");
  add("lock-service", "locks", "the lock service; a newer lock has a greater token", "fencing_tokens_grow");
  add("projection", "views", "the one process that makes each", "event_applied_once");
  add("subscriber", "what other systems count of the events", "the one process that counts", "event_applied_once");
  add("process-manager", "what processes of the business remember", "the one process manager that has it", "sent_once");
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section contention_section(const ViewFacts& facts) {
  Section section{.id = "contention", .title = "Hot spots, and what would lower contention"};
  section.blocks.emplace_back(
      Paragraph{"The limit is the rate at which the busiest process would be busy all the time, if each command costs "
                "it the same: throughput over utilisation. Each other strategy ran once, on fast, with the same "
                "workload, seed and faults."});
  DocumentTable table{.columns = {{"ownership"},
                                  {"verdict"},
                                  {"busiest"},
                                  {"busy", true},
                                  {"commands/s", true},
                                  {"limit, commands/s", true},
                                  {"msgs/command", true},
                                  {"wait p99", true}}};
  const auto add = [&](const std::string& name, const properties::RunResult& result) {
    const Contention each = contention_of(result);
    table.rows.push_back(
        {{name, std::string(crisper::name_of(result.verdict)), each.busiest.empty() ? "-" : each.busiest,
          fmt::format("{:.1f} %", each.utilisation * 100), fmt::format("{:.1f}", each.commands_per_second),
          each.limit() > 0 ? fmt::format("{:.0f}", each.limit()) : "-",
          fmt::format("{:.1f}", each.messages_per_command), each.wait_p99 ? to_text(*each.wait_p99) : "-"},
         tone_of(result.verdict)});
  };
  add(fmt::format("{} (this design)", entry_of(facts.design_of().ownership.strategy).name), facts.source.base);
  for (const VariantRun& each : facts.source.variants) add(each.strategy, each.result);
  section.blocks.emplace_back(std::move(table));
  return section;
}

Section crashes_section(const ViewFacts& facts) {
  Section section{.id = "crashes", .title = "Start-up, shut-down and failure"};
  if (facts.source.crashes.empty()) {
    section.blocks.emplace_back(Paragraph{"No process was crashed.", Tone::open});
    return section;
  }
  section.blocks.emplace_back(
      Paragraph{"One of each kind crashed in a run of its own, a third into it, with no other fault, and was started "
                "again a second later:"});
  DocumentTable table{.columns = {{"process"}, {"verdict"}, {"role"}, {"what came of it"}}};
  for (const CrashRun& each : facts.source.crashes) {
    table.rows.push_back(
        {{each.process, each.struck ? std::string(crisper::name_of(each.result.verdict)) : "-", each.role,
          !each.struck                           ? "it was not there to crash"
          : each.result.verdict == Verdict::pass ? "all that was begun came to its end"
                                                 : each.result.reason},
         each.struck ? tone_of(each.result.verdict) : Tone::plain});
  }
  section.blocks.emplace_back(std::move(table));
  return section;
}

/// No better than the design's own runs: its variants are other designs.
Verdict verdict_of(const ViewSource& source, const std::vector<AnsweredQuestion>& answers) {
  Verdict verdict = source.base.verdict;
  for (const CrashRun& each : source.crashes) {
    if (each.struck) verdict = worst_of(verdict, each.result.verdict);
  }
  for (const AnsweredQuestion& each : answers) {
    if (each.tone == Tone::bad) verdict = Verdict::fail;
    if (each.tone == Tone::open) verdict = worst_of(verdict, Verdict::unknown);
  }
  return verdict;
}

std::string sentence_of(const std::vector<AnsweredQuestion>& answers) {
  const auto count = [&](Tone tone) { return std::ranges::count(answers, tone, &AnsweredQuestion::tone); };
  return fmt::format(
      "Of the eleven questions {} are answered as one wants it, {} are not, {} are open, and {} are for people "
      "to answer.",
      count(Tone::good), count(Tone::bad), count(Tone::open), count(Tone::plain));
}

}  // namespace

Document document_of(const ViewSource& source) {
  const ViewFacts facts(source);
  const std::vector<AnsweredQuestion> answers = answers_of(facts);
  Document document{.title = source.scenario.name + ": concurrency view",
                    .verdict = verdict_of(source, answers),
                    .sentence = sentence_of(answers),
                    .again = source.again};
  document.facts = {{"base run", fmt::format("{}, seed {}, digest {}", source.base.run.engine, source.base.run.seed,
                                             digest_text(source.base.run.digest))},
                    {"its verdict", std::string(crisper::name_of(source.base.verdict))},
                    {"crash runs", fmt::format("{}", source.crashes.size())},
                    {"strategies tried", fmt::format("{}", source.variants.size())}};
  if (source.base.verdict != Verdict::pass) document.remarks.push_back("The base run: " + source.base.reason);
  if (facts.crashes_passed < facts.crashes) {
    document.remarks.push_back(fmt::format("Of the runs in which a process crashed, {} of {} pass: see the last table.",
                                           facts.crashes_passed, facts.crashes));
  }
  document.remarks.insert(document.remarks.end(), source.remarks.begin(), source.remarks.end());
  document.sections = {questions_section(answers), process_section(facts),   states_section(facts),
                       concerns_section(facts),    resources_section(facts), contention_section(facts),
                       crashes_section(facts)};
  document.sections.push_back(scenario_section(source.scenario_text));
  return document;
}

}  // namespace crisper::reports
