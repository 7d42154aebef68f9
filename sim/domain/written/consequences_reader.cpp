// Reads what follows from events in stages or in rows: views, processes; and what is done together.
#include "core/domain/written/rules.hpp"
#include "sim/domain/written/section_reader.hpp"

namespace crisper::written {
namespace {

using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

/// More than this in one row, and the numbers of cells no longer fit.
constexpr std::size_t view_columns_max = 100;

class ConsequencesReader final : public SectionReader {
 public:
  using SectionReader::SectionReader;

  void read(const YamlNode& node) {
    each(node, "views", [&](const YamlEntry& entry) { read_view(entry); });
    each(node, "processes", [&](const YamlEntry& entry) { read_process(entry); });
    each(node, "together", [&](const YamlEntry& entry) { read_together(entry); });
  }

 private:
  // ---- views

  void read_row(const YamlNode& node, View& view) {
    const YamlEntry* row = node.find("row");
    const Reader::Step step(reader_, "row");
    if (!row) return fail(node.at, "expected what a row is of: row: show");
    std::vector<YamlNode> parts{row->value};
    if (row->value.is_list()) parts = row->value.items;
    if (parts.empty() || parts.size() > 2) return fail(row->value.at, "a row is of one thing, or of two: [show, seat]");
    for (const YamlNode& part : parts) {
      bool known = false;
      for (std::size_t i = 0; i < model_.ids.size(); ++i) {
        if (!part.is_scalar() || model_.ids[i].name != part.text) continue;
        view.row.push_back(part.text);
        view.row_types.push_back({Kind::id, static_cast<std::uint16_t>(i)});
        known = true;
      }
      if (!known) return unknown(part, "expected the name of an id", id_names());
    }
  }

  /// `value + x` and `value - x`, where x does not look at the value: then the order of events makes no difference.
  static bool adds(const Code& code, std::size_t value) {
    const auto is_value = [&](const Step& step) { return step.op == Op::local && step.slot == value; };
    if (code.steps.size() < 3 || !is_value(code.steps.front())) return false;
    if (std::ranges::count_if(code.steps, is_value) != 1) return false;
    const Op last = code.steps.back().op;
    // What lies between is one value of its own: the sum is taken last, of the first and of that.
    int height = 0;
    for (std::size_t i = 1; i + 1 < code.steps.size(); ++i) {
      const Op op = code.steps[i].op;
      if (op != Op::constant && op != Op::local && op != Op::negate && op != Op::add && op != Op::subtract &&
          op != Op::multiply) {
        return false;
      }
      if (op == Op::constant || op == Op::local) ++height;
      if (op == Op::add || op == Op::subtract || op == Op::multiply) --height;
      if (height < 1) return false;
    }
    return height == 1 && (last == Op::add || last == Op::subtract);
  }

  void read_view_rule(const YamlEntry& entry, View& view) {
    const MessageShape* event = event_called(entry);
    if (!event) return;
    Scope scope{.model = &model_, .locals = parameters_of(model_, *event)};
    ViewRule rule{.event = event, .part = {}, .item = {}, .value = {}};
    for (std::size_t i = 0; i < view.row.size(); ++i) {
      Parsed<Code> key = id_in_scope(scope, view.row_types[i], view.row[i]);
      if (!good(key, entry.at)) return;
      (i == 0 ? rule.part : rule.item) = std::move(*key);
    }
    if (!view.columns.empty()) return read_columns_rule(entry, scope, std::move(rule), view);
    scope.locals.push_back({"value", number_type});
    Parsed<Expression> value = parse_expression(scalar(entry.value), scope, &number_type);
    if (!ok() || !good(value, entry.value)) return;
    rule.value = std::move(value->code);
    rule.adds = adds(rule.value, scope.locals.size() - 1);
    view.rules.push_back(std::move(rule));
  }

  void read_columns_rule(const YamlEntry& entry, Scope& scope, ViewRule rule, View& view) {
    scope.memory = &view.columns;
    scope.memory_name = "view";
    Parsed<std::vector<Assignment>> changes = parse_changes(scalar(entry.value), scope);
    if (!ok() || !good(changes, entry.value)) return;
    rule.changes = std::move(*changes);
    view.rules.push_back(std::move(rule));
  }

