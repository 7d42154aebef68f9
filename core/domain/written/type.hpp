// Types of the language in which a business is written: what a value may be. Every value is one whole number.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace crisper::written {

using Value = std::int64_t;

enum class Kind : std::uint8_t {
  number,
  flag,  ///< no or yes
  id,    ///< of one kind of thing; two kinds never mix
  word,  ///< of one enumeration: its place in the list
};

struct Type {
  Kind kind = Kind::number;
  std::uint16_t of = 0;  ///< which kind of id, which enumeration
  friend bool operator==(const Type&, const Type&) = default;
};

/// The greatest number of an id: a stream's. The least is zero.
inline constexpr Value number_mask = 0x00ff'ffff'ffff'ffffLL;

inline constexpr Type number_type{Kind::number};
inline constexpr Type flag_type{Kind::flag};

/// A name of a value and what it may be: an argument of a message.
struct Parameter {
  std::string name;
  Type type;
  friend bool operator==(const Parameter&, const Parameter&) = default;
};

enum class Shape : std::uint8_t { single, set, map };

/// A part of an entity's state.
struct Field {
  std::string name;
  Shape shape = Shape::single;
  Type type;               ///< of the value; of a map's values
  Type key;                ///< of a map's keys; of a set's members
  std::uint16_t slot = 0;  ///< where the state has it, among those of its shape: single ones, or sets and maps
  Value first = 0;
  Value low = std::numeric_limits<Value>::min();  ///< bounds that the business promises: judged, not enforced
  Value high = std::numeric_limits<Value>::max();
  bool is_bounded() const {
    return low != std::numeric_limits<Value>::min() || high != std::numeric_limits<Value>::max();
  }
};

struct Enumeration {
  std::string name;
  std::vector<std::string> words;
};

}  // namespace crisper::written
