#include "sim/domain/written/value_said.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/scenario/nearest_word.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::written {

Result<Value, std::string> value_said(std::string_view text, Type type, const Model& model) {
  if (type.kind == Kind::word) {
    const Enumeration& list = model.enumerations[type.of];
    const auto found = std::ranges::find(list.words, text);
    if (found != list.words.end()) return found - list.words.begin();
    return failure(
        fmt::format("'{}' is no word of {}{}", text, list.name, sim::hint_for(std::string(text), list.words)));
  }
  if (type.kind == Kind::flag) {
    if (const auto flag = sim::boolean_from(text)) return *flag ? 1 : 0;
  } else if (const auto number = sim::integer_from(text)) {
    if (type.kind != Kind::id || (*number >= 0 && *number <= number_mask)) return *number;
    return failure(fmt::format("{} is from 0 to {}", model.type_name(type), number_mask));
  }
  return failure(fmt::format("expected {}, not '{}'", model.type_name(type), text));
}

}  // namespace crisper::written
