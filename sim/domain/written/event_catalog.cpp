#include "sim/domain/written/event_catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace crisper::written {
namespace {

using sim::CatalogFile;
using sim::YamlEntry;
using sim::YamlNode;

/// "services/Shop/index.mdx": a service, called Shop unless it says otherwise.
struct Place {
  std::string kind;
  std::string name;
};
std::optional<Place> place_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    parts.push_back(path.substr(at, end - at));
    at = end + 1;
  }
  const bool is_page = parts.size() >= 3 && (parts.back() == "index.mdx" || parts.back() == "index.md");
  if (!is_page) return std::nullopt;
  return Place{.kind = std::string(parts[parts.size() - 3]), .name = std::string(parts[parts.size() - 2])};
}

/// What stands between the first two lines of dashes.
std::optional<std::string> front_matter(std::string_view text) {
  if (!text.starts_with("---\n") && !text.starts_with("---\r\n")) return std::nullopt;
  const std::size_t begin = text.find('\n') + 1;
  const std::size_t end = text.find("\n---", begin - 1);
  if (end == std::string_view::npos) return std::nullopt;
  return std::string(text.substr(begin, end < begin ? 0 : end - begin + 1));
}

std::string text_at(const YamlNode& node, std::string_view key, std::string otherwise) {
  const YamlEntry* entry = node.is_map() ? node.find(key) : nullptr;
  return entry && entry->value.is_scalar() ? entry->value.text : std::move(otherwise);
}

/// `receives: [{id: HoldSeats, version: 1.0.0}]`
std::vector<std::string> ids_at(const YamlNode& node, std::string_view key) {
  std::vector<std::string> ids;
  const YamlEntry* entry = node.is_map() ? node.find(key) : nullptr;
  if (!entry || !entry->value.is_list()) return ids;
  for (const YamlNode& each : entry->value.items) {
    const std::string id = text_at(each, "id", "");
    if (!id.empty() && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

YamlNode reference(const std::string& to) {
  YamlNode node = YamlNode::map();
  node.add("$ref", YamlNode::scalar(to));
  return node;
}

class Catalog {
 public:
  explicit Catalog(const std::vector<CatalogFile>& files) : files_(files) {}

  Result<YamlNode, std::string> document(std::string_view title) {
    for (const CatalogFile& file : files_) {
      read(file);
      if (!problem_.empty()) return failure(problem_);
    }
    YamlNode channels = YamlNode::map(), operations = YamlNode::map();
    for (const auto& [name, page] : services_) add_service(name, page, channels, operations);
    if (channels.entries.empty()) {
      return failure(
          std::string("no service of an EventCatalog is there that receives a command or sends an event: "
                      "services/NAME/index.mdx with `receives` and `sends`"));
    }
    YamlNode info = YamlNode::map();
    info.add("title", YamlNode::scalar(std::string(title)));
    YamlNode whole = YamlNode::map();
    whole.add("asyncapi", YamlNode::scalar("3.0.0"));
    whole.add("info", std::move(info));
    whole.add("channels", std::move(channels));
    whole.add("operations", std::move(operations));
    return whole;
  }

 private:
  void read(const CatalogFile& file) {
    const std::optional<Place> place = place_of(file.path);
    if (!place) return;
    auto* pages = place->kind == "services"   ? &services_
                  : place->kind == "commands" ? &commands_
                  : place->kind == "events"   ? &events_
                                              : nullptr;
    const std::optional<std::string> front = pages ? front_matter(file.text) : std::nullopt;
    if (!front || front->empty()) return;
    Result<YamlNode, sim::TextProblem> node = sim::parse_yaml(*front);
    if (!node) return refuse(file, node.error(), 1);  // behind the line of dashes
    if (pages != &services_) add_payload(file, *node);
    (*pages)[text_at(*node, "id", place->name)] = std::move(*node);
  }

  /// Its schema, where it names one that is there.
  void add_payload(const CatalogFile& file, YamlNode& page) {
    const std::string name = text_at(page, "schemaPath", "");
    const std::string path =
        file.path.substr(0, file.path.rfind('/') + 1) + (name.starts_with("./") ? name.substr(2) : name);
    const auto schema = std::ranges::find(files_, path, &CatalogFile::path);
    if (name.empty() || schema == files_.end()) return;
    Result<YamlNode, sim::TextProblem> node = sim::parse_yaml(schema->text);
    if (!node) return refuse(*schema, node.error(), 0);
    page.add("payload", std::move(*node));
  }

  void refuse(const CatalogFile& file, const sim::TextProblem& why, int lines_before) {
    problem_ = fmt::format("{}:{}:{}: {}", file.path, why.at.line + lines_before, why.at.column, why.message);
  }

  void add_service(const std::string& name, const YamlNode& page, YamlNode& channels, YamlNode& operations) const {
    YamlNode messages = YamlNode::map();
    const auto add = [&](const std::string& action, const std::vector<std::string>& ids,
                         const std::map<std::string, YamlNode>& known) {
      YamlNode references = YamlNode::list();
      for (const std::string& id : ids) {
        const auto found = known.find(id);
        if (found == known.end()) continue;
        YamlNode message = YamlNode::map();
        message.add("name", YamlNode::scalar(id));
        if (const YamlEntry* payload = found->second.find("payload")) message.add("payload", payload->value);
        if (!messages.find(id)) messages.add(id, std::move(message));
        references.items.push_back(reference("#/channels/" + name + "/messages/" + id));
      }
      YamlNode operation = YamlNode::map();
      operation.add("action", YamlNode::scalar(action));
      operation.add("channel", reference("#/channels/" + name));
      operation.add("messages", std::move(references));
      operations.add(name + "_" + action, std::move(operation));
    };
    add("receive", ids_at(page, "receives"), commands_);
    add("send", ids_at(page, "sends"), events_);
    if (messages.entries.empty()) return;
    YamlNode channel = YamlNode::map();
    channel.add("messages", std::move(messages));
    channels.add(name, std::move(channel));
  }

  const std::vector<CatalogFile>& files_;
  std::map<std::string, YamlNode> services_;
  std::map<std::string, YamlNode> commands_;
  std::map<std::string, YamlNode> events_;
  std::string problem_;
};

}  // namespace

Result<YamlNode, std::string> asyncapi_of_catalog(std::string_view title, const std::vector<CatalogFile>& files) {
  return Catalog(files).document(title);
}

}  // namespace crisper::written
