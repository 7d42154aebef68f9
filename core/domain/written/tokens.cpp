#include "core/domain/written/tokens.hpp"

#include <algorithm>
#include <charconv>

#include "core/domain/written/language.hpp"

namespace crisper::written {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t length_of_word(std::string_view rest) {
  std::size_t length = 0;
  while (length < rest.size() && (is_letter(rest[length]) || is_digit(rest[length]))) ++length;
  return length;
}

Parsed<Token> number_at(std::string_view rest, std::size_t at) {
  const std::size_t length = length_of_word(rest);
  const std::string_view text = rest.substr(0, length);
  Token token{.kind = Token::Kind::number, .text = text, .at = at};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), token.value);
  if (error == std::errc::result_out_of_range) return failure(Problem{at, "this number is beyond 64 bits"});
  if (end != text.data() + text.size()) return failure(Problem{at, "a number is made of digits alone"});
  return token;
}

Parsed<Token> sign_at(std::string_view rest, std::size_t at) {
  for (const LanguageWord& sign : language_signs()) {
    if (!rest.starts_with(sign.word)) continue;
    return Token{.kind = Token::Kind::sign, .text = rest.substr(0, sign.word.size()), .at = at};
  }
  return failure(Problem{at, "this character means nothing here"});
}

Parsed<Token> token_at(std::string_view rest, std::size_t at) {
  const char c = rest.front();
  if (is_letter(c)) return Token{.kind = Token::Kind::word, .text = rest.substr(0, length_of_word(rest)), .at = at};
  if (is_digit(c)) return number_at(rest, at);
  if (c != '"' && c != '\'') return sign_at(rest, at);
  const std::size_t end = rest.find(c, 1);
  if (end == std::string_view::npos) return failure(Problem{at, "these quotes are never closed"});
  return Token{.kind = Token::Kind::text, .text = rest.substr(1, end - 1), .at = at};
}

}  // namespace

Parsed<std::vector<Token>> tokens_of(std::string_view line) {
  if (line.size() > line_bytes_max) return failure(Problem{0, "a line of more than 2000 characters"});
  std::vector<Token> tokens;
  std::size_t at = 0;
  while (true) {
    while (at < line.size() && (line[at] == ' ' || line[at] == '\n' || line[at] == '\t')) ++at;
    if (at == line.size()) break;
    Parsed<Token> token = token_at(line.substr(at), at);
    if (!token) return failure(std::move(token.error()));
    at += token->text.size() + (token->kind == Token::Kind::text ? 2 : 0);
    tokens.push_back(*token);
  }
  tokens.push_back({.kind = Token::Kind::end, .text = {}, .at = line.size()});
  return tokens;
}

void Cursor::fail(std::size_t at, std::string message, std::string unknown, std::vector<std::string> near) {
  if (ok()) problem_ = {at, std::move(message), std::move(unknown), std::move(near)};
}

std::string Cursor::found() const {
  return at_end() ? "the line ends" : "'" + std::string(peek().text.substr(0, 60)) + "' stands there";
}

bool Cursor::expect(std::string_view said) {
  if (!ok()) return false;
  if (take(said)) return true;
  fail_here("expected '" + std::string(said) + "', and " + found());
  return false;
}

std::string_view Cursor::expect_word(std::string_view what) {
  if (ok() && peek().kind == Token::Kind::word) return take().text;
  fail_here("expected " + std::string(what) + ", and " + found());
  return {};
}

void Cursor::expect_end() {
  if (ok() && !at_end()) fail_here("expected the end of the line, and " + found());
}

bool is_name(std::string_view text) {
  const auto is_reserved = [&](const LanguageWord& each) { return each.is_reserved && each.word == text; };
  return !text.empty() && text.size() <= 60 && is_letter(text.front()) && length_of_word(text) == text.size() &&
         std::ranges::none_of(language_words(), is_reserved);
}

}  // namespace crisper::written
