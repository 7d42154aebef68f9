#include "sim/trace/trace_writer.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper::sim {
namespace {

constexpr std::size_t chunks_in_flight = 12;
constexpr std::uint64_t asks_apart = 512;
constexpr std::size_t known_payloads_max = 1 << 15;  // a power of two

/// These are folded into deliveries, of which only the type of the message is told.
bool is_of_delivery(ObservationKind kind) {
  switch (kind) {
    case ObservationKind::message_sent:
    case ObservationKind::message_delivered:
    case ObservationKind::message_dropped:
    case ObservationKind::turn_begun:
    case ObservationKind::turn_ended: return true;
    default: return false;
  }
}

}  // namespace

Result<std::unique_ptr<TraceWriter>, TraceError> TraceWriter::create(TraceOptions options) {
  auto file = PartialFile::create(options.path);
  if (!file) return failure(file.error());
  auto tables = TraceTables::create((*file)->path(), options);
  if (!tables) return failure(tables.error());
  return std::unique_ptr<TraceWriter>(new TraceWriter(std::move(options), std::move(*file), std::move(*tables)));
}

TraceWriter::TraceWriter(TraceOptions options, std::unique_ptr<PartialFile> file, std::unique_ptr<TraceTables> tables)
    : options_(std::move(options)),
      file_(std::move(file)),
      tables_(std::move(tables)),
      known_payloads_(known_payloads_max),
      ask_at_(options_.follower ? asks_apart : UINT64_MAX),
      queue_(chunks_in_flight) {
  chunk_ = queue_.exchange(nullptr);
  thread_ = std::thread([this] { write_chunks(); });
}

TraceWriter::~TraceWriter() { stop_thread(); }

void TraceWriter::observe(const Observation& observation, ObservationId id) {
  if (failed_.load(std::memory_order_relaxed)) return;  // finish() will say why
  TraceRecord& record = chunk_->records.emplace_back(TraceRecord{.said = observation, .id = id});
  if (const Message* payload = std::exchange(record.said.payload, nullptr)) {
    record.type = &payload->type();
    if (!is_of_delivery(observation.kind)) {
      record.payload = payload_row(*payload, state_of_payload(observation));
    }
  }
  if (chunk_->full()) hand_over();
  if (id.value >= ask_at_) ask_for_leave(id);
}

void TraceWriter::ask_for_leave(ObservationId reached) {
  TraceFollower::Leave leave = options_.follower->leave();
  while (leave.until <= reached.value) {
    show(true);
    options_.follower->wait();
    leave = options_.follower->leave();
  }
  if (leave.is_looking) show(false);
  ask_at_ = std::min(reached.value + asks_apart, leave.until);
}

void TraceWriter::show(bool is_held) {
  chunk_->is_shown = true;
  chunk_->is_held = is_held;
  if (new_processes_) chunk_->processes = new_processes_(next_process_);
  next_process_ += static_cast<std::uint32_t>(chunk_->processes.size());
  hand_over();
}

std::uint32_t TraceWriter::payload_row(const Message& payload, StreamId of) {
  std::uint64_t hash = payload.content_hash();
  if (options_.payload_texts && payload.names_its_state()) {
    hash = mix_bits(hash ^ mix_bits(of.value)) | 1;  // never the zero of what nothing was told of
  }
  KnownPayload& known = known_payloads_[hash & (known_payloads_max - 1)];
  if (known.hash == hash) return known.row;
  known = KnownPayload{hash, ++last_payload_};
  const std::size_t begin = chunk_->texts.size();
  if (options_.payload_texts) {
    payload.describe_into(chunk_->texts, of);
    if (chunk_->texts.size() - begin > options_.text_bytes_max) {
      chunk_->texts.resize(begin + options_.text_bytes_max);
      chunk_->texts += "...";
    }
  }
  const auto text_bytes = static_cast<std::uint32_t>(chunk_->texts.size() - begin);
  chunk_->payloads.push_back(TracePayload{.id = last_payload_, .text_bytes = text_bytes, .type = &payload.type()});
  return last_payload_;
}

void TraceWriter::write_chunks() {
  std::unique_ptr<TraceChunk> chunk;
  while ((chunk = queue_.next(std::move(chunk)))) {
    if (error_) continue;  // keep the simulating thread from waiting for ever
    if (const auto written = tables_->write(*chunk); !written) {
      error_ = written.error();
      failed_.store(true, std::memory_order_relaxed);
    }
  }
}

void TraceWriter::stop_thread() {
  if (!thread_.joinable()) return;
  queue_.close(std::move(chunk_));
  thread_.join();
}

Result<TraceSummary, TraceError> TraceWriter::finish() {
  CRISPER_ASSERT(tables_ && thread_.joinable(), "a trace is finished once");
  stop_thread();
  Result<TraceSummary, TraceError> summary = error_ ? failure(*error_) : tables_->close(run_, processes_);
  tables_.reset();  // SQLite lets go of the file before it is renamed or removed
  if (summary) {
    if (const auto committed = file_->commit(); !committed) summary = failure(committed.error());
  }
  file_.reset();
  return summary;
}

}  // namespace crisper::sim
