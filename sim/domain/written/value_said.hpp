// A value of a written business as data says it: a script, a file that is imported.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "core/domain/written/model.hpp"

namespace crisper::written {

/// The value, or what was expected instead of it.
Result<Value, std::string> value_said(std::string_view text, Type type, const Model& model);

}  // namespace crisper::written
