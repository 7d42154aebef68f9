// MessageCatalog: names to body types, so that stored bytes become messages again.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/message/payload.hpp"

namespace crisper {

enum class CodecError : std::uint8_t {
  truncated,     ///< the bytes end before the fields do
  malformed,     ///< a value doesn't fit its field
  trailing,      ///< bytes are left over after the last field
  unknown_type,  ///< no body type of that name is in the catalogue
};

/// What a domain registers so that its events can be read back from bytes.
class MessageCatalog {
 public:
  using Decode = std::function<Result<Payload, CodecError>(std::string_view)>;

  template <MessageBody Body>
  void add() {
    add(std::string(Body::name), [](std::string_view bytes) -> Result<Payload, CodecError> {
      ByteReader reader(bytes);
      Body body{};
      if (!decode_value(reader, body))
        return failure(reader.malformed() ? CodecError::malformed : CodecError::truncated);
      if (!reader.at_end()) return failure(CodecError::trailing);
      return Payload::of(std::move(body));
    });
  }
  /// A type that is made while the program runs. `decode` may be called as long as the catalogue is there.
  void add(std::string name, Decode decode) { decoders_[std::move(name)] = std::move(decode); }

  /// Of all types that it knows, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const auto& [name, decode] : decoders_) all.push_back(name);
    return all;
  }

  /// The payload of this type with these fields.
  Result<Payload, CodecError> decode(std::string_view type_name, std::string_view bytes) const {
    const auto found = decoders_.find(type_name);
    if (found == decoders_.end()) return failure(CodecError::unknown_type);
    return found->second(bytes);
  }

 private:
  std::map<std::string, Decode, std::less<>> decoders_;
};

}  // namespace crisper
