// Result<T, E>: an expected failure is a value. E is the documented error enum of the module that returns it.
#pragma once

#include <tl/expected.hpp>

namespace crisper {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
constexpr tl::unexpected<E> failure(E error) {
  return tl::unexpected<E>(std::move(error));
}

}  // namespace crisper
