// SendingSubscriber: a consumer that tells others what follows from its events. What it says is written into an outbox
// of its own, in one transaction with what it learned; a relay carries it away.
#pragma once

#include <vector>

#include "core/command/outbox.hpp"
#include "core/subscription/subscriber.hpp"

namespace crisper {

class SendingSubscriber : public Subscriber {
 public:
  void inspect(Audit& audit) const override;

 protected:
  using Subscriber::Subscriber;

  /// Leaves for `destination` once what is staged is durable.
  void send(ProcessId destination, Payload item);
  /// Says that what was sent up to here is in the outbox.
  void say_sent(Context& context, CorrelationId correlation, StreamId stream);
  /// A record of the outbox, found durable. False where it is something else.
  bool restore_outbox(const Payload& change);
  /// The relay's question. False where it is something else.
  bool answer_relay(Context& context, const Envelope& envelope);
  /// What restore_outbox needs to find it as it is.
  void snapshot_outbox(std::vector<Payload>& records) const;

 private:
  Outbox outbox_;
};

}  // namespace crisper
