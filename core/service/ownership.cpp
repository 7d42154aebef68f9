#include "core/service/ownership.hpp"

namespace crisper {

Task<bool> Ownership::admit(Context&, const SubmitCommand&, std::span<const Payload>) { co_return true; }

void Ownership::append_in_doubt(const Payload&) {}

Task<> Ownership::receive(Context&, const Envelope&) { co_return; }

void Ownership::inspect(Audit&) const {}

std::vector<Hold> bare_holds(const SubmitCommand& command) {
  std::vector<Hold> holds;
  for_each_part(command, [&](StreamId stream, const Payload&) { holds.push_back(Hold{.stream = stream}); });
  return holds;
}

}  // namespace crisper
