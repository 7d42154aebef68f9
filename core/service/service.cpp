#include "core/service/service.hpp"

namespace crisper {

Task<> Service::receive(Context&, const Envelope&) { co_return; }

void Service::inspect(Audit&) const {}

}  // namespace crisper
