#include "sim/domain/written/skeleton.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string_view>
#include <vector>

#include "core/domain/written/tokens.hpp"

namespace crisper::written {
namespace {

using sim::YamlEntry;
using sim::YamlNode;

constexpr std::size_t arguments_max = 12;

/// A name of the language: letters, digits and _.
std::string name_of(std::string_view text) {
  std::string name;
  for (const char c : text.substr(0, 50)) name += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
  while (name.starts_with('_')) name.erase(0, 1);
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front()))) name = "x" + name;
  return is_name(name) ? name : name + "_";
}

/// `bookingId` is booking_id, `PlaceOrder` is place_order.
std::string snake(std::string_view text) {
  std::string name;
  for (const char c : name_of(text)) {
    const bool upper = std::isupper(static_cast<unsigned char>(c)) != 0;
    if (upper && !name.empty() && name.back() != '_') name += '_';
    name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return is_name(name) ? name : name + "_";
}

struct Argument {
  std::string name;
  std::string type;  ///< as a signature writes it; empty: by its name
};

struct SketchedMessage {
  std::string name;
  std::vector<Argument> arguments;
  std::vector<std::string> left_out;  ///< what it says and no argument can be

  std::string signature() const {
    std::vector<std::string> parts;
    for (const Argument& each : arguments) parts.push_back(each.name + (each.type.empty() ? "" : " " + each.type));
    return parts.empty() ? name : fmt::format("{}({})", name, fmt::join(parts, ", "));
  }
};

struct Channel {
  std::string name;
  std::vector<SketchedMessage> received;
  std::vector<SketchedMessage> sent;
};

class Sketch {
 public:
  Sketch(const YamlNode& document, std::string_view made_from) : document_(document), made_from_(made_from) {}

  Result<std::string, sim::TextProblem> write() {
    const YamlEntry* version = document_.is_map() ? document_.find("asyncapi") : nullptr;
    if (!version) return failure(sim::TextProblem{document_.at, "expected an AsyncAPI document: asyncapi: 3.0.0"});
    if (!version->value.text.starts_with("3.")) {
      return failure(
          sim::TextProblem{version->value.at, fmt::format("expected AsyncAPI 3, not {}", version->value.text)});
    }
    const YamlEntry* channels = document_.find("channels");
    if (!channels || !channels->value.is_map() || channels->value.entries.empty()) {
      return failure(sim::TextProblem{channels ? channels->value.at : document_.at, "it has no channels"});
    }
    for (const YamlEntry& channel : channels->value.entries) entities_.insert(snake(channel.key));
    for (const YamlEntry& channel : channels->value.entries) read_channel(channel);
    return text();
  }

 private:
  // ---- what is there

  /// What a reference `#/a/b` leads to; the node itself, where it is none, or leads elsewhere.
  const YamlNode& at(const YamlNode& node, int depth = 0) const {
    const YamlEntry* reference = node.is_map() ? node.find("$ref") : nullptr;
    if (!reference || !reference->value.text.starts_with("#/") || depth > 20) return node;
    const YamlNode* found = &document_;
    std::string_view path = std::string_view(reference->value.text).substr(2);
    while (!path.empty() && found) {
      const std::string_view key = path.substr(0, path.find('/'));
      path.remove_prefix(std::min(path.size(), key.size() + 1));
      const YamlEntry* entry = found->is_map() ? found->find(key) : nullptr;
      found = entry ? &entry->value : nullptr;
    }
    return found ? at(*found, depth + 1) : node;
  }

  static std::string_view last_of(std::string_view reference) { return reference.substr(reference.rfind('/') + 1); }

  /// Whether the application sends, or receives, this message of this channel.
  bool does(std::string_view action, std::string_view channel, std::string_view message) const {
    const YamlEntry* operations = document_.find("operations");
    if (!operations) return action == "send";  // what is told without a direction has happened
    for (const YamlEntry& entry : operations->value.entries) {
      const YamlNode& operation = at(entry.value);
      const YamlEntry* its_action = operation.find("action");
      const YamlEntry* its_channel = operation.find("channel");
      const YamlEntry* of = its_channel ? its_channel->value.find("$ref") : nullptr;
      if (!its_action || its_action->value.text != action || !of || last_of(of->value.text) != channel) continue;
      const YamlEntry* messages = operation.find("messages");
      if (!messages) return true;
      for (const YamlNode& each : messages->value.items) {
        const YamlEntry* reference = each.find("$ref");
        if (reference && last_of(reference->value.text) == message) return true;
      }
    }
    return false;
  }

  void read_channel(const YamlEntry& entry) {
    Channel channel{.name = snake(entry.key), .received = {}, .sent = {}};
    const YamlEntry* messages = at(entry.value).find("messages");
    if (messages) {
      for (const YamlEntry& each : messages->value.entries) {
        const bool is_received = does("receive", entry.key, each.key);
        if (is_received) channel.received.push_back(message_of(each, true));
        if (does("send", entry.key, each.key)) channel.sent.push_back(message_of(each, false));
      }
    }
    channels_.push_back(std::move(channel));
  }

  SketchedMessage message_of(const YamlEntry& entry, bool is_command) {
    const YamlNode& node = at(entry.value);
    const YamlEntry* name = node.find("name");
    const std::string_view called = name && name->value.is_scalar() ? std::string_view(name->value.text) : entry.key;
    SketchedMessage message{.name = is_command ? snake(called) : name_of(called), .arguments = {}, .left_out = {}};
    while (!is_command && !events_.insert(message.name).second) message.name += "_again";
    const YamlEntry* payload = node.find("payload");
    if (!payload) return message;
    const YamlNode* schema = &at(payload->value);
    if (const YamlEntry* inner = schema->find("schema")) schema = &at(inner->value);
    const YamlEntry* properties = schema->is_map() ? schema->find("properties") : nullptr;
    if (!properties) return message;
    for (const YamlEntry& property : properties->value.entries) read_property(property, message);
    return message;
  }

  void read_property(const YamlEntry& property, SketchedMessage& message) {
    const YamlNode& schema = at(property.value);
    const YamlEntry* type = schema.is_map() ? schema.find("type") : nullptr;
    const std::string kind = type && type->value.is_scalar() ? type->value.text : "";
    if (kind == "object" || kind == "array" || message.arguments.size() == arguments_max) {
      message.left_out.push_back(property.key);
      return;
    }
    std::string name = snake(property.key);
    Argument argument{.name = name, .type = {}};
    const YamlEntry* words = schema.is_map() ? schema.find("enum") : nullptr;
    if (kind == "boolean") {
      argument.type = "flag";
    } else if (words && words->value.is_list()) {
      argument.type = enum_of(name, words->value);
    } else if (name.ends_with("_id") && name.size() > 3) {
      argument.name = name_of(name.substr(0, name.size() - 3));
      if (!entities_.contains(argument.name)) ids_.insert(argument.name);
    }
    const auto is_same = [&](const Argument& each) { return each.name == argument.name; };
    if (std::ranges::any_of(message.arguments, is_same)) {
      message.left_out.push_back(property.key);
    } else {
      message.arguments.push_back(std::move(argument));
    }
  }

  std::string enum_of(const std::string& name, const YamlNode& list) {
    std::vector<std::string> words;
    for (const YamlNode& each : list.items) {
      const std::string word = name_of(each.text);
      if (std::ranges::find(words, word) == words.end()) words.push_back(word);
    }
    std::string its = "kind_of_" + name;
    for (int n = 2; enums_.contains(its) && enums_[its] != words; ++n) its = fmt::format("kind_of_{}_{}", name, n);
    enums_[its] = words;
    return its;
  }

  // ---- what is written

  std::string title() const {
    const YamlEntry* info = document_.find("info");
    const YamlEntry* title = info && info->value.is_map() ? info->value.find("title") : nullptr;
    return title && title->value.is_scalar() ? title->value.text : "service";
  }

  std::string text() const {
    std::string out = fmt::format(
        "# Made from {}: its messages, and what they say. What is decided and what changes is to be\n"
        "# written: `crisper describe domain`, docs/guide/own_domain.md.\n",
        made_from_);
    out += fmt::format("crisper: 1\nname: {}\n\ndomain:\n  name: {}\n", snake(title()), domain_name());
    if (!ids_.empty()) out += fmt::format("  ids: [{}]\n", fmt::join(ids_, ", "));
    if (!enums_.empty()) out += "  enums:\n";
    for (const auto& [name, words] : enums_) out += fmt::format("    {}: [{}]\n", name, fmt::join(words, ", "));
    out += "\n  entities:\n";
    for (const Channel& channel : channels_) write_entity(channel, out);
    write_views(out);
    out += "\ndesign:\n  ownership: {strategy: optimistic}\n  event_store: {append: exact}\n";
    write_actors(out);
    out += "\nproperties: [all]\n";
    return out;
  }

  std::string domain_name() const {
    std::string name = snake(title());
    while (entities_.contains(name) || ids_.contains(name)) name += "_domain";
    return name;
  }

  /// An event that says nothing but what the command does: what the command most probably leads to.
  static const SketchedMessage* outcome_of(const SketchedMessage& command, const Channel& channel) {
    const auto fits = [&](const SketchedMessage& event) {
      return std::ranges::all_of(event.arguments, [&](const Argument& each) {
        return std::ranges::any_of(command.arguments,
                                   [&](const Argument& its) { return its.name == each.name && its.type == each.type; });
      });
    };
    const auto found = std::ranges::find_if(channel.sent, fits);
    return found == channel.sent.end() ? nullptr : &*found;
  }

  static void write_left_out(const SketchedMessage& message, std::string& out) {
    if (!message.left_out.empty()) out += fmt::format("   # without {}", fmt::join(message.left_out, ", "));
    out += '\n';
  }

  static void write_entity(const Channel& channel, std::string& out) {
    out += fmt::format("    {}:\n      state: {{messages: number}}      # what it knows\n", channel.name);
    if (!channel.received.empty()) out += "      commands:                       # condition -> what happens\n";
    for (const SketchedMessage& command : channel.received) {
      out += fmt::format("        {}:", command.signature());
      write_left_out(command, out);
      const SketchedMessage* outcome = outcome_of(command, channel);
      out += fmt::format("          - otherwise -> {}\n", outcome ? outcome->name : "nothing");
    }
    if (!channel.sent.empty()) out += "      events:                         # what each changes\n";
    for (const SketchedMessage& event : channel.sent) {
      out += fmt::format("        {}: messages += 1", event.signature());
      write_left_out(event, out);
    }
  }

  void write_views(std::string& out) const {
    const auto says_something = [](const Channel& channel) { return !channel.sent.empty(); };
    if (std::ranges::none_of(channels_, says_something)) return;
    out += "\n  views:                              # rows that follow from events\n";
    for (const Channel& channel : channels_) {
      if (channel.sent.empty()) continue;
      std::vector<std::string> rules;
      for (const SketchedMessage& event : channel.sent) rules.push_back(event.name + ": value + 1");
      out +=
          fmt::format("    {}_view: {{row: {}, events: {{{}}}}}\n", channel.name, channel.name, fmt::join(rules, ", "));
    }
  }

  void write_actors(std::string& out) const {
    out += "\nworkload:\n  for: 20s\n  actors:\n";
    int n = 0;
    for (const Channel& channel : channels_) {
      for (const SketchedMessage& command : channel.received) {
        std::vector<std::string> with{channel.name + ": 1..3"};
        std::vector<std::string> names;
        for (const Argument& each : command.arguments) {
          names.push_back(each.name);
          if (each.name != channel.name) with.push_back(each.name + ": " + draw_of(each));
        }
        out += fmt::format("    actor_{}: {{does: \"{}.{}{}\", rate: 2/s, with: {{{}}}}}\n", ++n, channel.name,
                           command.name, names.empty() ? "" : fmt::format("({})", fmt::join(names, ", ")),
                           fmt::join(with, ", "));
      }
    }
    if (n == 0) out.replace(out.rfind("  actors:\n"), 10, "  actors: {}      # who comes, and what they do\n");
  }

  std::string draw_of(const Argument& argument) const {
    if (argument.type == "flag") return "0..1";
    if (const auto words = enums_.find(argument.type); words != enums_.end()) {
      return fmt::format("0..{}", words->second.size() - 1);
    }
    if (ids_.contains(argument.name)) return "new";
    return entities_.contains(argument.name) ? "1..3" : "1..10";
  }

  const YamlNode& document_;
  std::string_view made_from_;
  std::set<std::string> entities_;
  std::set<std::string> events_;
  std::set<std::string> ids_;
  std::map<std::string, std::vector<std::string>> enums_;
  std::vector<Channel> channels_;
};

}  // namespace

Result<std::string, sim::TextProblem> skeleton_of_asyncapi(const YamlNode& document, std::string_view made_from) {
  return Sketch(document, made_from).write();
}

}  // namespace crisper::written
