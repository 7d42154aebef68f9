// ConsumerNode: one of several machines on which a consumer runs. The consumer's process is their common database: what
// a node is handed it has carried out there, and tells when that is done.
#pragma once

#include "core/log/log_protocol.hpp"
#include "core/runtime/context.hpp"

namespace crisper {

struct ConsumerNodeOptions {
  ProcessId consumer;
  Duration timeout{};  ///< of a call to it
};

/// Keeps nothing. What it took and could not carry out is handed over again, to it or to another.
class ConsumerNode final : public Process {
 public:
  explicit ConsumerNode(ConsumerNodeOptions options) : options_(options) {}
  Task<> receive(Context& context, const Envelope& envelope) override;

 private:
  ConsumerNodeOptions options_;
};

}  // namespace crisper
