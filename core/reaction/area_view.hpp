// AreaView: of a view, the rows of one area.
#pragma once

#include <memory>
#include <string>
#include <utility>

#include "core/command/area_design.hpp"
#include "core/reaction/projection.hpp"

namespace crisper {

/// An event counts where its state is, so all rows that it changes are there, too.
class AreaView final : public ProjectionDefinition {
 public:
  struct Area {
    std::uint32_t number = 1;
    std::uint32_t of = 1;
  };
  AreaView(std::shared_ptr<const ProjectionDefinition> whole, AreaKeyOf key, Area area)
      : whole_(std::move(whole)), key_(std::move(key)), area_(area) {}
  std::string name() const override { return area_name(whole_->name(), area_.number); }
  bool project(View& view, const RecordedEvent& event) const override {
    const AreaKey key = key_(event.stream, event.body);
    return key.place && area_of_place(*key.place, area_.of) == area_.number && whole_->project(view, event);
  }
  StreamId stream_of_row(RowKey row) const override { return whole_->stream_of_row(row); }
  bool needs_last_only() const override { return whole_->needs_last_only(); }

 private:
  std::shared_ptr<const ProjectionDefinition> whole_;
  AreaKeyOf key_;
  Area area_;
};

}  // namespace crisper
