#include "sim/scenario/nearest_word.hpp"

#include <algorithm>

namespace crisper::sim {

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Optimal string alignment, three rows at a time.
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& words) {
  constexpr std::size_t length_max = 64;  // no key is longer; a hostile one would only cost time
  if (word.size() > length_max) return {};
  std::string best;
  std::size_t best_distance = 0;
  for (const std::string& candidate : words) {
    const std::size_t distance = edit_distance(word, candidate);
    const std::size_t allowed = std::max<std::size_t>(1, candidate.size() / 3);
    if (distance <= allowed && (best.empty() || distance < best_distance)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string hint_for(std::string_view word, const std::vector<std::string>& words) {
  if (const std::string nearest = nearest_word(word, words); !nearest.empty()) {
    return "; did you mean '" + nearest + "'?";
  }
  std::string text = "; one of: ";
  for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : ", ") + words[i];
  return words.empty() ? std::string() : text;
}

}  // namespace crisper::sim
