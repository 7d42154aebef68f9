#include "properties/domain/written/told_values.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include "core/domain/written/message.hpp"

namespace crisper::written {
namespace {

/// Takes a text apart from its beginning.
class Taker {
 public:
  Taker(const Model& model, std::string_view text) : model_(model), left_(text) {}

  bool take(std::string_view words) {
    if (!left_.starts_with(words)) return false;
    left_.remove_prefix(words.size());
    return true;
  }
  /// As Model::text_of tells it.
  std::optional<Value> value(Type type) {
    if (type.kind == Kind::flag) return take("true") ? std::optional<Value>(1) : none_or_zero(take("false"));
    if (type.kind == Kind::word) {
      const std::vector<std::string>& words = model_.enumerations[type.of].words;
      std::optional<std::size_t> longest;
      for (std::size_t i = 0; i < words.size(); ++i) {
        if (left_.starts_with(words[i]) && (!longest || words[i].size() > words[*longest].size())) longest = i;
      }
      if (longest && take(words[*longest])) return static_cast<Value>(*longest);
    }
    return number();
  }
  /// As Model::call tells it.
  std::optional<Value> called(Type type) {
    if (type.kind != Kind::id) return value(type);
    const IdKind& kind = model_.ids[type.of];
    if (!take(kind.told ? kind.told->before : kind.name + "-")) return std::nullopt;
    const std::optional<Value> found = number();
    return kind.told && !take(kind.told->after) ? std::nullopt : found;
  }
  /// Which state the message is of, as Model::tell has it: nobody may have known.
  bool state(Type type) { return take("the " + model_.ids[type.of].name) || called(type); }
  bool at_end() const { return left_.empty(); }

 private:
  static std::optional<Value> none_or_zero(bool is_zero) {
    return is_zero ? std::optional<Value>(0) : std::nullopt;
  }
  std::optional<Value> number() {
    Value found = 0;
    const auto [end, error] = std::from_chars(left_.data(), left_.data() + left_.size(), found);
    if (error != std::errc()) return std::nullopt;
    left_.remove_prefix(static_cast<std::size_t>(end - left_.data()));
    return found;
  }

  const Model& model_;
  std::string_view left_;
};

bool is_digit(char each) { return each >= '0' && each <= '9'; }

/// The argument that this tells as it is, or behind all of them the state that the message is of; nothing where it is
/// computed.
std::optional<std::size_t> argument_in(const Code& code) {
  if (code.steps.size() != 1 || code.steps.front().op != Op::local) return std::nullopt;
  return code.steps.front().slot;
}

/// Whether one can see where each value ends.
bool comes_apart(const Sentence& told) {
  for (std::size_t i = 0; i < told.values.size(); ++i) {
    const std::string& behind = told.words[i + 1];
    const bool is_last = i + 1 == told.values.size();
    if (!argument_in(told.values[i].first) || (behind.empty() && !is_last)) return false;
    if (!behind.empty() && is_digit(behind.front())) return false;
  }
  return true;
}

}  // namespace

std::vector<bool> told_parameters(const MessageShape& shape) {
  std::vector<bool> told(shape.parameters.size(), shape.told.words.empty());
  if (shape.told.words.empty() || !comes_apart(shape.told)) return told;
  for (const auto& [code, type] : shape.told.values) {
    if (const std::size_t place = *argument_in(code); place < told.size()) told[place] = true;
  }
  return told;
}

std::optional<std::vector<Value>> told_values(const Model& model, const MessageShape& shape, std::string_view text) {
  std::vector<Value> values(shape.parameters.size());
  Taker taker(model, text);
  if (!taker.take(shape.name) || !taker.take("{")) return std::nullopt;
  const Sentence& told = shape.told;
  if (told.words.empty()) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Parameter& parameter = shape.parameters[i];
      if ((i > 0 && !taker.take(" ")) || !taker.take(parameter.name) || !taker.take("=")) return std::nullopt;
      const std::optional<Value> value = taker.value(parameter.type);
      if (!value) return std::nullopt;
      values[i] = *value;
    }
  } else if (comes_apart(told)) {
    if (!taker.take(told.words.front())) return std::nullopt;
    for (std::size_t i = 0; i < told.values.size(); ++i) {
      const auto& [code, type] = told.values[i];
      if (const std::size_t place = *argument_in(code); place < values.size()) {
        const std::optional<Value> value = taker.called(type);
        if (!value) return std::nullopt;
        values[place] = *value;
      } else if (!taker.state(type)) {
        return std::nullopt;
      }
      if (!taker.take(told.words[i + 1])) return std::nullopt;
    }
  } else {
    return values;
  }
  if (!taker.take("}") || !taker.at_end()) return std::nullopt;
  return values;
}

}  // namespace crisper::written
