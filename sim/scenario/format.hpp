// Format: how one type of value is written in a scenario. Reading, writing and describing stand side by side, so that
// a table of fields (see design/client_format.cpp) is all there is to say about a key.
#pragma once

#include <memory>

#include "sim/scenario/applies.hpp"
#include "sim/scenario/grammar.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::sim {

template <class T>
class Format {
 public:
  virtual ~Format() = default;
  /// Changes what the node says and leaves the rest of `value`, which holds the defaults. Problems go to the reader.
  virtual void read(const YamlNode& node, T& value, Reader& reader) const = 0;
  /// Reads back to the same value over any defaults. A null node stands for "leave the key out".
  virtual YamlNode write(const T& value) const = 0;
  /// `initial` holds the defaults.
  virtual Grammar grammar(const T& initial) const = 0;
  /// Gathers the keys below that don't count here.
  virtual void find_idle(const T&, const T& /*initial*/, const Occasion&, IdleKeys&) const {}
};

template <class T>
using FormatPtr = std::shared_ptr<const Format<T>>;

}  // namespace crisper::sim
