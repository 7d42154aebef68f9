// The values of a message of a written business, read back from its text: all that a trace has of it.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/domain/written/model.hpp"

namespace crisper::written {

/// Which arguments the text of such a message tells so that they can be read back. All of them, unless the business has
/// words of its own for it; none where its words can't be taken apart.
std::vector<bool> told_parameters(const MessageShape& shape);

/// One for each argument; zero for one that isn't told. Nothing where it is no text of such a message.
std::optional<std::vector<Value>> told_values(const Model& model, const MessageShape& shape, std::string_view text);

}  // namespace crisper::written
