#include "gui/models/comparison_rows.hpp"

#include <cmath>

#include "gui/models/meanings.hpp"
#include "gui/models/tables/cells.hpp"

namespace crisper::gui {
namespace {

std::int64_t latency(const CommandFate& fate, const TraceData& data) {
  return fate.submitted == 0 || fate.ended == 0 ? -1 : data.at(fate.ended) - data.at(fate.submitted);
}

QString latency_cell(std::int64_t ns) { return ns < 0 ? QString() : cell(span_words(ns)); }

QString signed_span(std::int64_t ns) {
  if (ns == 0) return "same";
  return (ns > 0 ? "+" : "-") + cell(span_words(std::abs(ns)));
}

QString figure(bool there, double value, bool is_time) {
  if (!there) return {};
  return is_time ? cell(span_words(static_cast<std::int64_t>(value))) : QString::number(value, 'g', 6);
}

QString change(const Delta& delta) {
  if (!delta.in_a || !delta.in_b) return {};
  const double by = delta.b - delta.a;
  const QString amount = delta.is_time ? signed_span(static_cast<std::int64_t>(by))
                                       : (by > 0 ? "+" : "") + QString::number(by, 'g', 4);
  if (delta.a == 0) return amount;
  return QString("%1 (%2%3 %)").arg(amount, by > 0 ? "+" : "").arg(100 * by / std::abs(delta.a), 0, 'f', 1);
}

}  // namespace

QStringList command_columns() {
  return {"Command", "A", "B", "B later by", "Latency A", "Latency B", "Client"};
}

std::vector<TableRow> command_rows(const Comparison& comparison, const LoadedRun& a, const LoadedRun& b) {
  std::vector<TableRow> rows;
  for (std::size_t i = 0; i < comparison.commands.size(); ++i) {
    const ComparedCommand& each = comparison.commands[i];
    const std::int64_t in_a = latency(each.a, a.trace());
    const std::int64_t in_b = latency(each.b, b.trace());
    TableRow row;
    const QString later = in_a < 0 || in_b < 0 ? QString() : signed_span(in_b - in_a);
    row.cells = {cell(each.text), cell(each.a.words()), cell(each.b.words()), later, latency_cell(in_a),
                 latency_cell(in_b), cell(each.client)};
    if (each.differs()) {
      row.tone = i == comparison.parted ? Tone::bad : Tone::warning;
      row.explanation = i == comparison.parted ? "The first command that ends otherwise" : "This one ends otherwise";
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

QStringList delta_columns() { return {"What", "A", "B", "Change"}; }

std::vector<TableRow> delta_rows(const Comparison& comparison) {
  std::vector<TableRow> rows;
  for (const ComparedProperty& each : comparison.properties) {
    if (each.a == each.b) continue;
    TableRow row;
    const char* change = each.b == "fail" ? "breaks" : each.a == "fail" ? "mended" : "";
    row.cells = {cell(each.name), cell(each.a), cell(each.b), change};
    row.tone = each.b == "fail" ? Tone::bad : each.a == "fail" ? Tone::good : Tone::warning;
    row.explanation = meaning_of_property(each.name);
    rows.push_back(std::move(row));
  }
  for (const Delta& each : comparison.deltas) {
    if (each.in_a && each.in_b && each.a == each.b) continue;
    rows.push_back({.cells = {cell(each.name).replace('_', ' '), figure(each.in_a, each.a, each.is_time),
                              figure(each.in_b, each.b, each.is_time), change(each)},
                    .explanation = meaning_of_figure(each.name)});
  }
  return rows;
}

QString parting_words(const Comparison& comparison, const LoadedRun& a, const LoadedRun& b) {
  if (!comparison.first.exists()) return "The two runs are the same, observation by observation";
  const bool from_a = comparison.first.a != 0;
  const LoadedRun& run = from_a ? a : b;
  const RecordId at = from_a ? comparison.first.a : comparison.first.b;
  const RecordWords words = words_of(run.trace(), *run.index, at);
  QString text = QString("Same until #%1, %2 (%3: %4 %5)")
                     .arg(at).arg(cell(time_words(run.trace(), run.trace().at(at))), from_a ? "A" : "B",
                                  cell(words.process), cell(words.what));
  if (comparison.parted == Comparison::nowhere_) return text + "; every command ends the same way";
  std::size_t differing = 0;
  for (const ComparedCommand& each : comparison.commands) differing += each.differs();
  return text + QString("; %1 of %2 commands end otherwise").arg(differing).arg(comparison.commands.size());
}

}  // namespace crisper::gui
