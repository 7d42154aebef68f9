#include "core/domain/written/message.hpp"

#include <optional>
#include <utility>

#include "core/base/assert.hpp"

namespace crisper::written {
namespace {

bool is_short(Type type) { return type.kind == Kind::flag || type.kind == Kind::word; }

}  // namespace

WrittenMessage::WrittenMessage(const MessageShape& shape, const Model& model, std::vector<Value> values,
                               Occasion occasion)
    : Message(shape.type), shape_(shape), model_(model), values_(std::move(values)), occasion_(occasion) {
  CRISPER_ASSERT(values_.size() == shape.parameters.size(), "a message has a value for each of its arguments");
}

void WrittenMessage::describe_into(std::string& text, StreamId of) const {
  text += shape_.name;
  text += '{';
  if (!shape_.told.words.empty()) text += told(of);
  for (std::size_t i = 0; shape_.told.words.empty() && i < values_.size(); ++i) {
    if (i > 0) text += ' ';
    const Parameter& parameter = shape_.parameters[i];
    text += parameter.name + '=' + model_.text_of(parameter.type, values_[i]);
  }
  text += '}';
}

std::string WrittenMessage::told(StreamId of) const {
  if (!shape_.names_state) return model_.tell(shape_.told, {.locals = values_.data()});
  // What speaks of it may be about a state of another kind: an instance of a process, a service.
  const bool is_known = of.category() == model_.category_of_entity(shape_.entity);
  std::vector<Value> locals = values_;
  locals.push_back(is_known ? static_cast<Value>(of.number()) : 0);
  const std::optional<std::size_t> unknown = is_known ? std::nullopt : std::optional(values_.size());
  return model_.tell(shape_.told, {.locals = locals.data()}, unknown);
}

std::size_t WrittenMessage::wire_bytes() const {
  std::size_t bytes = occasion_ == Occasion{} ? 0 : 8;
  for (const Parameter& parameter : shape_.parameters) bytes += is_short(parameter.type) ? 1 : 8;
  return bytes;
}

void WrittenMessage::encode_into(std::string& bytes) const {
  for (const Value value : values_) append_word(bytes, static_cast<std::uint64_t>(value));
  if (occasion_ != Occasion{}) append_word(bytes, occasion_.value);
}

std::uint64_t WrittenMessage::compute_hash() const {
  Digest digest;
  digest.add(name_key(shape_.name));
  for (const Value value : values_) digest.add(static_cast<std::uint64_t>(value));
  if (occasion_ != Occasion{}) digest.add(occasion_.value);
  return digest.value() | 1;  // never the zero that means "not computed"
}

Payload written_payload(const Model& model, const MessageShape& shape, std::vector<Value> values,
                        Occasion occasion) {
  return Payload::holding(make_ref<WrittenMessage>(shape, model, std::move(values), occasion));
}

const WrittenMessage* written_in(const Message* message) {
  return message && message->type().is_written ? static_cast<const WrittenMessage*>(message) : nullptr;
}

void add_to_catalog(MessageCatalog& catalog, const Model& model, const MessageShape& shape) {
  catalog.add(shape.name, [&model, &shape](std::string_view bytes) -> Result<Payload, CodecError> {
    ByteReader reader(bytes);
    std::vector<Value> values;
    for (const Parameter& parameter : shape.parameters) {
      std::uint64_t word = 0;
      if (!reader.word(word)) return failure(CodecError::truncated);
      const auto value = static_cast<Value>(word);
      if (is_short(parameter.type) && (value < 0 || value > 255)) return failure(CodecError::malformed);
      values.push_back(value);
    }
    if (!reader.at_end()) return failure(CodecError::trailing);
    return written_payload(model, shape, std::move(values));
  });
}

}  // namespace crisper::written
