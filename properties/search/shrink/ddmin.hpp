// ddmin: the smallest part of a list that still does it, by delta debugging (Zeller and Hildebrandt, "Simplifying and
// Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002): halves first, then finer parts, at last single elements.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <vector>

namespace crisper::properties {

/// Places in the list, ascending.
using Part = std::vector<std::size_t>;

/// Asked of `count` parts, the n-th of which is part(n): the first that still does it; nothing where none does. May try
/// some at once, but what it answers must not depend on that.
using FirstThatDoes =
    std::function<std::optional<std::size_t>(std::size_t count, const std::function<Part(std::size_t)>& part)>;

/// Of a list of `size` elements which as a whole does it: a part that does it and of which no single element can go.
/// O(size^2) questions at worst, O(log size) where one element is to blame.
Part ddmin(std::size_t size, const FirstThatDoes& first_that_does);

}  // namespace crisper::properties
