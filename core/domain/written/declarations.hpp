// Declarations: the lines of a written business that say what there is: a message and what it says, a part of a state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/domain/written/model.hpp"
#include "core/domain/written/tokens.hpp"

namespace crisper::written {

/// `SeatsHeld(booking, seats number)`. An argument without a type has the type that its name has; else it is a number.
struct Signature {
  std::string name;
  std::vector<Parameter> parameters;
};
Parsed<Signature> parse_signature(std::string_view line, const Model& model);

/// `0..100 = 20`, `flag`, `booking`, `set of booking`, `map of booking to number`. The slot is the caller's.
Parsed<Field> parse_field(std::string_view name, std::string_view line, const Model& model);

}  // namespace crisper::written
