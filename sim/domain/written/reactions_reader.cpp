// Reads what is made of events on the spot: receptors, policies and enrichers.
#include "core/domain/written/cells.hpp"
#include "core/domain/written/rules.hpp"
#include "sim/domain/written/section_reader.hpp"

namespace crisper::written {
namespace {

using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

class ReactionsReader final : public SectionReader {
 public:
  using SectionReader::SectionReader;

  void read(const YamlNode& node) {
    each(node, "receptors", [&](const YamlEntry& entry) { read_receptor(entry); });
    each(node, "policies", [&](const YamlEntry& entry) { read_own(entry, ReactionKind::policy); });
    each(node, "enrichers", [&](const YamlEntry& entry) { read_own(entry, ReactionKind::enricher); });
  }

 private:
  /// `{Paid: mail(booking)}`, or its keys, where it remembers something.
  void read_receptor(const YamlEntry& entry) {
    if (!takes_process_name(entry) || !is_map(entry.value)) return;
    ReactionModel reaction;
    reaction.name = entry.key;
    if (entry.value.find("events")) {
      read_keys(entry, reaction);
    } else {
      for (const YamlEntry& line : entry.value.entries) {
        if (!ok()) return;
        const Reader::Step step(reader_, line.key);
        read_cases(line, reaction);
      }
    }
    model_.reactions.push_back(std::move(reaction));
  }

  /// Of a policy or an enricher, whose name and events are known already.
  void read_own(const YamlEntry& entry, ReactionKind kind) {
    ReactionModel reaction;
    reaction.name = entry.key;
    reaction.kind = kind;
    reaction.entity = model_.find_entity(entry.key);
    read_keys(entry, reaction);
    model_.reactions.push_back(std::move(reaction));
  }

  void read_keys(const YamlEntry& entry, ReactionModel& reaction) {
    if (!knows_keys(entry.value, reaction_keys())) return;
    if (const YamlEntry* says = entry.value.find("says"); says && !reaction.entity) {
      return fail(says->at, "a receptor sends commands: what says something is a policy or an enricher");
    }
    const YamlEntry* key = entry.value.find("for");
    if (key) read_kind(*key, reaction.key_kind);
    each(entry.value, "memory",
         [&](const YamlEntry& field) { read_field(field, reaction.memory, reaction.singles, reaction.tables); });
    if (ok() && !key && !reaction.memory.empty()) {
      return fail(entry.at, "expected what it remembers something of: for: show");
    }
    if (const YamlEntry* looks = entry.value.find("looks"); looks && ok()) read_looks(*looks, reaction);
    each(entry.value, "events", [&](const YamlEntry& line) { read_cases(line, reaction); });
    each(entry.value, "remembers", [&](const YamlEntry& line) { read_changes(line, reaction); });
    if (ok() && reaction.rules.empty()) fail(entry.at, "it follows from at least one event, under 'events'");
    for (ReactionRule& rule : reaction.rules) {
      if (key && ok()) read_key(entry, reaction, rule);
    }
  }

  void read_key(const YamlEntry& entry, const ReactionModel& reaction, ReactionRule& rule) {
    const Scope scope{.model = &model_, .locals = parameters_of(model_, *rule.event)};
    Parsed<Code> key = id_in_scope(scope, {Kind::id, reaction.key_kind}, model_.ids[reaction.key_kind].name);
    if (key) {
      rule.key = std::move(*key);
    } else if (ok()) {
      fail(entry.at, fmt::format("{}: {}", rule.event->name, key.error().message));
    }
  }

  void read_looks(const YamlEntry& looks, ReactionModel& reaction) {
    const Reader::Step step(reader_, "looks");
    const std::string_view text = scalar(looks.value);
    if (!ok()) return;
    const Parsed<Looked> looked = parse_looked(text, model_);
    const auto is_seen = [](const Field& each) { return each.name == "seen"; };
    if (std::ranges::any_of(reaction.memory, is_seen)) {
      return fail(looks.value.at, "'seen' is what the view shows: call that of the memory otherwise");
    }
    if (good(looked, looks.value)) reaction.looks = {.view = looked->view, .column = looked->column};
  }

  /// The row that it looks at is of what the event says.
  void read_looked_row(const YamlEntry& line, const ReactionModel& reaction, const Scope& scope, ReactionRule& rule) {
    const View& view = model_.views[reaction.looks->view];
    for (std::size_t i = 0; i < view.row.size(); ++i) {
      Parsed<Code> key = id_in_scope(scope, view.row_types[i], view.row[i]);
      if (!key) key.error().message = fmt::format("to look at {}: {}", view.name, key.error().message);
      if (!ok() || !good(key, line.at)) return;
      (i == 0 ? rule.part : rule.item) = std::move(*key);
    }
  }

  ReactionRule* rule_of(const YamlEntry& line, ReactionModel& reaction) {
    const MessageShape* event = event_called(line);
    if (!event) return nullptr;
    const auto known = std::ranges::find(reaction.rules, event, &ReactionRule::event);
    if (known != reaction.rules.end()) return &*known;
    reaction.rules.push_back({.event = event, .key = {}, .cases = {}, .remembers = {}});
    return &reaction.rules.back();
  }

  Scope scope_of(const MessageShape& event, const ReactionModel& reaction) const {
    return {.model = &model_,
            .locals = parameters_of(model_, event),
            .entity = reaction.entity,
            .memory = &reaction.memory};
  }

  void read_cases(const YamlEntry& line, ReactionModel& reaction) {
    ReactionRule* rule = rule_of(line, reaction);
    if (!rule) return;
    Scope scope = scope_of(*rule->event, reaction);
    if (reaction.looks) {
      read_looked_row(line, reaction, scope, *rule);
      if (!ok()) return;
      const View& view = model_.views[reaction.looks->view];
      scope.locals.push_back({"seen", view.columns.empty() ? number_type : view.columns[reaction.looks->column].type});
    }
    if (!line.value.is_list()) return read_case(line.value, scope, reaction, *rule);
    for (const YamlNode& node : line.value.items) {
      if (ok() && !rule->cases.empty() && rule->cases.back().when.empty()) {
        fail(node.at, "no case is reached behind one without a condition");
      }
      if (ok()) read_case(node, scope, reaction, *rule);
    }
  }

  void read_case(const YamlNode& node, const Scope& scope, const ReactionModel& reaction, ReactionRule& rule) {
    Parsed<ReactionCase> made = parse_reaction_case(scalar(node), scope);
    if (!ok() || !good(made, node)) return;
    if (reaction.kind == ReactionKind::enricher && made->events.size() > 1) {
      return fail(node.at, "an enricher makes one event of another: what makes several is a policy");
    }
    rule.cases.push_back(std::move(*made));
  }

  void read_changes(const YamlEntry& line, ReactionModel& reaction) {
    ReactionRule* rule = rule_of(line, reaction);
    if (!rule) return;
    Parsed<std::vector<Assignment>> changes = parse_changes(scalar(line.value), scope_of(*rule->event, reaction));
    if (ok() && good(changes, line.value)) rule->remembers = std::move(*changes);
  }
};

}  // namespace

void read_reactions(const YamlNode& node, Model& model, Reader& reader) { ReactionsReader(model, reader).read(node); }

}  // namespace crisper::written
