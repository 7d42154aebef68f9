// The smart fridge's decisions once more, stated by somebody else.
#pragma once

#include <memory>

#include "core/service/dispatcher.hpp"

namespace crisper::smart_fridge {

std::shared_ptr<const Dispatcher> reference_rules();

}  // namespace crisper::smart_fridge
