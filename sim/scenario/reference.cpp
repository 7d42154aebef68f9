// The tables of keys for people: `describe` and docs/formats/scenario.md.
#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/schema.hpp"

namespace crisper::sim {
namespace {

void add_rows(const Grammar& grammar, const std::string& path, const std::string& group, std::vector<GrammarRow>& rows);

std::string joined(const std::string& path, std::string_view step) {
  return path.empty() ? std::string(step) : path + "." + std::string(step);
}

std::string value_text(const Grammar& grammar) {
  if (grammar.kind == Grammar::Kind::list && !grammar.parts.empty()) return "a list of: " + grammar.parts[0].word;
  return grammar.word;
}

void add_record(const Grammar& record, const std::string& path, const std::string& group,
                std::vector<GrammarRow>& rows) {
  for (const GrammarField& field : record.fields) {
    const std::string here = joined(path, field.key);
    rows.push_back(GrammarRow{.group = group,
                              .path = here,
                              .value = value_text(field.value),
                              .initial = field.initial,
                              .doc = field.doc,
                              .choices = field.value.choices,
                              .required = field.required,
                              .when = field.when});
    add_rows(field.value, here, group, rows);
  }
}

/// The key that none of the other alternatives has.
std::string tag_of(const Grammar& part, const Grammar& grammar) {
  for (const GrammarField& field : part.fields) {
    const auto has_it = [&](const Grammar& each) {
      return std::ranges::find(each.fields, field.key, &GrammarField::key) != each.fields.end();
    };
    if (std::ranges::count_if(grammar.parts, has_it) == 1) return field.key;
  }
  return part.fields.front().key;
}

/// Of tagged alternatives each is a group, called by its tag.
void add_alternatives(const Grammar& grammar, const std::string& path, std::vector<GrammarRow>& rows) {
  for (const Grammar& part : grammar.parts) add_record(part, path, tag_of(part, grammar), rows);
}

void add_rows(const Grammar& grammar, const std::string& path, const std::string& group,
              std::vector<GrammarRow>& rows) {
  switch (grammar.kind) {
    case Grammar::Kind::scalar:
    case Grammar::Kind::choice:
      return;
    case Grammar::Kind::record:
      return add_record(grammar, path, group, rows);
    case Grammar::Kind::list:
      return add_rows(grammar.parts[0], joined(path, "N"), group, rows);
    case Grammar::Kind::map:
      return add_rows(grammar.parts[0], joined(path, "NAME"), group, rows);
    case Grammar::Kind::one_of:
      break;
  }
  std::size_t records = 0;
  for (const Grammar& part : grammar.parts) records += part.kind == Grammar::Kind::record;
  if (records > 1) return add_alternatives(grammar, path, rows);
  for (const Grammar& part : grammar.parts) add_rows(part, path, group, rows);
}

/// "design.consumers.catalog.inbox" under "design.consumers.NAME.inbox".
bool matches(std::string_view row, std::string_view path) {
  while (!path.empty()) {
    const std::string_view row_step = row.substr(0, row.find('.'));
    const std::string_view path_step = path.substr(0, path.find('.'));
    if (row_step != path_step && row_step != "NAME" && row_step != "N") return false;
    row.remove_prefix(std::min(row.size(), row_step.size() + 1));
    path.remove_prefix(std::min(path.size(), path_step.size() + 1));
    if (row.empty() && !path.empty()) return false;
  }
  return true;
}

std::string in_table(std::string text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '|' || text[i] == '<') text.insert(i++, "\\");
  }
  return text;
}

std::string table_row(const GrammarRow& row, std::string_view section) {
  std::string key = row.path;
  if (!section.empty() && key.starts_with(section)) key = key.substr(section.size() + 1);
  std::string doc = row.doc;
  for (const GrammarChoice& choice : row.choices) doc += fmt::format("<br>`{}`: {}", choice.name, in_table(choice.doc));
  if (!row.when.empty()) doc += fmt::format("<br>*counts with {}*", in_table(row.when));
  const std::string initial = row.required ? "required" : row.initial.empty() ? "" : "`" + row.initial + "`";
  return fmt::format("| `{}` | {} | {} | {} |\n", key, in_table(row.value), initial, doc);
}

constexpr std::string_view table_head = "\n| key | value | default | meaning |\n|---|---|---|---|\n";

}  // namespace

std::vector<GrammarRow> rows_of(const Grammar& grammar) {
  std::vector<GrammarRow> rows;
  add_rows(grammar, "", "", rows);
  return rows;
}

std::string describe_scenario(std::string_view path, std::string_view domain) {
  std::string text;
  for (const GrammarRow& row : rows_of(scenario_grammar(domain))) {
    if (!matches(row.path, path)) continue;
    const std::string with = row.group.empty() || row.path.ends_with("." + row.group) ? "" : " (of " + row.group + ")";
    text += fmt::format("{}{}: {}", row.path, with, row.value);
    if (row.required) text += ", required";
    if (!row.initial.empty()) text += fmt::format(", default {}", row.initial);
    text += fmt::format("\n    {}\n", row.doc);
    if (!row.when.empty()) text += fmt::format("    counts with {}\n", row.when);
    for (const GrammarChoice& choice : row.choices) text += fmt::format("      {:<16} {}\n", choice.name, choice.doc);
  }
  return text;
}

std::string scenario_reference() {
  const std::vector<GrammarRow> rows = rows_of(scenario_grammar());
  std::string text = "### The whole";
  text += "\n";
  text += table_head;
  for (const GrammarRow& row : rows) {
    if (row.path.find('.') == std::string::npos) text += table_row(row, "");
  }
  std::string heading;
  for (const GrammarRow& row : rows) {
    const std::size_t dot = row.path.find('.');
    if (dot == std::string::npos) continue;
    std::string section = row.path.substr(0, dot);
    std::string wanted = section;
    if (!row.group.empty()) {
      section += ".N";
      wanted += ": " + row.group;
    }
    if (wanted != heading) {
      text += fmt::format("\n### {}\n{}", wanted, table_head);
      heading = wanted;
    }
    text += table_row(row, section);
  }
  return text;
}

}  // namespace crisper::sim
