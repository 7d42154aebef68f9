#include "sim/scenario/scalar_format.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace crisper::sim {
namespace {

constexpr std::size_t name_length_max = 64;
/// Longer than any simulation is worth, and short enough that sums of a few never overflow.
constexpr Duration longest = std::chrono::hours(10'000);

std::string pattern_json(std::string_view pattern) {
  std::string escaped;
  for (char c : pattern) {
    if (c == '\\' || c == '"') escaped += '\\';
    escaped += c;
  }
  return fmt::format(R"({{"type": "string", "pattern": "{}"}})", escaped);
}

constexpr std::string_view digits = R"([0-9][0-9_]*(\.[0-9]+)?)";

std::string duration_pattern(std::string_view sign) {
  return fmt::format(R"(^ *{}{} *(ns|us|ms|s|m|min|h) *$)", sign, digits);
}

std::string shown_number(std::int64_t value) { return fmt::format("{}", value); }
std::string shown_number(std::uint64_t value) { return fmt::format("{}", value); }
std::string shown_number(std::uint32_t value) { return fmt::format("{}", value); }
std::string shown_number(double value) { return exact_text(value); }
std::string shown_number(Duration value) { return exact_text(value); }

/// `unit` stands behind the bounds that it names.
template <class T>
FromText<T> bounded(FromText<T> value, const Bounds<T>& bounds, std::string_view text, std::string_view unit = "") {
  if (!value) return value;
  if (bounds.least && *value < *bounds.least) {
    return failure(fmt::format("'{}' is too little: at least {}{}", text, shown_number(*bounds.least), unit));
  }
  if (bounds.most && *value > *bounds.most) {
    return failure(fmt::format("'{}' is too much: at most {}{}", text, shown_number(*bounds.most), unit));
  }
  return value;
}

template <class T>
std::string bounds_json(std::string_view type, const Bounds<T>& bounds) {
  std::string json = fmt::format(R"({{"type": "{}")", type);
  if (bounds.least) json += fmt::format(R"(, "minimum": {})", *bounds.least);
  if (bounds.most) json += fmt::format(R"(, "maximum": {})", *bounds.most);
  return json + "}";
}

template <class T>
std::string bounds_word(std::string word, const Bounds<T>& bounds) {
  if (bounds.least && bounds.most) {
    return fmt::format("{} from {} to {}", word, shown_number(*bounds.least), shown_number(*bounds.most));
  }
  if (bounds.least) return fmt::format("{}, at least {}", word, shown_number(*bounds.least));
  if (bounds.most) return fmt::format("{}, at most {}", word, shown_number(*bounds.most));
  return word;
}

template <class T>
FormatPtr<T> scalar(typename ScalarFormat<T>::Rules rules) {
  return std::make_shared<ScalarFormat<T>>(std::move(rules));
}

bool is_word_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

FromText<std::string> word_from(std::string_view text, std::string_view also, std::string_view what) {
  const auto allowed = [&](char c) { return is_word_character(c) || also.find(c) != std::string_view::npos; };
  if (text.empty()) return failure(fmt::format("{} is missing", what));
  if (text.size() > name_length_max) return failure(fmt::format("{} has at most {} characters", what, name_length_max));
  if (!std::all_of(text.begin(), text.end(), allowed)) {
    return failure(
        fmt::format("'{}' isn't {}: letters, digits, _ and -{}{}", text, what, also.empty() ? "" : ", and ", also));
  }
  return std::string(text);
}

FormatPtr<std::string> text_of(Bounds<std::size_t> length, bool may_have_lines) {
  const std::size_t least = length.least.value_or(0);
  const std::size_t most = length.most.value_or(1000);
  const auto from = [=](std::string_view text) -> FromText<std::string> {
    if (text.size() < least) return failure(std::string("a value is missing: expected text"));
    if (text.size() > most) return failure(fmt::format("longer than {} bytes", most));
    for (char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '\n' && !may_have_lines) return failure(std::string("expected one line"));
      if ((byte < 0x20 && c != '\n') || byte == 0x7f)
        return failure(std::string("control characters have no place in it"));
    }
    return std::string(text);
  };
  return scalar<std::string>(
      {.word = "text",
       .json = fmt::format(R"({{"type": "string", "minLength": {}, "maxLength": {}}})", least, most),
       .from = from,
       .to = [](const std::string& text) { return text; }});
}

FormatPtr<std::string> word_format(std::string what, std::string also, std::string_view pattern) {
  return scalar<std::string>({.word = what,
                              .json = pattern_json(pattern),
                              .from = [=](std::string_view text) { return word_from(text, also, what); },
                              .to = [](const std::string& text) { return text; }});
}

}  // namespace

