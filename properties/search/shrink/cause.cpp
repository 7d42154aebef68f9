#include "properties/search/shrink/cause.hpp"

#include <algorithm>
#include <array>

namespace crisper::properties {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

constexpr auto units = std::to_array<std::string_view>({"ns", "us", "ms", "s", "min", "m", "h", "%"});

/// Where a unit that stands at `at`, and nothing else, ends; `at` where none does.
std::size_t after_unit(std::string_view text, std::size_t at) {
  for (const std::string_view unit : units) {
    if (!text.substr(at).starts_with(unit)) continue;
    const std::size_t end = at + unit.size();
    if (end == text.size() || !(is_letter(text[end]) || is_digit(text[end]))) return end;
  }
  return at;
}

/// Where the digits of a number end that begins before `at`: with a fraction and an exponent, as "1.2e-05" has them.
std::size_t after_number(std::string_view text, std::size_t at) {
  const auto digits = [&](std::size_t from) {
    while (from < text.size() &&
           (is_digit(text[from]) || (text[from] == '.' && from + 1 < text.size() && is_digit(text[from + 1])))) {
      ++from;
    }
    return from;
  };
  const std::size_t end = digits(at);
  if (end + 1 >= text.size() || text[end] != 'e') return end;
  const std::size_t sign = text[end + 1] == '-' || text[end + 1] == '+' ? 1 : 0;
  const std::size_t exponent = digits(end + 1 + sign);
  const bool ends_there = exponent == text.size() || !is_letter(text[exponent]);
  return exponent > end + 1 + sign && ends_there ? exponent : end;
}

/// Whether a digit there belongs to a name, as in "dock2" and "p99": another one is another thing.
bool is_in_name(std::string_view text, std::size_t at) {
  if (!is_digit(text[at])) return false;
  while (at > 0 && is_digit(text[at - 1])) --at;
  return at > 0 && (is_letter(text[at - 1]) || text[at - 1] == '_');
}

/// As forms were when digits in names counted as numbers.
std::string with_names_as_before(std::string_view form) {
  std::string before;
  for (std::size_t i = 0; i < form.size(); ++i) {
    if (!is_in_name(form, i)) {
      before += form[i];
    } else if (!is_digit(form[i - 1])) {
      before += '#';
    }
  }
  return before;
}

/// Whether a sentence has this form. A case may be older than the way in which forms are made.
bool has_form(std::string_view sentence, std::string_view form) {
  const std::string own = form_of(sentence);
  const std::string wanted = form_of(form);
  return own == wanted || with_names_as_before(own) == wanted;
}

/// Where an id in hexadecimal digits ends that stands at `at`, and nothing else; `at` where none does. Without a digit,
/// or without a letter, it is a word or a number; with a number or more of a name behind it, it is a name.
std::size_t after_id(std::string_view text, std::size_t at) {
  constexpr std::size_t digits_min = 6;
  std::size_t end = at;
  bool has_digit = false;
  bool has_letter = false;
  while (end < text.size() && (is_digit(text[end]) || (text[end] >= 'a' && text[end] <= 'f'))) {
    (is_digit(text[end]) ? has_digit : has_letter) = true;
    ++end;
  }
  const auto goes_on = [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; };
  const bool ends_there = end == text.size() || !goes_on(text[end]);
  return ends_there && has_digit && has_letter && end - at >= digits_min ? end : at;
}

bool is_part_of_name(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '#'; }

std::string singular(std::string_view word) {
  constexpr std::size_t shortest = 4;  // "was" and "has" are no plurals
  if (word == "were") return "was";
  if (word == "are") return "is";
  if (word.size() < shortest || !word.ends_with('s') || word.ends_with("ss")) return std::string(word);
  if (word.ends_with("ies")) return std::string(word.substr(0, word.size() - 3)) + "y";
  for (const std::string_view plural : {"sses", "shes", "ches", "xes"}) {
    if (word.ends_with(plural)) return std::string(word.substr(0, word.size() - 2));
  }
  return std::string(word.substr(0, word.size() - 1));
}

/// Verbs, and the two words behind a number: "# process managers" are what "# process manager" is.
std::string in_the_singular(std::string_view form) {
  constexpr int words_of_number = 2;
  std::string less;
  int behind = 0;  // so many words may still belong to the number
  for (std::size_t at = 0; at < form.size();) {
    std::size_t end = at;
    while (end < form.size() && is_part_of_name(form[end])) ++end;
    if (end == at) {
      if (form[at] != ' ') behind = 0;
      less += form[at++];
      continue;
    }
    const std::string_view word = form.substr(at, end - at);
    const bool is_verb = word == "were" || word == "are";
    less += is_verb || behind > 0 ? singular(word) : std::string(word);
    behind = word == "#" ? words_of_number : std::max(0, behind - 1);
    at = end;
  }
  return less;
}

/// How many things a list has is a number too: "fridge-#, fridge-# and fridge-#" is "fridge-#".
std::string without_counts(std::string form) {
  constexpr auto joints = std::to_array<std::string_view>({", and ", ", ", " and ", " -> "});
  std::string less;
  for (std::size_t at = 0; at < form.size();) {
    std::size_t end = at;
    while (end < form.size() && is_part_of_name(form[end])) ++end;
    const std::string_view name = std::string_view(form).substr(at, end - at);
    if (name.empty()) {
      less += form[at++];
      continue;
    }
    bool repeats = false;
    for (const std::string_view joint : joints) {
      const std::string before = std::string(name) + std::string(joint);
      const bool whole = less.size() == before.size() ||
                         (less.size() > before.size() && !is_part_of_name(less[less.size() - before.size() - 1]));
      if (name.find('#') == name.npos || !less.ends_with(before) || !whole) continue;
      less.resize(less.size() - joint.size());
      repeats = true;
      break;
    }
    if (!repeats) less += name;
    at = end;
  }
  return less;
}

}  // namespace

