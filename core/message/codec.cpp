#include "core/message/codec.hpp"

namespace crisper {

void append_word(std::string& bytes, std::uint64_t word) {
  for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>((word >> shift) & 0xff);
}

void append_length(std::string& bytes, std::size_t length) {
  for (int shift = 0; shift < 32; shift += 8) bytes += static_cast<char>((length >> shift) & 0xff);
}

namespace {

std::uint64_t little_endian(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) word = (word << 8) | static_cast<unsigned char>(bytes[i]);
  return word;
}

}  // namespace

bool ByteReader::word(std::uint64_t& out) {
  std::string_view bytes;
  if (!take(8, bytes)) return false;
  out = little_endian(bytes);
  return true;
}

bool ByteReader::length(std::size_t& out) {
  std::string_view bytes;
  if (!take(4, bytes)) return false;
  out = little_endian(bytes);
  return true;
}

bool ByteReader::take(std::size_t count, std::string_view& out) {
  if (failed_ || count > rest_.size()) {
    failed_ = true;
    return false;
  }
  out = rest_.substr(0, count);
  rest_.remove_prefix(count);
  return true;
}

}  // namespace crisper