std::optional<std::size_t> ChoiceWords::read(const YamlNode& node, Reader& reader) const {
  std::vector<std::string> names;
  for (std::size_t place = 0; place < choices_.size(); ++place) {
    if (node.is_scalar() && node.text == choices_[place].name) return place;
    names.push_back(choices_[place].name);
  }
  reader.fail_here(node.at,
                   node.found_text() + " isn't " + word_ + (node.is_scalar() ? hint_for(node.text, names) : ""));
  return std::nullopt;
}

Grammar ChoiceWords::grammar() const {
  Grammar grammar;
  grammar.kind = Grammar::Kind::choice;
  grammar.word = word_;
  grammar.choices = choices_;
  return grammar;
}

FormatPtr<bool> on_or_off() {
  return scalar<bool>({.word = "on or off",
                       .json = R"({"enum": [true, false, "on", "off", "yes", "no"]})",
                       .from = boolean_from,
                       .to = [](const bool& value) { return std::string(value ? "on" : "off"); }});
}

FormatPtr<Duration> duration(Bounds<Duration> bounds) {
  Bounds<Duration> narrowed = bounds;
  if (!narrowed.least) narrowed.least = Duration::zero();
  if (!narrowed.most) narrowed.most = longest;
  return scalar<Duration>({.word = bounds_word("a duration", bounds),
                           .json = pattern_json(duration_pattern("")),
                           .from = [=](std::string_view text) { return bounded(duration_from(text), narrowed, text); },
                           .to = [](const Duration& value) { return exact_text(value); }});
}

FormatPtr<Duration> signed_duration() {
  const Bounds<Duration> bounds{-longest, longest};
  return scalar<Duration>({.word = "a duration, perhaps negative",
                           .json = pattern_json(duration_pattern("-?")),
                           .from = [=](std::string_view text) { return bounded(duration_from(text), bounds, text); },
                           .to = [](const Duration& value) { return exact_text(value); }});
}

FormatPtr<DurationRange> duration_range() {
  return scalar<DurationRange>(
      {.word = "a duration, or a range of them such as 10ms..50ms",
       .json =
           pattern_json(fmt::format(R"(^ *{0} *(ns|us|ms|s|m|min|h) *(\.\. *{0} *(ns|us|ms|s|m|min|h) *)?$)", digits)),
       .from = [](std::string_view text) -> FromText<DurationRange> {
         FromText<DurationRange> range = duration_range_from(text);
         if (range && (range->low < Duration::zero() || range->high > longest)) {
           return failure(fmt::format("'{}' is out of range: from 0s to {}", text, exact_text(longest)));
         }
         return range;
       },
       .to = [](const DurationRange& value) { return exact_text(value); }});
}

