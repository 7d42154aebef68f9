// Text to YamlNode, through yaml-cpp's events: unlike its node tree, they let a limit stop a hostile file half-way.
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <map>
#include <optional>
#include <set>
#include <sstream>

#include "sim/scenario/yaml_tree.hpp"

namespace crisper::sim {
namespace {

/// Leaves the parser from inside a callback; caught in parse_yaml and nowhere else.
struct Refused {
  TextProblem problem;
};

[[noreturn]] void refuse(TextPosition at, std::string message) { throw Refused{{at, std::move(message)}}; }

TextPosition position_of(const YAML::Mark& mark) {
  return mark.is_null() ? TextPosition{} : TextPosition{mark.line + 1, mark.column + 1};
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const YamlLimits& limits) : limits_(limits) {}

  YamlNode take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnAnchor(const YAML::Mark&, const std::string&) override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    YamlNode node;
    node.at = position_of(mark);
    finish(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = anchored_.find(anchor);
    if (found == anchored_.end()) refuse(position_of(mark), "this alias stands inside the value that it names");
    count(found->second.nodes, position_of(mark));
    if (open_.size() + found->second.depth > limits_.depth) refuse_depth(position_of(mark));
    const std::size_t nodes = found->second.nodes;
    const std::size_t depth = found->second.depth;
    YamlNode copy = found->second.node;
    copy.at = position_of(mark);
    attach(std::move(copy), nodes, depth);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    check_tag(tag, position_of(mark));
    YamlNode node = YamlNode::scalar(value);
    node.quoted = tag == "!";
    node.at = position_of(mark);
    finish(std::move(node), anchor);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::list(), mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::map(), mark, tag, anchor);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor = 0;
    std::optional<YamlEntry> entry;  // map: the key whose value comes next
    std::set<std::string> keys;
    std::size_t nodes = 1;
    std::size_t depth = 1;  // levels below and including this one
  };
  struct Anchored {
    YamlNode node;
    std::size_t nodes = 1;
    std::size_t depth = 1;
  };

  static void check_tag(const std::string& tag, TextPosition at) {
    if (tag.empty() || tag == "?" || tag == "!" || tag.starts_with("tag:yaml.org,2002:")) return;
    refuse(at, "the tag '" + tag.substr(0, 60) + "' means nothing here; scenarios need no tags");
  }
  [[noreturn]] void refuse_depth(TextPosition at) const {
    refuse(at, "nested deeper than " + std::to_string(limits_.depth) + " levels");
  }
  void count(std::size_t nodes, TextPosition at) {
    nodes_ += nodes;
    if (nodes_ > limits_.nodes) {
      refuse(at, "more than " + std::to_string(limits_.nodes) + " values, counting what aliases repeat");
    }
  }

  void open(YamlNode node, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    check_tag(tag, position_of(mark));
    if (open_.size() >= limits_.depth) refuse_depth(position_of(mark));
    count(1, position_of(mark));
    node.at = position_of(mark);
    open_.push_back(Open{.node = std::move(node), .anchor = anchor, .entry = {}, .keys = {}});
  }

  void close() {
    Open done = std::move(open_.back());
    open_.pop_back();
    if (done.anchor != 0) anchored_[done.anchor] = Anchored{done.node, done.nodes, done.depth};
    attach(std::move(done.node), done.nodes, done.depth);
  }

  void finish(YamlNode node, YAML::anchor_t anchor) {
    count(1, node.at);
    if (anchor != 0) anchored_[anchor] = Anchored{node};
    attach(std::move(node), 1, 1);
  }

  void attach(YamlNode node, std::size_t nodes, std::size_t depth) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    parent.nodes += nodes;
    parent.depth = std::max(parent.depth, depth + 1);
    if (parent.node.is_list()) {
      parent.node.items.push_back(std::move(node));
    } else if (parent.entry) {
      parent.entry->value = std::move(node);
      parent.node.entries.push_back(std::move(*parent.entry));
      parent.entry.reset();
    } else {
      begin_entry(parent, std::move(node));
    }
  }

  static void begin_entry(Open& map, YamlNode key) {
    if (!key.is_scalar()) refuse(key.at, "a key is a word, not " + key.found_text());
    if (!map.keys.insert(key.text).second) refuse(key.at, "the key " + key.found_text() + " stands here twice");
    map.entry = YamlEntry{.key = std::move(key.text), .at = key.at, .value = {}};
  }

  YamlLimits limits_;
  YamlNode root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchored_;
  std::size_t nodes_ = 0;
};

TextPosition position_at(std::string_view text, std::size_t offset) {
  TextPosition at{1, 1};
  for (std::size_t i = 0; i < offset; ++i) {
    if (text[i] == '\n') {
      ++at.line;
      at.column = 1;
    } else {
      ++at.column;
    }
  }
  return at;
}

/// The length of the UTF-8 sequence at the front, zero if it isn't one.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xc0U) == 0x80U; };
  const unsigned first = byte(0);
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return continues(1) ? 2 : 0;
  if (first >= 0xe0 && first < 0xf0) {
    const bool overlong = first == 0xe0 && byte(1) < 0xa0;
    const bool surrogate = first == 0xed && byte(1) >= 0xa0;
    return continues(1) && continues(2) && !overlong && !surrogate ? 3 : 0;
  }
  if (first >= 0xf0 && first < 0xf5) {
    const bool overlong = first == 0xf0 && byte(1) < 0x90;
    const bool beyond = first == 0xf4 && byte(1) >= 0x90;
    return continues(1) && continues(2) && continues(3) && !overlong && !beyond ? 4 : 0;
  }
  return 0;
}

std::optional<TextProblem> text_problem(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool control = (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7f;
    const std::size_t length = control ? 0 : utf8_length(text.substr(i));
    if (length == 0) {
      return TextProblem{position_at(text, i), control ? "a control character: this isn't a text file"
                                                       : "not UTF-8: this isn't a text file, or has another encoding"};
    }
    i += length;
  }
  return std::nullopt;
}

}  // namespace

Result<YamlNode, TextProblem> parse_yaml(std::string_view text, const YamlLimits& limits) {
  if (text.size() > limits.bytes) {
    return failure(TextProblem{{}, "larger than " + std::to_string(limits.bytes) + " bytes"});
  }
  if (auto problem = text_problem(text)) return failure(std::move(*problem));
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder(limits);
    parser.HandleNextDocument(builder);
    YamlNode root = builder.take_root();
    TreeBuilder second(limits);
    if (parser.HandleNextDocument(second)) {
      return failure(TextProblem{second.take_root().at, "a second document; a scenario file holds one"});
    }
    return root;
  } catch (const Refused& refused) {
    return failure(refused.problem);
  } catch (const YAML::Exception& error) {
    return failure(TextProblem{position_of(error.mark), "not valid YAML: " + error.msg});
  }
}

}  // namespace crisper::sim