std::string form_of(std::string_view sentence) {
  std::string form;
  for (std::size_t i = 0; i < sentence.size();) {
    const bool stands_alone = i == 0 || !(is_letter(sentence[i - 1]) || is_digit(sentence[i - 1]));
    const bool signed_number = (sentence[i] == '-' || sentence[i] == '+') && i + 1 < sentence.size() &&
                               is_digit(sentence[i + 1]) && (i == 0 || sentence[i - 1] == ' ');
    const std::size_t id_end = stands_alone && !signed_number ? after_id(sentence, i) : i;
    if (id_end > i) {
      i = id_end;
      form += '#';
      continue;
    }
    if ((!is_digit(sentence[i]) && !signed_number) || is_in_name(sentence, i)) {
      form += sentence[i++];
      continue;
    }
    i = after_unit(sentence, after_number(sentence, i + 1));
    form += '#';
  }
  return without_counts(in_the_singular(form));
}

std::optional<Cause> cause_of(const RunResult& result, std::string_view property) {
  const PropertyResult* failed = headline_of(result);
  if (failed && !property.empty()) {
    const auto named = std::ranges::find_if(result.properties, [&](const PropertyResult& each) {
      return each.verdict == Verdict::fail && each.counts && each.name == property;
    });
    failed = named == result.properties.end() ? nullptr : &*named;
  }
  if (!failed) return std::nullopt;
  return Cause{failed->name, form_of(failed->violations.empty() ? failed->reason : failed->violations.front().reason)};
}

std::optional<CauseFound> find_cause(const RunResult& result, const Cause& cause) {
  const auto failed = std::ranges::find(result.properties, cause.property, &PropertyResult::name);
  if (failed == result.properties.end() || failed->verdict != Verdict::fail) return std::nullopt;
  for (const Violation& violation : failed->violations) {
    if (has_form(violation.reason, cause.form)) return CauseFound{&*failed, &violation, violation.reason};
  }
  if (failed->violations.empty() && has_form(failed->reason, cause.form)) {
    return CauseFound{&*failed, nullptr, failed->reason};
  }
  return std::nullopt;
}

}  // namespace crisper::properties
