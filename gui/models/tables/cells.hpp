// Shorthands for the cells of tables.
#pragma once

#include <QString>
#include <string>

#include "gui/models/record_words.hpp"

namespace crisper::gui {

inline QString cell(const std::string& text) { return QString::fromStdString(text); }
inline QString cell(std::int64_t number) { return QString::number(number); }
inline QString cell(std::uint64_t number) { return QString::number(number); }
/// How long ago a record was, seen from the instant of the state.
inline QString age_cell(const TraceData& data, RecordId since, RecordId now) {
  return since == 0 ? QString() : cell(span_words(data.at(now) - data.at(since)));
}

}  // namespace crisper::gui
