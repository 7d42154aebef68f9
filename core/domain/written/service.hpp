// A service outside of a written business: the way to it, and a model of it.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "core/domain/written/message.hpp"
#include "core/runtime/context.hpp"
#include "core/runtime/open_writes.hpp"

namespace crisper::written {

/// Which request: the idempotency key. Two with one key are one, however often and from wherever they come.
struct RequestKey {
  std::size_t request = 0;  ///< its place in the service
  Value whom = 0;           ///< whom it is for: its first argument
  std::uint64_t rest = 0;   ///< what led to it, or its other arguments of `known_by`; zero: known by whom it is for
  friend auto operator<=>(const RequestKey&, const RequestKey&) = default;
};

/// Takes requests from relays, and commands from handlers, makes them durable, and asks until there is an answer. No
/// answer is not "no": what was asked may have been done, so the same is asked again. The answer becomes a command,
/// where the business says so.
class ServiceTracker final : public Process {
 public:
  ServiceTracker(std::shared_ptr<const Model> model, std::size_t service, ProcessId processor, ProcessId command_store)
      : model_(std::move(model)), service_(service), processor_(processor), command_store_(command_store) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  const Service& service() const { return model_->services[service_]; }
  Task<> take_over(Context& context, const Envelope& envelope, const std::vector<Payload>& items);
  Task<> carry_out(Context& context, Payload request);
  Task<> tell(Context& context, const Payload& request, bool accepted, Value there);
  /// What an answer becomes; null: nothing, or its numbers grow beyond 64 bits. `there`: what there was when it was
  /// done.
  Payload command_for(const Payload& request, bool accepted, Value there) const;

  std::shared_ptr<const Model> model_;
  std::size_t service_;
  ProcessId processor_;
  ProcessId command_store_;
  std::map<RequestKey, bool> requests_;  ///< known: true once told
  OpenWrites writes_;
};

/// The world outside: carries out each request after a while, or refuses it. Where it is idempotent a repeated request
/// is answered as the first was and does nothing.
class ServiceProcessor final : public Process {
 public:
  ServiceProcessor(std::shared_ptr<const Model> model, std::size_t service)
      : model_(std::move(model)), service_(service) {}
  Task<> start(Context& context) override;
  Task<> receive(Context& context, const Envelope& envelope) override;
  void inspect(Audit& audit) const override;

 private:
  const Service& service() const { return model_->services[service_]; }
  bool accepts(Context& context, const RequestKey& key) const;
  void note(const RequestKey& key, bool accepted);
  void note_there(const RequestKey& key, Value there);
  /// What there is of whom it is for when this is done; as much as before where that has no value.
  Value there_then(const RequestKey& key, const std::vector<Value>& said) const;
  Payload answer_to(const RequestKey& key, bool accepted) const;

  std::shared_ptr<const Model> model_;
  std::size_t service_;
  std::map<RequestKey, bool> done_;                                  ///< answers given
  std::map<Value, Value> there_;                                     ///< what it has, by of what
  std::map<RequestKey, Value> there_after_;                          ///< and had when it did each of these
  std::map<std::pair<std::size_t, Value>, std::uint64_t> answered_;  ///< how many of those, by request and for whom
  OpenWrites writes_;
};

}  // namespace crisper::written