  /// A row that nothing has happened to yet shows zero in each column, and promises nothing.
  void read_columns(const YamlNode& node, View& view) {
    std::uint16_t columns = 0, tables = 0;
    each(node, "columns", [&](const YamlEntry& entry) {
      read_field(entry, view.columns, columns, tables);
      if (!ok()) return;
      const Field& column = view.columns.back();
      if (column.shape != Shape::single) return fail(entry.value.at, "a column is one value, not a set or a map");
      if (column.is_bounded()) return fail(entry.value.at, "a column has no bounds: what must hold is a law");
      if (column.first != 0) return fail(entry.value.at, "a column begins with zero, no, or the first word");
      if (view.columns.size() > view_columns_max) fail(entry.at, fmt::format("at most {} columns", view_columns_max));
    });
    if (ok() && node.find("columns") && view.columns.empty()) {
      fail(node.find("columns")->at, "expected names and types: {free: number, open: flag}");
    }
  }

  void read_view(const YamlEntry& entry) {
    if (!takes_process_name(entry) || !is_map(entry.value) || !knows_keys(entry.value, view_keys())) return;
    View view{.name = entry.key, .row = {}, .row_types = {}, .rules = {}};
    read_row(entry.value, view);
    read_columns(entry.value, view);
    each(entry.value, "events", [&](const YamlEntry& line) { read_view_rule(line, view); });
    if (ok() && view.rules.empty()) fail(entry.at, "a view follows from at least one event, under 'events'");
    model_.views.push_back(std::move(view));
  }

  // ---- processes

  std::size_t stage_called(const ProcessModel& process, std::string_view name) const {
    return static_cast<std::size_t>(std::ranges::find(process.stages, name) - process.stages.begin());
  }

  void name_stages(const YamlNode& node, ProcessModel& process) {
    const auto add = [&](const std::string& name, sim::TextPosition at, bool ends) {
      if (!is_name(name)) return fail(at, fmt::format("'{}' can't be a stage: letters, digits and _", name));
      if (stage_called(process, name) < process.stages.size()) {
        return fail(at, fmt::format("two stages are called '{}'", name));
      }
      process.stages.push_back(name);
      process.ends.push_back(ends);
    };
    each(node, "stages", [&](const YamlEntry& stage) { add(stage.key, stage.at, false); });
    const YamlEntry* ends = node.find("ends");
    if (!ok()) return;
    const Reader::Step step(reader_, "ends");
    if (!ends || !ends->value.is_list()) return fail(node.at, "expected a list of stages: ends: [sold, cancelled]");
    for (const YamlNode& stage : ends->value.items) {
      if (ok()) add(std::string(scalar(stage)), stage.at, true);
    }
  }

  void read_key(const MessageShape& event, const YamlEntry& line, ProcessModel& process) {
    const Scope scope{.model = &model_, .locals = parameters_of(model_, event)};
    const Type type{Kind::id, process.key_kind};
    Parsed<Code> key = id_in_scope(scope, type, model_.ids[process.key_kind].name);
    if (!good(key, line.at)) return;
    const auto known = std::ranges::find(process.keys, &event, &std::pair<const MessageShape*, Code>::first);
    if (known == process.keys.end()) process.keys.emplace_back(&event, std::move(*key));
  }

  void read_stage_rule(const YamlEntry& line, std::size_t stage, ProcessModel& process) {
    const bool is_timeout = line.key == "timeout";
    const MessageShape* event = is_timeout ? nullptr : event_called(line);
    if (!ok()) return;
    if (is_timeout && !process.within) return fail(line.at, "there is no time limit: it is written as 'within: 30s'");
    Scope scope{.model = &model_, .locals = process.memory};
    if (event) {
      read_key(*event, line, process);
      const std::vector<Parameter> said = parameters_of(model_, *event);
      scope.locals.insert(scope.locals.end(), said.begin(), said.end());
    }
    if (!line.value.is_list()) return read_stage_case(line.value, false, event, stage, scope, process);
    for (const YamlNode& node : line.value.items) {
      const bool is_first = &node == &line.value.items.front();
      if (ok() && !is_first && process.rules.back().when.empty()) {
        fail(node.at, "no case is reached behind 'otherwise'");
      }
      if (ok()) read_stage_case(node, true, event, stage, scope, process);
    }
    if (ok() && line.value.items.empty()) fail(line.value.at, "expected at least one case: otherwise -> nothing");
  }

  void read_stage_case(const YamlNode& node, bool among, const MessageShape* event, std::size_t stage,
                       const Scope& scope, ProcessModel& process) {
    Parsed<Reacted> reacted = among ? parse_reaction_among(scalar(node), scope) : parse_reaction(scalar(node), scope);
    if (!ok() || !good(reacted, node)) return;
    StageRule rule{.event = event,
                   .when = std::move(reacted->when),
                   .stage = stage,
                   .next = stage,
                   .effects = std::move(reacted->effects)};
    const bool is_beginning = stage == process.stages.size();
    if (is_beginning && reacted->next.empty()) return fail(node.at, "expected '-> ' and the first stage");
    if (!reacted->next.empty()) rule.next = stage_called(process, reacted->next);
    if (rule.next == process.stages.size()) {
      return report({.at = reacted->next_at,
                     .message = fmt::format("no stage is called '{}'", reacted->next),
                     .unknown = reacted->next,
                     .near = process.stages},
                    node.at, node.quoted, reader_);
    }
    process.rules.push_back(std::move(rule));
  }

