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

std::size_t line_begin(std::string_view text, int line) {
  std::size_t place = 0;
  for (int i = 1; i < line && place < text.size(); ++i) {
    const std::size_t feed = text.find('\n', place);
    place = feed == std::string_view::npos ? text.size() : feed + 1;
  }
  return place;
}

/// Behind the quote that closes the one at `open`; npos where none does.
std::size_t after_quote(std::string_view text, std::size_t open) {
  const char quote = text[open];
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && quote == '"') {
      ++i;
    } else if (text[i] == quote) {
      if (quote == '"' || i + 1 >= text.size() || text[i + 1] != quote) return i + 1;
      ++i;  // two of them are one within the text
    }
  }
  return std::string_view::npos;
}

/// A quote that is not closed where its writer thought takes in the keys behind it. YAML wants the lines of a quoted
/// text further in than what they belong to; the library doesn't look.
std::optional<TextProblem> quote_problem(std::string_view text, std::size_t open, TextPosition at) {
  const std::size_t end = after_quote(text, open);
  if (end == std::string_view::npos) return TextProblem{at, "this quote is never closed"};
  std::size_t feed = text.find('\n', open);
  if (feed >= end) return std::nullopt;
  const std::size_t first = text.rfind('\n', open) + 1;  // npos + 1 is the beginning
  const std::size_t indent = text.find_first_not_of(' ', first) - first;
  // Alone on its line it may stand as far in as its first line does.
  const std::size_t least = first + indent == open ? indent : indent + 1;
  for (int line = at.line + 1; feed < end; feed = text.find('\n', feed + 1), ++line) {
    const std::size_t begin = text.find_first_not_of(' ', feed + 1);
    const bool blank = begin == std::string_view::npos || text[begin] == '\n' || text[begin] == '\r';
    if (blank || begin + 1 >= end || begin - (feed + 1) >= least) continue;
    return TextProblem{at, "this quote isn't closed before line " + std::to_string(line) +
                               "; close it, or indent the lines of its text further than its key"};
  }
  return std::nullopt;
}

class TreeBuilder final : public YAML::EventHandler {
 public:
  TreeBuilder(std::string_view text, const YamlLimits& limits) : source_(text), limits_(limits) {}

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
    if (node.quoted) {
      const std::size_t begin = std::min(source_.size(), offset_of(mark));
      if (source_.substr(begin).starts_with('!')) check_tag("! ", node.at);
      const std::size_t open = source_.find_first_of("'\"", begin);  // behind an anchor
      auto problem = open == std::string_view::npos ? std::nullopt : quote_problem(source_, open, node.at);
      if (problem) throw Refused{std::move(*problem)};
    }
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

  /// "?" and "!" are the parser's own words for a plain and a quoted value.
  static void check_tag(const std::string& tag, TextPosition at) {
    constexpr std::string_view standard = "tag:yaml.org,2002:";
    if (tag.empty() || tag == "?" || tag == "!") return;
    const std::string written = tag.starts_with(standard) ? "!!" + tag.substr(standard.size()) : tag;
    refuse(at, "the tag '" + written.substr(0, 60) + "' means nothing here; leave it out");
  }
  /// The library doesn't count a byte order mark.
  std::size_t offset_of(const YAML::Mark& mark) const {
    return static_cast<std::size_t>(mark.pos) + (source_.starts_with("\xef\xbb\xbf") ? 3 : 0);
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

  std::string_view source_;
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

/// What the library says, and what is meant by it where its words don't tell.
TextProblem yaml_problem(std::string_view text, TextPosition at, const std::string& message) {
  const std::size_t begin = line_begin(text, at.line);
  const std::string_view line = text.substr(begin, text.find('\n', begin) - begin);
  const std::size_t inside = line.find_first_not_of(" \t");
  if (at.line > 0 && inside != std::string_view::npos && line.substr(0, inside).find('\t') != std::string_view::npos) {
    return {{at.line, static_cast<int>(line.find('\t')) + 1}, "a tab: YAML is indented with spaces"};
  }
  // No value begins with one of these, and ">" and "|" begin a text of several lines.
  constexpr std::string_view signs = ">|%@`";
  std::size_t place = at.column > 0 ? static_cast<std::size_t>(at.column - 1) : line.size();
  // There the library has begun to read such a text when it meets the bound.
  if (message == YAML::ErrorMsg::CHAR_IN_BLOCK) place = line.find_last_of(">|", place);
  if (at.line > 0 && place < line.size() && signs.find(line[place]) != std::string_view::npos) {
    std::string value(line.substr(place, line.find_first_of(",}]#", place) - place));
    value.resize(value.find_last_not_of(" \r") + 1);
    return {{at.line, static_cast<int>(place) + 1},
            std::string("a value that begins with ") + value.front() + " stands in quotes: '" + value + "'"};
  }
  if (message == YAML::ErrorMsg::EOF_IN_SCALAR) return {at, "a quote is never closed; it may open far above"};
  return {at, "not valid YAML: " + message};
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
    TreeBuilder builder(text, limits);
    parser.HandleNextDocument(builder);
    YamlNode root = builder.take_root();
    TreeBuilder second(text, limits);
    if (parser.HandleNextDocument(second)) {
      return failure(TextProblem{second.take_root().at, "a second document; a scenario file holds one"});
    }
    return root;
  } catch (const Refused& refused) {
    return failure(refused.problem);
  } catch (const YAML::Exception& error) {
    return failure(yaml_problem(text, position_of(error.mark), error.msg));
  }
}

}  // namespace crisper::sim
