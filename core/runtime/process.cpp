#include "core/runtime/process.hpp"

namespace crisper {

Task<> Process::start(Context&) { co_return; }

Task<> Process::receive(Context&, const Envelope&) { co_return; }

void Process::inspect(Audit&) const {}

}  // namespace crisper
