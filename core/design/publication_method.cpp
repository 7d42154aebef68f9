#include "core/design/publication_method.hpp"

#include <array>

namespace crisper {
namespace {

using enum DeliveryGuarantee;

constexpr auto entries = std::to_array<PublicationEntry>({
#define CRISPER_METHOD(name, through_log, claimed, meaning) \
  {PublicationMethod::name, #name, through_log, claimed, meaning, methods::name},
    CRISPER_PUBLICATION_METHODS(CRISPER_METHOD)
#undef CRISPER_METHOD
});

constexpr auto guarantees = std::to_array<GuaranteeEntry>({
#define CRISPER_GUARANTEE(name, meaning) {DeliveryGuarantee::name, #name, meaning},
    CRISPER_DELIVERY_GUARANTEES(CRISPER_GUARANTEE)
#undef CRISPER_GUARANTEE
});

}  // namespace

std::span<const PublicationEntry> publication_methods() { return entries; }
const PublicationEntry& entry_of(PublicationMethod method) { return entries[static_cast<std::size_t>(method)]; }
std::span<const GuaranteeEntry> delivery_guarantees() { return guarantees; }

}  // namespace crisper
