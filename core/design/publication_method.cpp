#include "core/design/publication_method.hpp"

#include <array>

namespace crisper {
namespace {

using enum DeliveryGuarantee;

constexpr auto all_methods = std::to_array<PublicationEntry>({
#define CRISPER_METHOD(name, meaning, through_log, claimed) \
  {PublicationMethod::name, #name, through_log, claimed, meaning, methods::name},
    CRISPER_PUBLICATION_METHODS(CRISPER_METHOD)
#undef CRISPER_METHOD
});

}  // namespace

std::span<const PublicationEntry> publication_methods() { return all_methods; }
const PublicationEntry& entry_of(PublicationMethod method) { return all_methods[static_cast<std::size_t>(method)]; }

bool fans_out(const PublicationDesign& chosen) {
  if (chosen.method != PublicationMethod::store_subscription) return entry_of(chosen.method).through_log;
  return chosen.subscription == SubscriptionKind::catch_up;
}

}  // namespace crisper
