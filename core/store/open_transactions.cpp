#include "core/store/open_transactions.hpp"

#include <algorithm>

#include "core/base/assert.hpp"

namespace crisper {
namespace {

const AppendEvents& request_of(const Envelope& append) { return *append.payload.as<AppendEvents>(); }

bool share_a_stream(const AppendEvents& a, const AppendEvents& b) {
  return std::ranges::any_of(a.parts, [&](const StreamAppend& part) {
    return std::ranges::find(b.parts, part.stream, &StreamAppend::stream) != b.parts.end();
  });
}

}  // namespace

std::optional<std::int64_t> OpenTransactions::insert(const Envelope& append) {
  if (is_blocked(append)) {
    waiting_.push_back(append);
    return std::nullopt;
  }
  open_.emplace(++tickets_, Transaction{append, GlobalPosition{last_.value + 1}});
  for (const StreamAppend& part : request_of(append).parts) {
    last_.value += static_cast<std::int64_t>(part.events.size());
  }
  return tickets_;
}

OpenTransactions::Transaction OpenTransactions::take(std::int64_t ticket) {
  auto node = open_.extract(ticket);
  CRISPER_ASSERT(!node.empty(), "a transaction ends once");
  return std::move(node.mapped());
}

const OpenTransactions::Transaction* OpenTransactions::writing_to(StreamId stream) const {
  for (const auto& [ticket, transaction] : open_) {
    const std::vector<StreamAppend>& parts = request_of(transaction.envelope).parts;
    if (std::ranges::find(parts, stream, &StreamAppend::stream) != parts.end()) return &transaction;
  }
  return nullptr;
}

const OpenTransactions::Transaction* OpenTransactions::of(CommandId command) const {
  for (const auto& [ticket, transaction] : open_) {
    if (request_of(transaction.envelope).command == command) return &transaction;
  }
  return nullptr;
}

std::optional<Envelope> OpenTransactions::next_unblocked() {
  const auto found = std::ranges::find_if(waiting_, [&](const Envelope& each) { return !is_blocked(each); });
  if (found == waiting_.end()) return std::nullopt;
  Envelope append = std::move(*found);
  waiting_.erase(found);
  return append;
}

std::optional<GlobalPosition> OpenTransactions::lowest() const {
  if (open_.empty()) return std::nullopt;
  return open_.begin()->second.first;
}

bool OpenTransactions::is_blocked(const Envelope& append) const {
  if (connections_ > 0 && open_.size() >= connections_) return true;
  return std::ranges::any_of(
      open_, [&](const auto& each) { return share_a_stream(request_of(each.second.envelope), request_of(append)); });
}

}  // namespace crisper
