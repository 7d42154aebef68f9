// enters_once: a command enters the command queue once, as long as the queue promises to know it again.
#include <fmt/format.h>

#include "core/design/design.hpp"
#include "properties/registry.hpp"
#include "properties/support/ordered_table.hpp"

namespace crisper::properties {
namespace {

class EntersOnce final : public Property {
 public:
  using Property::Property;

  void observe(const Observation& seen, ObservationId id) override {
    Entry& first = entries_[seen.message];
    if (first.said.value == 0) {
      look();
      first = {id, seen.at};
      return;
    }
    if (!is_promised(seen.at - first.at)) {
      ++again_;
      return;
    }
    violate(seen.at, {first.said, id}, [&] {
      return fmt::format("the command {:x} for {} entered {} at {}, and again at {}", seen.message.value,
                         names().stream(seen.stream), names().process(seen.process), to_text(first.at),
                         to_text(seen.at));
    });
  }

  std::vector<Note> notes() const override { return {{"entered again, as the design allows", again_}}; }

 private:
  struct Entry {
    ObservationId said;
    SimTime at{};
  };

  bool is_promised(Duration later) const {
    const CommandQueueDesign& queue = design().command_queue;
    switch (queue.duplicates) {
      case DuplicateDetection::by_sender: return true;
      case DuplicateDetection::window: return later <= queue.duplicate_window;
      case DuplicateDetection::none: return false;
    }
    return true;
  }

  OrderedTable<MessageId, Entry> entries_;
  std::uint64_t again_ = 0;
};

}  // namespace

PropertyEntry entries::enters_once() {
  return entry<EntersOnce>({.name = "enters_once",
                            .meaning = "a command enters the command queue once",
                            .wants = {ObservationKind::command_enqueued}});
}

}  // namespace crisper::properties
