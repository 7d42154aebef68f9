// The word that somebody probably meant.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crisper::sim {

/// Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// The nearest of `words` if it is near enough to be a slip (a third of its letters, at least one), else empty.
std::string nearest_word(std::string_view word, const std::vector<std::string>& words);

/// "; did you mean 'ownership'?", or, where none is near, "; one of: a, b, c".
std::string hint_for(std::string_view word, const std::vector<std::string>& words);

}  // namespace crisper::sim
