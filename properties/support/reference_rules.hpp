// Reference rules: a domain's decisions once more, stated by somebody else. The domain's own deciders are what a run is
// made of, and a mistake in them is no mistake to them.
#pragma once

#include <memory>
#include <string_view>

#include "core/service/dispatcher.hpp"

namespace crisper::properties {

/// What the domain of this name ought to decide; null where nobody has stated it a second time. Rejections are right
/// whatever their words.
std::shared_ptr<const Dispatcher> reference_rules(std::string_view domain);

}  // namespace crisper::properties
