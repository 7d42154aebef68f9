// `design:`, what an architect chooses: its sections, each a file in design/, and what must hold between them.
#include <algorithm>

#include "core/design/design_rules.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

FormatPtr<AreaDesign> areas() {
  auto record = new_record<AreaDesign>();
  record->field("count", &AreaDesign::count, small_number({.least = 1, .most = 1000}),
                "places are dealt to so many areas in turn: each has a command queue, behind a router, and "
                "handlers of its own; a place is what the domain says, for smart fridges a venue, or a fridge where "
                "there are none");
  return record;
}

/// Where the value at this path stands, or the nearest map above it that is there.
TextPosition position_below(const YamlNode& node, std::string_view path) {
  const std::string_view step = path.substr(0, path.find('.'));
  const YamlEntry* entry = node.is_map() ? node.find(step) : nullptr;
  if (!entry) return node.at;
  if (step.size() == path.size()) return entry->at;
  return position_below(entry->value, path.substr(step.size() + 1));
}

/// Refuses what core refuses, where it stands in the file.
void check_rules(const Design& design, const YamlNode& node, Reader& reader) {
  ConsumerNames names{.views = reader.vocabulary().projections,
                      .replayable = reader.vocabulary().replayable,
                      .asking = reader.vocabulary().asking};
  const std::vector<std::string>& known = reader.vocabulary().consumers;
  for (const auto& [name, consumer] : design.consumers) {
    if (known.empty() || std::ranges::find(known, name) != known.end()) continue;
    names.views.push_back(name);  // a subscriber
    names.replayable.push_back(name);
  }
  for (const DesignFinding& conflict : conflicts_of(design, names)) {
    const std::string hint = conflict.key == "respond.view" ? hint_for(design.respond.view, names.views) : "";
    return reader.fail(position_below(node, conflict.key), "design." + conflict.key + ": " + conflict.reason + hint);
  }
}

}  // namespace

FormatPtr<Design> design_format(const DomainEntry& domain) {
  auto record = new_record<Design>();
  record->field("client", &Design::client, client_format(), "what clients do when no answer comes")
      .field("relay", &Design::relay, relay_format(), "how the command store hands its outbox to the command queue")
      .field("command_queue", &Design::command_queue, command_queue_format(), "from one queue to many handlers")
      .field("areas", &Design::areas, areas(), "the system split by where things are")
      .field("ownership", &Design::ownership, ownership_format(),
             "what keeps two handlers from changing one state at a time")
      .field("executor", &Design::executor, executor_format(), "in which process a command is carried out")
      .field("event_store", &Design::event_store, event_store_format(), "where events become durable")
      .field("publication", &Design::publication, publication_format(), "how events leave the store")
      .field("event_log", &Design::event_log, event_log_format(), "how the log hands events to its subscribers")
      .field("consumers", &Design::consumers,
             map_of<ConsumerDesign>(
                 consumer_format(domain), [](const Vocabulary& words) -> const auto& { return words.consumers; },
                 OtherNames::unless_a_slip),
             "what each consumer does about repeats, order and crashes; one that isn't listed has the defaults. Any "
             "other name adds a subscriber that only reads along, and counts events of each kind of state")
      .field("respond", &Design::respond, respond_format(), "when the client hears back")
      .field("reads", &Design::reads, reads_format(domain), "what clients may rely on when they ask a view")
      .field("costs", &Design::costs, costs_format(),
             "processor time of a command's and its events' steps, beside what turns take by their role")
      .field("roles", &Design::roles,
             map_of<RoleSettings>(
                 role_format(), [](const Vocabulary& words) -> const auto& { return words.roles; }),
             "settings of the processes of one role, such as handler; one that isn't listed has the defaults")
      .check(check_rules);
  return record;
}

}  // namespace crisper::sim
