#include "core/domain/written/deductions.hpp"

#include <algorithm>
#include <utility>

#include "core/base/assert.hpp"
#include "core/domain/written/cells.hpp"
#include "core/domain/written/decider.hpp"
#include "core/message/body.hpp"

namespace crisper::written {
namespace {

/// An instance of a process manager: where it stands, its key, and what it remembers.
struct WrittenProgress {
  CRISPER_BODY(WrittenProgress);
  std::int64_t stage = 0;
  std::vector<std::int64_t> memory;
  CRISPER_FIELDS(stage, memory)
};

/// What a reaction remembers of one thing: a state, packed.
struct WrittenMemory {
  CRISPER_BODY(WrittenMemory);
  std::vector<std::int64_t> words;
  CRISPER_FIELDS(words)
};

template <class Rule>
const Rule* rule_for(const std::vector<Rule>& rules, const Message* event) {
  const auto found = std::ranges::find_if(rules, [&](const Rule& rule) { return is_of(event, *rule.event); });
  return found == rules.end() ? nullptr : &*found;
}

/// The first of these cases whose condition holds; none also where one before it has no value, as in commands.
template <class IsMeant>
const StageRule* case_of(const std::vector<StageRule>& rules, const std::vector<Value>& locals, IsMeant is_meant) {
  Frame frame{.locals = locals.data()};
  for (const StageRule& rule : rules) {
    if (!is_meant(rule)) continue;
    const bool holds = rule.when.empty() || compute(rule.when, frame) != 0;
    if (frame.spoilt) return nullptr;
    if (holds) return &rule;
  }
  return nullptr;
}

/// Of a command or a request. `id` is a function of what led to it and of its place among what follows from that.
Payload body_of(const Model& model, const Effect& effect, Frame& frame, CommandId id) {
  std::vector<Value> said = compute_all(effect.what.arguments, frame);
  Occasion occasion;
  if (effect.service) {
    const Service& service = model.services[*effect.service];
    const Request& request = service.requests[*service.find_request(effect.what.shape->name)];
    if (request.known_by.empty()) occasion.value = id.value;
  }
  return written_payload(model, *effect.what.shape, std::move(said), occasion);
}

}  // namespace

std::vector<Value> locals_of(StreamId stream, const Message* event) {
  const WrittenMessage* said = written_in(event);
  if (!said) return {};
  std::vector<Value> locals;
  locals.reserve(said->values().size() + 2);
  locals.push_back(static_cast<Value>(stream.number()));
  locals.insert(locals.end(), said->values().begin(), said->values().end());
  return locals;
}

bool is_of(const Message* event, const MessageShape& shape) {
  const WrittenMessage* said = written_in(event);
  if (!said) return false;
  return &said->shape() == &shape ||
         (said->shape().name == shape.name && said->shape().parameters == shape.parameters &&
          said->shape().is_event == shape.is_event && said->shape().entity == shape.entity);
}

StreamId stream_of(const Model& model, const Effect& effect, Frame& frame) {
  const Code& number = effect.service ? effect.what.arguments.front() : effect.key;
  return StreamId::of(
      effect.service ? model.category_of_service(*effect.service) : model.category_of_entity(effect.entity),
      static_cast<std::uint64_t>(compute(number, frame) & number_mask));
}

// ---- views

bool WrittenView::project(crisper::View& rows, const RecordedEvent& event) const {
  const ViewRule* rule = rule_for(view().rules, event.body.get());
  if (!rule) return false;
  const std::vector<Value> locals = locals_of(event.stream, event.body.get());
  if (view().columns.empty()) {  // what most views are, and every event goes through here
    const std::optional<RowKey> row = row_of(*rule, locals);
    if (!row) return false;
    rows.set(*row, value_after(*rule, locals, rows.get(*row)));
    return true;
  }
  const std::vector<CellChange> changes =
      changes_of(view(), *rule, locals, [&](RowKey cell) { return rows.get(cell); });
  for (const CellChange& each : changes) rows.set(each.cell, each.value);
  return !changes.empty();
}

StreamId WrittenView::stream_of_row(RowKey row) const {
  const std::size_t kind = view().row_types.front().of;
  return StreamId::of(Model::category_of(kind), row.part);
}

std::vector<std::string> WrittenView::columns() const {
  std::vector<std::string> names;
  for (const Field& each : view().columns) names.push_back(each.name);
  return names;
}

// ---- reactions

std::optional<StreamId> WrittenReaction::correlate(const RecordedEvent& event) const {
  const ReactionRule* rule = rule_for(reaction().rules, event.body.get());
  if (!rule) return std::nullopt;
  if (rule->key.empty()) return event.stream;
  const std::vector<Value> locals = locals_of(event.stream, event.body.get());
  Frame frame{.locals = locals.data()};
  return StreamId::of(Model::category_of(reaction().key_kind),
                      static_cast<std::uint64_t>(compute(rule->key, frame) & number_mask));
}

EntityState WrittenReaction::known(const Payload& memory) const {
  EntityState state = initial_state(reaction().memory, reaction().singles, reaction().tables);
  if (const auto* before = memory.as<WrittenMemory>()) unpack(before->words, state);
  return state;
}

Payload WrittenReaction::remember(const Payload& memory, const RecordedEvent& event) const {
  const ReactionRule* rule = rule_for(reaction().rules, event.body.get());
  if (rule->remembers.empty()) return memory;
  EntityState state = known(memory);
  const std::vector<Value> locals = locals_of(event.stream, event.body.get());
  Frame frame{.locals = locals.data(), .state = &state};
  apply(rule->remembers, state, frame);
  return Payload::of(WrittenMemory{.words = packed(state)});
}

std::string WrittenReaction::asks() const { return reaction().looks ? model_->views[reaction().looks->view].name : ""; }

std::optional<RowKey> WrittenReaction::question(const RecordedEvent& event) const {
  const ReactionRule* rule = rule_for(reaction().rules, event.body.get());
  if (!reaction().looks || !rule || rule->cases.empty()) return std::nullopt;
  const std::vector<Value> locals = locals_of(event.stream, event.body.get());
  Frame frame{.locals = locals.data()};
  RowKey row{.part = static_cast<std::uint64_t>(compute(rule->part, frame)), .item = 0};
  if (!rule->item.empty()) row.item = static_cast<std::uint64_t>(compute(rule->item, frame));
  return cell_of(model_->views[reaction().looks->view], row, reaction().looks->column);
}

Answers WrittenReaction::react(const Payload& memory, const RecordedEvent& event) const {
  return answers(memory, event, locals_of(event.stream, event.body.get()));
}

Answers WrittenReaction::react_told(const Payload& memory, const RecordedEvent& event, std::int64_t shown) const {
  std::vector<Value> locals = locals_of(event.stream, event.body.get());
  locals.push_back(shown);
  return answers(memory, event, locals);
}

Answers WrittenReaction::answers(const Payload& memory, const RecordedEvent& event,
                                 const std::vector<Value>& locals) const {
  const EntityState state = known(memory);
  Frame frame{.locals = locals.data(), .state = &state};
  Answers answers;
  for (const ReactionCase& each : rule_for(reaction().rules, event.body.get())->cases) {
    const bool holds = each.when.empty() || compute(each.when, frame) != 0;
    if (frame.spoilt) break;
    if (!holds) continue;
    for (const Made& made : each.events) {
      const StreamId own = StreamId::of(model_->category_of_entity(*reaction().entity), correlate(event)->number());
      answers.events.push_back(
          {.stream = own, .body = written_payload(*model_, *made.shape, compute_all(made.arguments, frame))});
    }
    for (const Effect& effect : each.effects) {
      const CommandId id = answer_id(reaction().name, event.id, answers.commands.size());
      NewCommand command{.stream = {}, .body = body_of(*model_, effect, frame, id)};
      if (effect.service) {
        command.service = model_->services[*effect.service].name;
      } else {
        command.stream = stream_of(*model_, effect, frame);
      }
      answers.commands.push_back(std::move(command));
    }
    break;
  }
  if (frame.spoilt) answers = {};  // all that a rule makes, or nothing
  return answers;
}

// ---- process managers

StreamId WrittenProcess::instance(const Code& key, const std::vector<Value>& locals) const {
  Frame frame{.locals = locals.data()};
  return StreamId::of(Model::category_of(process().key_kind),
                      static_cast<std::uint64_t>(compute(key, frame) & number_mask));
}

std::optional<StreamId> WrittenProcess::correlate(const RecordedEvent& event) const {
  for (const auto& [shape, key] : process().keys) {
    if (!is_of(event.body.get(), *shape)) continue;
    return instance(key, locals_of(event.stream, event.body.get()));
  }
  return std::nullopt;
}

SagaStep WrittenProcess::step(const StageRule& rule, const std::vector<Value>& memory, const std::vector<Value>& locals,
                              EventId cause) const {
  SagaStep step;
  step.state = Payload::of(WrittenProgress{.stage = static_cast<std::int64_t>(rule.next), .memory = memory});
  step.state_number = static_cast<std::int64_t>(rule.next);
  step.ended = process().ends[rule.next];
  Frame frame{.locals = locals.data()};
  for (const Effect& effect : rule.effects) {
    const CommandId id = answer_id(process().name, cause, step.effects.size());
    SagaEffect made{.stream = {}, .body = body_of(*model_, effect, frame, id), .service = ""};
    if (effect.service) {
      made.service = model_->services[*effect.service].name;
    } else {
      made.stream = stream_of(*model_, effect, frame);
    }
    step.effects.push_back(std::move(made));
  }
  if (frame.spoilt) step.effects.clear();
  return step;
}

std::optional<SagaStep> WrittenProcess::react(const Payload& state, const RecordedEvent& event) const {
  const Message* body = event.body.get();
  const auto* at = state.as<WrittenProgress>();
  std::vector<Value> said = locals_of(event.stream, body);
  std::vector<Value> memory = at ? at->memory : said;
  std::vector<Value> locals = memory;
  locals.insert(locals.end(), said.begin(), said.end());
  const std::int64_t stage = at ? at->stage : -1;
  const StageRule* rule = case_of(process().rules, locals, [&](const StageRule& each) {
    const bool begins = each.event == process().begins && each.stage == process().stages.size();
    if (!each.event || (at ? begins || static_cast<std::int64_t>(each.stage) != stage : !begins)) return false;
    return is_of(body, *each.event);
  });
  if (!rule) return std::nullopt;
  SagaStep next = step(*rule, memory, locals, event.id);
  if (!at) next.time_limit = process().within;
  return next;
}

std::optional<SagaStep> WrittenProcess::on_timeout(const Payload& state) const {
  const auto* at = state.as<WrittenProgress>();
  if (!at) return std::nullopt;
  const StageRule* rule = case_of(process().rules, at->memory, [&](const StageRule& each) {
    return !each.event && static_cast<std::int64_t>(each.stage) == at->stage;
  });
  if (!rule) return std::nullopt;
  // The limit is set when the instance begins, so it runs out once.
  const auto begins = std::ranges::find(process().keys, process().begins, [](const auto& each) { return each.first; });
  CRISPER_ASSERT(begins != process().keys.end(), "the event that begins an instance says which");
  const EventId cause{mix_bits(instance(begins->second, at->memory).value ^ name_key("timeout"))};
  return step(*rule, at->memory, at->memory, cause);
}

std::string WrittenProcess::stage_name(std::int64_t state_number) const {
  const std::vector<std::string>& stages = process().stages;
  const auto place = static_cast<std::size_t>(state_number);
  return state_number >= 0 && place < stages.size() ? stages[place] : std::string();
}

}  // namespace crisper::written
