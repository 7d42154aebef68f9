// WrittenMessage: a command, an event or a request of a written business. Told, digested and sized as a message of C++
// with the same fields is.
#pragma once

#include <string>
#include <vector>

#include "core/base/strong_id.hpp"
#include "core/domain/written/model.hpp"
#include "core/message/message_catalog.hpp"

namespace crisper::written {

/// What led to a request: with the same words on two occasions it is two, on one and the same it is one, however often
/// it comes. Zero: there is none, the words say it all.
using Occasion = StrongId<struct OccasionTag>;

/// A number, an id or an occasion counts as eight bytes, a flag or a word as one.
class WrittenMessage final : public Message {
 public:
  /// `shape` outlives it. One value for each of its parameters.
  WrittenMessage(const MessageShape& shape, const Model& model, std::vector<Value> values, Occasion occasion = {});

  const MessageShape& shape() const { return shape_; }
  const std::vector<Value>& values() const { return values_; }
  /// Not told in words: people know a request by what it says.
  Occasion occasion() const { return occasion_; }

  using Message::describe_into;
  void describe_into(std::string& text, StreamId of) const override;
  bool names_its_state() const override { return shape_.names_state; }
  std::size_t wire_bytes() const override;
  void encode_into(std::string& bytes) const override;

 private:
  std::uint64_t compute_hash() const override;
  /// Its sentence.
  std::string told(StreamId of) const;

  const MessageShape& shape_;
  const Model& model_;
  std::vector<Value> values_;
  Occasion occasion_;
};

Payload written_payload(const Model& model, const MessageShape& shape, std::vector<Value> values,
                        Occasion occasion = {});

/// Null for a message of another business, and for one that is none of its own.
const WrittenMessage* written_in(const Message* message);

void add_to_catalog(MessageCatalog& catalog, const Model& model, const MessageShape& shape);

}  // namespace crisper::written