FormatPtr<std::uint32_t> small_number(Bounds<std::uint32_t> bounds) {
  Bounds<std::uint64_t> wide{bounds.least ? std::optional<std::uint64_t>(*bounds.least) : std::nullopt,
                             bounds.most ? *bounds.most : std::uint64_t{1'000'000'000}};
  return scalar<std::uint32_t>({.word = bounds_word("a whole number", bounds),
                                .json = bounds_json("integer", wide),
                                .from =
                                    [=](std::string_view text) {
                                      return bounded(natural_from(text), wide, text).map([](std::uint64_t value) {
                                        return static_cast<std::uint32_t>(value);
                                      });
                                    },
                                .to = [](const std::uint32_t& value) { return fmt::format("{}", value); }});
}

FormatPtr<std::uint64_t> natural_number(Bounds<std::uint64_t> bounds) {
  Bounds<std::uint64_t> shown = bounds;
  if (!shown.least) shown.least = 0;
  return scalar<std::uint64_t>(
      {.word = bounds_word("a whole number", bounds),
       .json = bounds_json("integer", shown),
       .from = [=](std::string_view text) { return bounded(natural_from(text), bounds, text); },
       .to = [](const std::uint64_t& value) { return fmt::format("{}", value); }});
}

FormatPtr<std::int64_t> whole_number(Bounds<std::int64_t> bounds) {
  return scalar<std::int64_t>({.word = bounds_word("a whole number", bounds),
                               .json = bounds_json("integer", bounds),
                               .from = [=](std::string_view text) { return bounded(integer_from(text), bounds, text); },
                               .to = [](const std::int64_t& value) { return fmt::format("{}", value); }});
}

FormatPtr<double> number(Bounds<double> bounds) {
  return scalar<double>({.word = bounds_word("a number", bounds),
                         .json = bounds_json("number", bounds),
                         .from = [=](std::string_view text) { return bounded(number_from(text), bounds, text); },
                         .to = [](const double& value) { return exact_text(value); }});
}

FormatPtr<NumberRange> number_range(Bounds<std::int64_t> bounds) {
  return scalar<NumberRange>({.word = bounds_word("a whole number or a range such as 1..5", bounds),
                              .json = fmt::format(R"({{"anyOf": [{}, {}]}})", bounds_json("integer", bounds),
                                                  pattern_json(R"(^ *[0-9][0-9_]* *(\.\. *[0-9][0-9_]* *)?$)")),
                              .from = [=](std::string_view text) -> FromText<NumberRange> {
                                const FromText<NumberRange> range = number_range_from(text);
                                if (!range) return range;
                                for (const std::int64_t end : {range->low, range->high}) {
                                  if (const auto checked = bounded(FromText<std::int64_t>(end), bounds, text);
                                      !checked) {
                                    return failure(checked.error());
                                  }
                                }
                                return range;
                              },
                              .to = [](const NumberRange& value) { return exact_text(value); }});
}

FormatPtr<Rate> rate() {
  return scalar<Rate>({.word = "a rate",
                       .json = pattern_json(fmt::format(R"(^ *{} */ *(s|m|min|h) *$)", digits)),
                       .from = [](std::string_view text) -> FromText<Rate> {
                         const FromText<Rate> rate = rate_from(text);
                         if (!rate) return rate;
                         if (rate->per_second() * 3600 < 0.001) {
                           return failure(fmt::format("'{}' is too little: at least 0.001/h", text));
                         }
                         if (rate->per_second() > 1e9) {
                           return failure(fmt::format("'{}' is too much: at most 1000000000/s", text));
                         }
                         return rate;
                       },
                       .to = [](const Rate& value) { return exact_text(value); }});
}

FormatPtr<std::uint64_t> bandwidth() {
  return scalar<std::uint64_t>(
      {.word = "a bandwidth such as 1Gbps, or unlimited",
       .json = pattern_json(fmt::format(R"(^(unlimited| *{} *(bps|kbps|Mbps|Gbps) *)$)", digits)),
       .from = bandwidth_from,
       .to = [](const std::uint64_t& value) { return bandwidth_text(value); }});
}

FormatPtr<Probability> chance() {
  return scalar<Probability>(
      {.word = "a chance such as 1% or 0.01",
       .json = fmt::format(R"({{"anyOf": [{{"type": "number", "minimum": 0, "maximum": 1}}, {}]}})",
                           pattern_json(fmt::format("^ *{} *%? *$", digits))),
       .from = probability_from,
       .to = [](const Probability& value) { return exact_text(value); }});
}

FormatPtr<std::uint32_t> percent(Bounds<std::uint32_t> bounds) {
  return scalar<std::uint32_t>(
      {.word = "a factor such as 3x or 300%",
       .json = pattern_json(fmt::format("^ *{} *[x%] *$", digits)),
       .from = [=](std::string_view text) { return bounded(percent_from(text), bounds, text, "%"); },
       .to = [](const std::uint32_t& value) { return fmt::format("{}%", value); }});
}

FormatPtr<std::int64_t> drift() {
  return scalar<std::int64_t>({.word = "a drift such as 100ppm",
                               .json = pattern_json("^ *-?[0-9][0-9_]* *ppm *$"),
                               .from = drift_from,
                               .to = [](const std::int64_t& value) { return fmt::format("{}ppm", value); }});
}

FormatPtr<PopularitySpec> popularity() {
  return scalar<PopularitySpec>({.word = "uniform, or zipf with its exponent as in zipf(1.1)",
                                 .json = pattern_json(R"(^(uniform|zipf\([0-9.eE+-]+\))$)"),
                                 .from = popularity_from,
                                 .to = [](const PopularitySpec& value) { return exact_text(value); }});
}

FormatPtr<std::string> text(Bounds<std::size_t> length) { return text_of(length, true); }
FormatPtr<std::string> line_of_text(Bounds<std::size_t> length) { return text_of(length, false); }

FormatPtr<std::string> name() { return word_format("a name", "", "^[A-Za-z0-9_-]{1,64}$"); }
FormatPtr<std::string> host_name() { return word_format("a host name", ".", "^[A-Za-z0-9_.-]{1,64}$"); }
FormatPtr<std::string> name_pattern() {
  return word_format("a process, role or host", "*.", "^[A-Za-z0-9_.*-]{1,64}$");
}

bool is_name(std::string_view text) { return word_from(text, "", "a name").has_value(); }
bool is_name_pattern(std::string_view text) { return word_from(text, "*.", "a name").has_value(); }

}  // namespace crisper::sim
