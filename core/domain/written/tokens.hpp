// Tokens: a line of the language, cut into words, numbers and signs; and what can be wrong with such a line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/result.hpp"
#include "core/domain/written/type.hpp"

namespace crisper::written {

/// What is wrong, and where in the line. `near`: what may have been meant, for a word that isn't known.
struct Problem {
  std::size_t at = 0;  ///< characters before it
  std::string message;
  std::string unknown{};
  std::vector<std::string> near{};
};

template <class T>
using Parsed = Result<T, Problem>;

struct Token {
  enum class Kind : unsigned char { word, number, text, sign, end };
  Kind kind = Kind::end;
  std::string_view text;  ///< of a text: without its quotes
  std::size_t at = 0;
  Value value = 0;  ///< of a number

  bool is(std::string_view said) const { return kind != Kind::text && text == said; }
};

inline constexpr std::size_t line_bytes_max = 2000;

/// The last one is the end. They point into `line`, which outlives them.
Parsed<std::vector<Token>> tokens_of(std::string_view line);

/// A reader's place in a line. The first problem stays.
class Cursor {
 public:
  explicit Cursor(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  const Token& peek(std::size_t further = 0) const {
    return tokens_[at_ + further < tokens_.size() ? at_ + further : tokens_.size() - 1];
  }
  const Token& take() {
    const Token& token = peek();
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
  }
  bool take(std::string_view said) {
    if (!peek().is(said)) return false;
    take();
    return true;
  }
  /// False, with a problem, where something else stands there.
  bool expect(std::string_view said);
  /// A name; empty, with a problem, where none stands there.
  std::string_view expect_word(std::string_view what);
  void expect_end();
  bool at_end() const { return peek().kind == Token::Kind::end; }

  void fail(std::size_t at, std::string message, std::string unknown = {}, std::vector<std::string> near = {});
  void fail_here(std::string message) { fail(peek().at, std::move(message)); }
  bool ok() const { return problem_.message.empty(); }
  const Problem& problem() const { return problem_; }
  /// "'->'", "the end of the line"
  std::string found() const;

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  Problem problem_;
};

/// What a function of the cursor reads, which must be the whole line.
template <class T, class Read>
Parsed<T> read_line(std::string_view line, Read&& read) {
  Parsed<std::vector<Token>> tokens = tokens_of(line);
  if (!tokens) return failure(std::move(tokens.error()));
  Cursor cursor(std::move(*tokens));
  T value = read(cursor);
  cursor.expect_end();
  if (!cursor.ok()) return failure(cursor.problem());
  return value;
}

/// Whether a name can be said in a line: letters, digits and _, not beginning with a digit, and no word of the
/// language.
bool is_name(std::string_view text);

}  // namespace crisper::written
