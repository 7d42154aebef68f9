#include "properties/names.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

#include "core/domain/domain.hpp"
#include "core/runtime/system.hpp"

namespace crisper::properties {
namespace {

/// Nodes of a view are called view-1, view-2; what ends with no number is another's name.
std::string_view without_number(std::string_view name) {
  const std::size_t end = name.find_last_not_of("0123456789");
  const bool has_number = end != name.npos && end + 1 < name.size() && name[end] == '-';
  return has_number ? name.substr(0, end) : name;
}

}  // namespace

Names::Names(const System& system, const Domain& domain) {
  std::uint32_t id = 0;
  for (const ProcessSpec& spec : system.processes()) add(ProcessId{++id}, ProcessName{spec.name, spec.role});
  for (std::size_t number = 0; number < categories_.size(); ++number) {
    const StreamCategory category{static_cast<std::uint8_t>(number)};
    add(category, domain.category_name(category));
    if (std::optional<StreamWords> words = domain.stream_words(category)) add(category, std::move(*words));
  }
  for (const auto& view : domain.projections()) add_columns(view->name(), view->columns());
}

void Names::add(ProcessId process, ProcessName name) {
  if (processes_.size() <= process.value) processes_.resize(process.value + std::size_t{1});
  processes_[process.value] = std::move(name);
}

void Names::add(StreamCategory category, std::string name) { categories_[category.value] = std::move(name); }

void Names::add(StreamCategory category, StreamWords words) { stream_words_[category] = std::move(words); }

void Names::add_columns(std::string view, std::vector<std::string> columns) {
  if (!columns.empty()) columns_[std::move(view)] = std::move(columns);
}

std::string Names::item(ProcessId view, std::uint64_t item) const {
  std::string plain = fmt::format("item {}", item);
  if (columns_.empty()) return plain;
  const std::string name = process(view);
  auto known = columns_.find(name);
  if (known == columns_.end()) known = columns_.find(without_number(name));
  if (known == columns_.end()) return plain;
  const std::string& column = known->second[item % known->second.size()];
  const std::uint64_t of = item / known->second.size();
  return of == 0 ? column : fmt::format("{} of item {}", column, of);
}

ProcessName Names::find(ProcessId process) const {
  if (process.value == 0) return ProcessName{"nobody", "nobody"};
  if (process.value < processes_.size() && !processes_[process.value].name.empty()) return processes_[process.value];
  if (lookup_) return lookup_(process);
  return ProcessName{fmt::format("process-{}", process.value), "process"};
}

std::string Names::process(ProcessId process) const { return find(process).name; }
std::string Names::role(ProcessId process) const { return find(process).role; }

std::string Names::category(StreamCategory category) const {
  const std::string& name = categories_[category.value];
  return name.empty() ? fmt::format("state-{}", category.value) : name;
}

const StreamWords* Names::stream_words(StreamCategory category) const {
  const auto found = stream_words_.find(category);
  return found == stream_words_.end() ? nullptr : &found->second;
}

std::string Names::stream(StreamId stream) const {
  if (const StreamWords* words = stream_words(stream.category())) return words->of(stream.number());
  const bool named = !categories_[stream.category().value].empty();
  return fmt::format("{}{}{}", category(stream.category()), named ? '-' : '.', stream.number());
}

}  // namespace crisper::properties
