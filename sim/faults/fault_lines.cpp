#include "sim/faults/fault_lines.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace crisper::sim {
namespace {

/// Tells a plan of no faults from no plan.
constexpr std::string_view header = "fault lines 1\n";
constexpr char field_end = '\t';
constexpr char line_end = '\n';
constexpr char escape = '\\';

constexpr std::size_t fields_max = 14;
using Fields = std::array<std::string_view, fields_max>;

/// What a name must not contain raw, each with the letter that stands for it behind an escape.
constexpr auto escaped = std::to_array<std::pair<char, char>>({{field_end, 't'}, {line_end, 'n'}, {escape, 'e'}});

void write(std::string& line, std::string_view name) {
  for (const char c : name) {
    bool plain = true;
    for (const auto& [raw, letter] : escaped) {
      if (c != raw) continue;
      line += escape;
      line += letter;
      plain = false;
    }
    if (plain) line += c;
  }
}

void write(std::string& line, std::int64_t number) {
  std::array<char, 20> digits{};
  line.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void write(std::string& line, const std::optional<Duration>& span) {
  if (span) write(line, to_ns(*span));
}

bool read(std::string_view field, std::string& name) {
  for (std::size_t i = 0; i < field.size(); ++i) {
    if (field[i] != escape) {
      name += field[i];
      continue;
    }
    if (++i == field.size()) return false;
    bool known = false;
    for (const auto& [raw, letter] : escaped) {
      if (field[i] != letter) continue;
      name += raw;
      known = true;
    }
    if (!known) return false;
  }
  return true;
}

/// An empty field leaves what is usual.
template <class Number>
bool read(std::string_view field, Number& number) {
  if (field.empty()) return true;
  const auto [end, error] = std::from_chars(field.data(), field.data() + field.size(), number);
  return error == std::errc() && end == field.data() + field.size();
}

bool read(std::string_view field, Duration& span) {
  std::int64_t ns = to_ns(span);
  if (!read(field, ns)) return false;
  span = Duration(ns);
  return true;
}

bool read(std::string_view field, std::optional<Duration>& span) {
  return field.empty() || read(field, span.emplace());
}

void write(std::string& lines, const Fault& fault) {
  const std::size_t begin = lines.size();
  const auto next = [&](const auto& value) {
    lines += field_end;
    write(lines, value);
  };
  write(lines, static_cast<std::int64_t>(fault.kind));
  next(std::string_view(fault.from));
  next(std::string_view(fault.to));
  next(static_cast<std::int64_t>(fault.nth));
  next(to_ns(fault.at.time_since_epoch()));
  next(to_ns(fault.amount));
  next(fault.lasting);
  next(fault.restart_after);
  const auto next_unless = [&](std::int64_t value, std::int64_t usual) {
    lines += field_end;
    if (value != usual) write(lines, value);
  };
  next_unless(fault.one_way ? 1 : 0, 0);
  next_unless(fault.drift_ppm, Fault{}.drift_ppm);
  next_unless(fault.percent, Fault{}.percent);
  next_unless(static_cast<std::int64_t>(fault.draw), 0);
  next_unless(fault.chosen ? 1 : 0, 0);
  next_unless(fault.newcomers ? 1 : 0, 0);
  while (lines.size() > begin && lines.back() == field_end) lines.pop_back();
  lines += line_end;
}

bool read(std::string_view line, Fault& fault) {
  Fields fields;
  for (std::size_t field = 0;; ++field) {
    if (field == fields_max) return false;
    const std::size_t end = line.find(field_end);
    fields[field] = line.substr(0, end);
    if (end == line.npos) break;
    line.remove_prefix(end + 1);
  }
  std::size_t kind = fault_kinds.size();
  std::uint64_t one_way = 0;
  std::uint64_t chosen = 0;
  std::uint64_t newcomers = 0;
  std::int64_t draw = 0;
  Duration at = fault.at.time_since_epoch();
  const bool well = read(fields[0], kind) && kind < fault_kinds.size() && read(fields[1], fault.from) &&
                    read(fields[2], fault.to) && read(fields[3], fault.nth) && read(fields[4], at) &&
                    read(fields[5], fault.amount) && read(fields[6], fault.lasting) &&
                    read(fields[7], fault.restart_after) && read(fields[8], one_way) &&
                    read(fields[9], fault.drift_ppm) && read(fields[10], fault.percent) && read(fields[11], draw) &&
                    read(fields[12], chosen) && read(fields[13], newcomers);
  fault.kind = static_cast<FaultKind>(kind);
  fault.at = SimTime(at);
  fault.one_way = one_way != 0;
  fault.chosen = chosen != 0;
  fault.newcomers = newcomers != 0;
  fault.draw = static_cast<std::uint64_t>(draw);
  return well;
}

}  // namespace

std::string to_lines(const FaultPlan& plan) {
  std::string lines;
  lines.reserve(header.size() + plan.faults.size() * 56);
  lines = header;
  for (const Fault& fault : plan.faults) write(lines, fault);
  return lines;
}

std::optional<FaultPlan> from_lines(std::string_view lines) {
  if (!lines.starts_with(header)) return std::nullopt;
  lines.remove_prefix(header.size());
  FaultPlan plan;
  while (!lines.empty()) {
    const std::size_t end = lines.find(line_end);
    if (end == lines.npos || !read(lines.substr(0, end), plan.faults.emplace_back())) return std::nullopt;
    lines.remove_prefix(end + 1);
  }
  return plan;
}

}  // namespace crisper::sim
