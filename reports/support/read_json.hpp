// ReadJson: JSON that somebody else may have written, read by what it must be. The first thing that is not so is kept,
// with its place; what is read after that has no meaning.
#pragma once

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/base/enum_words.hpp"
#include "core/base/result.hpp"
#include "core/base/sim_time.hpp"

namespace crisper::reports {

struct ReadJsonTrouble {
  std::string first;  ///< one line; empty: all was as it must be
};

/// A place in a JSON text, whose members keep the order in which they were written. Both arguments outlive it.
class ReadJson {
 public:
  using Json = nlohmann::ordered_json;

  ReadJson(const Json& node, ReadJsonTrouble& trouble, std::string place = {})
      : node_(&node), trouble_(&trouble), place_(std::move(place)) {}

  void refuse(std::string_view expected) const {
    if (trouble_->first.empty()) {
      trouble_->first = fmt::format("{}: expected {}", place_.empty() ? "all of it" : place_, expected);
    }
  }

  /// Whether anything was refused, here or elsewhere.
  bool has_trouble() const { return !trouble_->first.empty(); }

  bool has(const char* key) const { return node_->is_object() && node_->contains(key); }
  /// A member that must be there.
  ReadJson operator[](const char* key) const {
    static const Json none;
    if (has(key)) return {node_->at(key), *trouble_, below(key)};
    ReadJson missing(none, *trouble_, below(key));
    missing.refuse(node_->is_object() ? "a value, and it is missing" : "an object around it");
    return missing;
  }
  std::vector<ReadJson> list() const {
    std::vector<ReadJson> all;
    if (!node_->is_array()) refuse("a list");
    if (node_->is_array()) {
      for (const Json& each : *node_) all.emplace_back(each, *trouble_, below(std::to_string(all.size())));
    }
    return all;
  }
  std::vector<std::pair<std::string, ReadJson>> members() const {
    std::vector<std::pair<std::string, ReadJson>> all;
    if (!node_->is_object()) refuse("an object");
    if (node_->is_object()) {
      for (const auto& [key, each] : node_->items()) all.emplace_back(key, ReadJson(each, *trouble_, below(key)));
    }
    return all;
  }

  std::string text() const {
    if (node_->is_string()) return node_->get<std::string>();
    return refuse("a text"), std::string();
  }
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const ReadJson& each : list()) all.push_back(each.text());
    return all;
  }
  bool flag() const {
    if (node_->is_boolean()) return node_->get<bool>();
    return refuse("true or false"), false;
  }
  /// A whole number from zero on.
  std::uint64_t number() const {
    if (node_->is_number_unsigned()) return node_->get<std::uint64_t>();
    return refuse("a whole number from 0 on"), 0;
  }
  std::uint32_t small_number() const {
    constexpr std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
    if (number() <= most) return static_cast<std::uint32_t>(number());
    return refuse(fmt::format("a whole number of at most {}", most)), 0;
  }
  double real() const {
    const double value = node_->is_number() ? node_->get<double>() : -1;
    if (std::isfinite(value) && value >= 0) return value;
    return refuse("a number from 0 on"), 0;
  }
  /// Whole nanoseconds, of at most a century: no run is longer, and nothing that is reckoned with them is too large.
  Duration duration() const {
    constexpr std::uint64_t most = std::uint64_t{100} * 365 * 24 * 3600 * 1'000'000'000;
    const std::uint64_t value = number();
    if (value <= most) return Duration(static_cast<std::int64_t>(value));
    return refuse("nanoseconds of at most 100 years"), Duration(0);
  }
  /// Sixteen hexadecimal digits.
  std::uint64_t digest() const {
    const std::string digits = text();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (digits.size() == 16 && error == std::errc{} && end == digits.data() + digits.size()) return value;
    return refuse("sixteen hexadecimal digits"), 0;
  }
  template <WordedEnum Enum>
  Enum word() const {
    const auto value = value_named<Enum>(text());
    if (value) return *value;
    std::string words;
    for (const EnumWord& each : words_of<Enum>) words += fmt::format("{}{}", words.empty() ? "" : ", ", each.name);
    return refuse("one of " + words), Enum{};
  }

 private:
  std::string below(std::string_view key) const {
    return fmt::format("{}{}{}", place_, place_.empty() ? "" : ".", key);
  }

  const Json* node_;
  ReadJsonTrouble* trouble_;
  std::string place_;
};

/// What `read` makes of a whole text; or, in one line without a file's name, why nothing. `read` is called where the
/// text is JSON, and what it returns counts where nothing was refused.
template <class Read>
Result<std::invoke_result_t<Read, const ReadJson&>, std::string> read_json(std::string_view text, Read read) {
  const ReadJson::Json whole = ReadJson::Json::parse(text, nullptr, false);
  if (whole.is_discarded()) return failure(std::string("it is no JSON"));
  ReadJsonTrouble trouble;
  auto value = read(ReadJson(whole, trouble));
  if (!trouble.first.empty()) return failure(std::move(trouble.first));
  return value;
}

/// Which file is not what it should be, "a run", and why.
struct JsonFile {
  std::string name;
  std::string kind;
  std::string refusal(std::string_view why) const {
    return fmt::format("{}: this is not the JSON of {}: {}", name, kind, why);
  }
};

/// The same, of a file.
template <class Read>
Result<std::invoke_result_t<Read, const ReadJson&>, std::string> read_json(std::string_view text, const JsonFile& file,
                                                                           Read read) {
  auto value = read_json(text, std::move(read));
  if (!value) return failure(file.refusal(value.error()));
  return value;
}

}  // namespace crisper::reports
