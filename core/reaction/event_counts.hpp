// EventCounts: what a consumer keeps that only reads along: how many events of each kind of state it has had. Other
// systems that read the log stand for themselves by it: what they make of the events is their business.
#pragma once

#include <string>
#include <utility>

#include "core/reaction/projection.hpp"

namespace crisper {

/// Rows: item = category of the state, value = events. They are of no state: no view of the business is like them.
class EventCounts final : public ProjectionDefinition {
 public:
  explicit EventCounts(std::string name) : name_(std::move(name)) {}
  std::string name() const override { return name_; }
  bool project(View& view, const RecordedEvent& event) const override {
    const RowKey row{.part = 0, .item = event.stream.category().value};
    view.set(row, view.get(row) + 1);
    return true;
  }
  StreamId stream_of_row(RowKey) const override { return {}; }

 private:
  std::string name_;
};

}  // namespace crisper
