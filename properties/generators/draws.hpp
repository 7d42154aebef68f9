// What generators draw step by step, inside rc::gen::exec: each shrinks towards its low end or its first.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>

#include "core/base/sim_time.hpp"

namespace crisper::properties::gen {

std::int64_t number(std::int64_t low, std::int64_t high);
std::uint32_t count(std::int64_t low, std::int64_t high);
Duration drawn_ms(std::int64_t low, std::int64_t high);
Duration drawn_us(std::int64_t low, std::int64_t high);
/// Shrinks towards false.
bool one_in(std::int64_t many);

template <class T>
T one_of(std::initializer_list<T> choices) {
  return choices.begin()[number(0, static_cast<std::int64_t>(choices.size()) - 1)];
}

template <class Entry>
const Entry& one_of(std::span<const Entry> entries) {
  return entries[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(entries.size()) - 1))];
}

}  // namespace crisper::properties::gen
