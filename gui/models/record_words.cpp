#include "gui/models/record_words.hpp"

#include <fmt/format.h>

#include <chrono>

#include "core/base/sim_time.hpp"
#include "sim/trace/trace_words.hpp"

namespace crisper::gui {
namespace {

/// A number of an observation as its kind means it; empty where the kind has no such number.
std::string number_words(std::string_view meaning, std::int64_t value) {
  if (meaning.empty()) return {};
  if (const std::string_view word = sim::trace_word(meaning, value); !word.empty()) return std::string(word);
  if (meaning.starts_with("ns")) return fmt::format("{}{}", span_words(value), meaning.substr(2));
  if (meaning == "timeout in ns") return span_words(value);
  return fmt::format("{} {}", meaning, value);
}

void add(std::string& text, std::string_view more, std::string_view between = ", ") {
  if (more.empty()) return;
  if (!text.empty()) text += between;
  text += more;
}

RecordWords delivery_words(const TraceData& data, const TraceIndex& index, RecordId id, const Delivery& d) {
  const Record& record = data.record(id);
  RecordWords words{.process = data.name_of(record.process),
                    .what = std::string(info(record.kind).name),
                    .about = data.name_of(record.process == d.from ? d.to : d.from),
                    .text = data.types[d.type]};
  if (d.duplicate) add(words.text, "#2", " ");
  switch (record.kind) {
    case ObservationKind::message_sent:
      if (d.bytes != 0) add(words.text, fmt::format("{} bytes", d.bytes));
      for (const Strike& strike : index.strikes_on(record.row)) {
        add(words.text, fmt::format("{} by a fault", name_of(strike.kind)));
      }
      break;
    case ObservationKind::message_delivered:
      if (d.sent) add(words.text, fmt::format("after {}", span_words(data.arrived_at(d) - data.sent_at(d))));
      add(words.text, d.depth_after_arrival < 0 ? "reply" : fmt::format("mailbox {}", d.depth_after_arrival));
      break;
    case ObservationKind::message_dropped: add(words.text, delivery_fate_name(d)); break;
    case ObservationKind::turn_begun:
      if (const std::int64_t waited = data.begun_at(d) - data.arrived_at(d); waited > 0) {
        add(words.text, fmt::format("waited {}", span_words(waited)));
      }
      break;
    case ObservationKind::turn_ended:
      add(words.text, fmt::format("took {}", span_words(data.ended_at(d) - data.begun_at(d))));
      break;
    default: break;
  }
  return words;
}

}  // namespace

std::string_view delivery_fate_name(const Delivery& delivery) {
  return sim::delivery_fates[static_cast<std::size_t>(delivery.fate)].name;
}

std::string time_words(const TraceData& data, std::int64_t ns) {
  return fmt::format("{:.{}f} s", static_cast<double>(ns) / 1e9, data.fine_times ? 6 : 3);
}

std::string span_words(std::int64_t ns) { return to_text(Duration(ns)); }

std::string row_words(const TraceData& data, const TraceIndex& index, ProcessNumber consumer, std::int64_t stream,
                      std::int64_t item) {
  const std::string name = index.row_name(consumer, item);
  return name.empty() ? data.stream_name(stream) : fmt::format("{} of {}", name, data.stream_name(stream));
}

std::string subject_words(const TraceData& data, const TraceIndex& index, std::int64_t subject) {
  if (const auto event = index.events.find(subject); event != index.events.end()) {
    return std::string(data.text_of(event->second.payload));
  }
  std::string words;
  for (const RecordId id : index.records_about(subject)) {
    const Said* said = data.said_of(id);
    if (!said || said->payload == 0) continue;
    words = data.text_of(said->payload);
    // Who decides on sight says what it will send, and not yet to which state.
    if (data.record(id).kind != ObservationKind::client_decided) break;
  }
  return words;
}

std::string fault_words(const TraceData& data, RecordId id) {
  const Record& record = data.record(id);
  const Said& said = *data.said_of(id);
  std::string text = fmt::format("{}: {}", number_words("FaultKind", said.b), data.name_of(record.process));
  if (said.peer) text += fmt::format(" to {}", data.name_of(said.peer));
  return text;
}

RecordWords words_of(const TraceData& data, const TraceIndex& index, RecordId id) {
  const Record& record = data.record(id);
  if (record.row == nowhere) return {{}, "(not recorded)", {}, {}};
  if (const Delivery* delivery = data.delivery_of(id)) return delivery_words(data, index, id, *delivery);
  const Said& said = *data.said_of(id);
  const ObservationKindInfo& kind = info(record.kind);
  RecordWords words{.process = data.name_of(record.process),
                    .what = std::string(kind.name),
                    .about = data.stream_name(said.stream),
                    .text = std::string(data.text_of(said.payload))};
  if (record.kind == ObservationKind::fault_fired) {
    words.about = data.name_of(said.peer);
    words.text = number_words("FaultKind", said.b);
    return words;
  }
  if (record.kind == ObservationKind::view_updated) {
    const auto told = [&](std::int64_t value) { return index.value_words(record.process, said.message, value); };
    add(words.text, index.row_name(record.process, said.message));
    add(words.text, fmt::format("{} (was {})", told(said.a), told(said.b)), ": ");
    return words;
  }
  if (said.peer) add(words.about, data.name_of(said.peer));
  if (words.text.empty() && said.message != 0) words.text = subject_words(data, index, said.message);
  if (const std::uint32_t times = index.repeat_number(id); times > 1) {
    add(words.text, fmt::format("taken {} times now", times));
  }
  add(words.text, number_words(kind.a, said.a));
  add(words.text, number_words(kind.b, said.b));
  return words;
}

}  // namespace crisper::gui
