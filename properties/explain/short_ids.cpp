#include "properties/explain/short_ids.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>

namespace crisper::properties {
namespace {

constexpr std::size_t body_bytes_max = 160;
/// Ids of clients' commands have so many digits, and numbers of a business hardly ever do.
constexpr std::size_t id_digits_min = 9;
/// A number as long as this is the id of something, whatever it is.
constexpr std::size_t mixed_digits_min = 12;

bool is_hex_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }
bool is_part_of_word(char c) { return is_hex_digit(c) || (c >= 'g' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::optional<std::uint64_t> number_in(std::string_view digits, int base) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

/// Takes "correlation=" and the space before it off the end of the text.
void drop_field_name(std::string& text) {
  if (!text.ends_with('=')) return;
  text.pop_back();
  while (!text.empty() && (is_part_of_word(text.back()) || text.back() == '_')) text.pop_back();
  if (text.ends_with(' ')) text.pop_back();
}

/// Fields of messages that hold states; a state may have the number of some command.
bool holds_states(std::string_view field) { return field == "stream" || field == "closed"; }

/// The field that a number behind this text is in: "stream" behind "Take{event=17 stream=", and in lists, too.
std::string_view field_before(std::string_view text) {
  const std::size_t end = text.rfind('=');
  if (end == std::string_view::npos) return {};
  std::size_t begin = end;
  while (begin > 0 && (is_part_of_word(text[begin - 1]) || text[begin - 1] == '_')) --begin;
  return text.substr(begin, end - begin);
}

/// The sentence of such an observation names the state itself.
bool names_state(ObservationKind kind) {
  using enum ObservationKind;
  return kind == command_submitted || kind == command_accepted || kind == command_handled || kind == command_rejected ||
         kind == event_appended || kind == event_published;
}

}  // namespace

ShortIds::ShortIds(const CausalRecorder& run) : run_(run) {
  using enum ObservationKind;
  for (const CausalRecorder::Kept& kept : run.all()) {
    const Observation& seen = kept.observation;
    if (seen.stream.value != 0) streams_.emplace(seen.stream.value, seen.stream);
    const bool has_command_body = seen.kind == command_submitted || seen.kind == command_accepted;
    const bool has_event_body = seen.kind == event_appended || seen.kind == event_published;
    const std::string_view kind = info(seen.kind).name;
    const bool is_event = kind.starts_with("event.") || kind.starts_with("reaction.") || kind.starts_with("delivery.");
    if (!is_event && !kind.starts_with("command.")) continue;
    if (seen.message.value == 0) continue;
    About& about = known_[seen.message];
    about.is_event = is_event;
    if (seen.stream.value != 0) about.stream = seen.stream;
    const bool has_body = (has_command_body || has_event_body) && seen.payload;
    if (!has_body || !about.body.empty()) continue;
    seen.payload->describe_into(about.body, state_of_payload(seen));
    about.names_state = seen.payload->names_its_state();
  }
}

Wording ShortIds::wording() {
  const auto called = [this](const char* what) {
    return [this, what](const Observation& seen) { return what + call(seen.message, names_state(seen.kind)); };
  };
  return {.command = called("command "), .event = called("event ")};
}

std::string ShortIds::call(MessageId id, bool state_is_named) {
  About& about = known_[id];
  if (about.number != 0) return fmt::format("{}{}", about.is_event ? 'e' : 'c', about.number);
  about.number = about.is_event ? ++events_ : ++commands_;
  return fmt::format("{}{} ({})", about.is_event ? 'e' : 'c', about.number,
                     introduced(about, state_is_named));
}

std::string ShortIds::introduced(const About& about, bool state_is_named) {
  std::string words = about.body.empty() ? (about.is_event ? "an event" : "a command") : shortened(about.body);
  const bool is_whole = words.ends_with('}');  // else the name may be in what was cut off
  if (about.stream.value == 0 || state_is_named || (about.names_state && is_whole)) return words;
  return fmt::format("{} {} {}", words, about.is_event ? "of" : "for", run_.names().stream(about.stream));
}

std::string ShortIds::shortened(const std::string& body) {
  std::string words = replaced(body);
  if (words.size() > body_bytes_max) words = words.substr(0, words.find(' ', body_bytes_max)) + " ...";
  return words;
}

std::string ShortIds::replaced(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_part_of_word(text[at])) {
      out += text[at++];
      continue;
    }
    std::size_t end = at;
    while (end < text.size() && is_part_of_word(text[end])) ++end;
    const std::string_view word = std::string_view(text).substr(at, end - at);
    at = end;
    const bool is_command = out.ends_with("command ") || out.ends_with("command=");
    const std::optional<std::uint64_t> decimal = number_in(word, 10);
    const std::optional<std::uint64_t> id = out.ends_with("command ") ? number_in(word, 16) : decimal;
    const bool is_state = holds_states(field_before(std::string_view(text).substr(0, at - word.size())));
    const bool is_known = id && !is_state && known_.contains(MessageId{*id});
    if (is_known && (is_command || word.size() >= id_digits_min)) {
      out += call(MessageId{*id}, false);
    } else if (decimal && word.size() >= id_digits_min && streams_.contains(*decimal)) {
      out += run_.names().stream(streams_.at(*decimal));
    } else if (decimal && word.size() >= mixed_digits_min) {
      drop_field_name(out);
    } else {
      out += word;
    }
  }
  return out;
}

}  // namespace crisper::properties