  void read_process(const YamlEntry& entry) {
    if (!takes_process_name(entry) || !is_map(entry.value) || !knows_keys(entry.value, process_keys())) return;
    ProcessModel process;
    process.name = entry.key;
    const YamlEntry* key = entry.value.find("for");
    const auto kind = key ? std::ranges::find(model_.ids, key->value.text, &IdKind::name) : model_.ids.end();
    if (kind == model_.ids.end()) {
      const Reader::Step step(reader_, "for");
      return key ? unknown(key->value, "expected the name of an id", id_names())
                 : fail(entry.at, "expected what tells one instance from another: for: booking");
    }
    process.key_kind = static_cast<std::uint16_t>(kind - model_.ids.begin());
    if (entry.value.find("within")) {
      take(entry.value, "within", sim::duration({.least = Duration(1)}), process.within.emplace());
    }
    name_stages(entry.value, process);
    read_beginning(entry.value, process);
    each(entry.value, "stages", [&](const YamlEntry& stage) {
      if (!is_map(stage.value)) return;
      for (const YamlEntry& line : stage.value.entries) {
        const Reader::Step step(reader_, line.key);
        if (ok()) read_stage_rule(line, stage_called(process, stage.key), process);
      }
    });
    model_.processes.push_back(std::move(process));
  }

  void read_beginning(const YamlNode& node, ProcessModel& process) {
    const YamlEntry* begins = node.find("begins");
    if (!ok()) return;
    const Reader::Step step(reader_, "begins");
    if (!begins || !begins->value.is_map() || begins->value.entries.size() != 1) {
      return fail(begins ? begins->value.at : node.at, "expected one event: begins: {SeatsHeld: nothing -> waiting}");
    }
    const YamlEntry& line = begins->value.entries.front();
    process.begins = event_called(line);
    if (!process.begins) return;
    process.memory = parameters_of(model_, *process.begins);
    read_stage_rule(line, process.stages.size(), process);
  }

  // ---- together

  void read_together(const YamlEntry& entry) {
    Parsed<Signature> signature = parse_signature(entry.key, model_);
    if (!good(signature, entry.at)) return;
    if (!takes_own_name({.key = signature->name, .at = entry.at, .value = {}}, model_.together)) return;
    Together together{.name = signature->name, .parameters = std::move(signature->parameters), .parts = {}};
    const Scope scope{.model = &model_, .locals = together.parameters};
    Parsed<Reacted> parts = parse_reaction(scalar(entry.value), scope);
    if (!ok() || !good(parts, entry.value)) return;
    together.parts = std::move(parts->effects);
    const bool only_commands =
        std::ranges::none_of(together.parts, [](const Effect& each) { return each.service.has_value(); });
    if (!only_commands) {
      return fail(entry.value.at, "a request has no part in it: what a service outside has done can't be undone");
    }
    if (!parts->next.empty() || together.parts.size() < 2 || together.parts.size() > 16) {
      return fail(entry.value.at, "expected commands with 'and' between: account(from).take(amount) and account(to).…");
    }
    for (auto part = together.parts.begin(); part != together.parts.end(); ++part) {
      const auto same = [&](const Effect& other) { return other.entity == part->entity && other.key == part->key; };
      if (std::any_of(together.parts.begin(), part, same)) {
        return fail(entry.value.at, fmt::format("two parts are of one {}: a command has one part for each state",
                                                model_.entities[part->entity].name));
      }
    }
    for (std::size_t i = 0; i < together.parameters.size(); ++i) {
      if (tells(together, i)) continue;
      return fail(entry.value.at, fmt::format("no part says '{}' as it is", together.parameters[i].name));
    }
    model_.together.push_back(std::move(together));
  }

  /// Whether an argument can be read off the parts: then a script can write it back.
  static bool tells(const Together& together, std::size_t argument) {
    const auto is_it = [&](const Code& code) {
      return code.steps.size() == 1 && code.steps[0].op == Op::local && code.steps[0].slot == argument;
    };
    return std::ranges::any_of(together.parts, [&](const Effect& part) {
      return is_it(part.key) || std::ranges::any_of(part.what.arguments, is_it);
    });
  }
};

}  // namespace

void read_consequences(const YamlNode& node, Model& model, Reader& reader) {
  ConsequencesReader(model, reader).read(node);
}

}  // namespace crisper::written
