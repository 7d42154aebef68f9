#include "properties/search/shrink/ddmin.hpp"

#include <algorithm>
#include <numeric>

namespace crisper::properties {
namespace {

/// Up to this many chunks a chunk alone is tried too: a fraction of the whole, it costs less than what is left of the
/// whole without it. Beyond, a chunk alone hardly ever does it.
constexpr std::size_t chunks_alone_max = 8;

/// Where the n-th of `chunks` chunks of `size` elements begins.
std::size_t begin_of(std::size_t n, std::size_t chunks, std::size_t size) { return n * size / chunks; }

Part chunk_of(const Part& whole, std::size_t n, std::size_t chunks) {
  const auto at = [&](std::size_t k) {
    return whole.begin() + static_cast<std::ptrdiff_t>(begin_of(k, chunks, whole.size()));
  };
  return {at(n), at(n + 1)};
}

Part without_chunk(const Part& whole, std::size_t n, std::size_t chunks) {
  Part rest = whole;
  const auto at = [&](std::size_t k) {
    return rest.begin() + static_cast<std::ptrdiff_t>(begin_of(k, chunks, whole.size()));
  };
  rest.erase(at(n), at(n + 1));
  return rest;
}

}  // namespace

Part ddmin(std::size_t size, const FirstThatDoes& first_that_does) {
  Part current(size);
  std::iota(current.begin(), current.end(), std::size_t{0});
  if (size == 0 || first_that_does(1, [](std::size_t) { return Part{}; })) return {};
  std::size_t chunks = 2;
  std::size_t first = 0;  // which chunk to leave out first: after one went, the next in line
  while (current.size() > 1) {
    chunks = std::min(chunks, current.size());
    if (chunks <= chunks_alone_max) {
      const auto alone = first_that_does(chunks, [&](std::size_t n) { return chunk_of(current, n, chunks); });
      if (alone) {
        current = chunk_of(current, *alone, chunks);
        chunks = 2;
        first = 0;
        continue;
      }
    }
    if (chunks > 2) {  // of two chunks the rest is the other
      const auto rest =
          first_that_does(chunks, [&](std::size_t n) { return without_chunk(current, (first + n) % chunks, chunks); });
      if (rest) {
        const std::size_t gone = (first + *rest) % chunks;
        current = without_chunk(current, gone, chunks);
        --chunks;
        first = gone == chunks ? 0 : gone;
        continue;
      }
    }
    if (chunks == current.size()) break;
    chunks *= 2;
    first = 0;
  }
  return current;
}

}  // namespace crisper::properties
