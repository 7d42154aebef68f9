// Shorthands for the cells of tables.
#pragma once

#include <QString>
#include <string>

#include "gui/models/record_words.hpp"

namespace crisper::gui {

inline QString cell(const std::string& text) { return QString::fromStdString(text); }
inline QString cell(std::int64_t number) { return QString::number(number); }
inline QString cell(std::uint64_t number) { return QString::number(number); }
/// A length of time to three digits, which is what one compares at a glance.
inline std::string rough_span(std::int64_t ns) {
  std::int64_t unit = 1;
  while (ns / unit >= 1000) unit *= 10;
  return span_words(ns / unit * unit);
}
/// How long ago a record was, seen from the instant of the state.
inline QString age_cell(const TraceData& data, RecordId since, RecordId now) {
  return since == 0 ? QString() : cell(rough_span(data.at(now) - data.at(since)));
}

}  // namespace crisper::gui
