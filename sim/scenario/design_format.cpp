// `design:`, what an architect chooses: its sections, each a file in design/, and what must hold between them.
#include <algorithm>

#include "core/design/conflicts.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/design/design_parts.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/section_formats.hpp"

namespace crisper::sim {
namespace {

/// Where the value at this path stands, or the nearest map above it that is there.
TextPosition position_below(const YamlNode& node, std::string_view path) {
  const std::string_view step = path.substr(0, path.find('.'));
  const YamlEntry* entry = node.is_map() ? node.find(step) : nullptr;
  if (!entry) return node.at;
  if (step.size() == path.size()) return entry->at;
  return position_below(entry->value, path.substr(step.size() + 1));
}

void check_publication(const Design& design, const YamlNode& node, Reader& reader) {
  const std::string& view = design.respond.view;
  const std::vector<std::string>& known = reader.vocabulary().projections;
  if (!view.empty() && !known.empty() && std::ranges::find(known, view) == known.end()) {
    return reader.fail(position_below(node, "respond.view"),
                       "there is no projection '" + view + "'" + hint_for(view, known));
  }
  const std::vector<std::string>& replayable = reader.vocabulary().replayable;
  for (const auto& [name, consumer] : design.consumers) {
    const auto refuse = [&, &name = name](const std::string& key, const std::string& reason) {
      const std::string path = "consumers." + name + "." + key;
      reader.fail(position_below(node, path), "design." + path + ": " + reason);
    };
    const bool may_replay = replayable.empty() || std::ranges::find(replayable, name) != replayable.end();
    if (!consumer.replays.empty() && !may_replay) {
      return refuse("replays", "a process manager lives by its time limits too, which are no events: its history "
                               "doesn't tell what it was");
    }
    const bool is_view = known.empty() || std::ranges::find(known, name) != known.end();
    if ((consumer.read_nodes > 1 || !consumer.read_scale.empty()) && !is_view) {
      return refuse(consumer.read_nodes > 1 ? "read_nodes" : "read_scale", "it keeps no view that could be asked");
    }
  }
  for (const PublicationConflict& conflict : conflicts_of(design)) {
    return reader.fail(position_below(node, conflict.key), "design." + conflict.key + ": " + conflict.reason);
  }
}

}  // namespace

FormatPtr<Design> design_format(const DomainEntry& domain) {
  auto record = new_record<Design>();
  record->field("client", &Design::client, client_format(), "what clients do when no answer comes")
      .field("relay", &Design::relay, relay_format(), "how the command store hands its outbox to the command queue")
      .field("command_queue", &Design::command_queue, command_queue_format(), "from one queue to many handlers")
      .field("ownership", &Design::ownership, ownership_format(),
             "what keeps two handlers from changing one state at a time")
      .field("executor", &Design::executor, executor_format(), "in which process a command is carried out")
      .field("event_store", &Design::event_store, event_store_format(), "where events become durable")
      .field("publication", &Design::publication, publication_format(), "how events leave the store")
      .field("event_log", &Design::event_log, event_log_format(), "how the log hands events to its subscribers")
      .field("consumers", &Design::consumers,
             map_of<ConsumerDesign>(
                 consumer_format(domain), [](const Vocabulary& words) -> const auto& { return words.consumers; }),
             "what each consumer does about repeats, order and crashes; one that isn't listed has the defaults")
      .field("respond", &Design::respond, respond_format(), "when the client hears back")
      .field("reads", &Design::reads, reads_format(domain), "what clients may rely on when they ask a view")
      .field("roles", &Design::roles,
             map_of<RoleSettings>(
                 role_format(), [](const Vocabulary& words) -> const auto& { return words.roles; }),
             "settings of the processes of one role, such as handler; one that isn't listed has the defaults")
      .check(check_publication);
  return record;
}

}  // namespace crisper::sim
