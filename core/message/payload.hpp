// Payload: an immutable, shared message body of any type that names its fields.
#pragma once

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/digest.hpp"
#include "core/base/ref.hpp"
#include "core/message/codec.hpp"
#include "core/message/fields.hpp"

namespace crisper {

/// Identity of a body's type. There is one object per type; compare addresses for equality, never for order.
struct MessageType {
  std::string_view name;
  bool is_written = false;  ///< of a business that was read from a file, not compiled: see core/domain/written
};

template <MessageBody Body>
inline constexpr MessageType message_type{Body::name};

/// A type-erased body. Made only by Payload.
class Message : public RefCounted {
 public:
  explicit Message(const MessageType& type) : type_(&type) {}
  virtual ~Message() = default;

  const MessageType& type() const { return *type_; }
  /// Hash of type name and fields; computed once.
  std::uint64_t content_hash() const {
    if (hash_ == 0) hash_ = compute_hash();
    return hash_;
  }
  /// "MealReserved{order=7 quantity=1}". `of`: the state that it is of, which it doesn't know itself; zero where nobody
  /// does.
  virtual void describe_into(std::string& text, StreamId of) const = 0;
  void describe_into(std::string& text) const { describe_into(text, StreamId{}); }
  /// Whether it is described otherwise of one state than of another.
  virtual bool names_its_state() const = 0;
  /// Body only; the envelope adds its own.
  virtual std::size_t wire_bytes() const = 0;
  /// The fields in the binary encoding of core/message/codec.hpp.
  virtual void encode_into(std::string& bytes) const = 0;

 private:
  virtual std::uint64_t compute_hash() const = 0;
  const MessageType* type_;
  mutable std::uint64_t hash_ = 0;
};

template <MessageBody Body>
class BodyOf;

/// Shared ownership of one immutable message body; may be empty. Copying costs a pointer.
class Payload {
 public:
  Payload() = default;

  template <MessageBody Body>
  static Payload of(Body body) {
    return Payload(make_ref<BodyOf<Body>>(std::move(body)));
  }

  /// Another share in a body that somebody holds: keeps it when they let it go. Null: empty.
  static Payload shared(const Message* message) {
    Payload payload;
    payload.message_ = Ref<Message>(message);
    return payload;
  }

  /// A body whose type is made while the program runs.
  template <class Kind>
    requires std::derived_from<Kind, Message>
  static Payload holding(Ref<Kind> message) {
    return Payload(std::move(message));
  }

  explicit operator bool() const { return static_cast<bool>(message_); }
  const Message& operator*() const { return *message_; }
  const Message* operator->() const { return message_.get(); }
  const Message* get() const { return message_.get(); }

  /// The body if it is of this type, else null. Costs a comparison.
  template <MessageBody Body>
  const Body* as() const;

  void digest_into(Digest& digest) const { digest.add(message_ ? message_->content_hash() : 0); }
  /// As Message has it.
  void describe_into(std::string& text, StreamId of = {}) const {
    if (message_) {
      message_->describe_into(text, of);
    } else {
      text += "nothing";
    }
  }
  bool names_its_state() const { return message_ && message_->names_its_state(); }
  std::size_t wire_bytes() const { return message_ ? message_->wire_bytes() : 0; }

  friend bool operator==(const Payload& a, const Payload& b) {
    if (a.get() == b.get()) return true;
    return a && b && a->content_hash() == b->content_hash() && a->type().name == b->type().name;
  }

 private:
  template <class Body>
  explicit Payload(Ref<Body> body) : message_(Ref<Message>(body.get())) {}
  Ref<Message> message_;
};

/// A body of an erased message if it is of this type, else null.
template <MessageBody Body>
const Body* body_as(const Message* message) {
  if (!message || &message->type() != &message_type<Body>) return nullptr;
  return &static_cast<const BodyOf<Body>*>(message)->body;
}

template <MessageBody Body>
const Body* Payload::as() const {
  return body_as<Body>(message_.get());
}

/// The one implementation of Message for each body type.
template <MessageBody Body>
class BodyOf final : public Message {
 public:
  explicit BodyOf(Body value) : Message(message_type<Body>), body(std::move(value)) {}

  void describe_into(std::string& text, StreamId of) const override {
    text += Body::name;
    describe_value(text, body, of);
  }
  bool names_its_state() const override {
    detail::NamesState names;
    for_each_field(body, names);
    return names.found;
  }
  std::size_t wire_bytes() const override { return wire_size(body); }
  void encode_into(std::string& bytes) const override { encode_value(bytes, body); }

  const Body body;

 private:
  std::uint64_t compute_hash() const override {
    static constexpr std::uint64_t key = name_key(Body::name);
    Digest digest;
    digest.add(key);
    digest_value(digest, body);
    return digest.value() | 1;  // never the zero that means "not computed"
  }
};

}  // namespace crisper
