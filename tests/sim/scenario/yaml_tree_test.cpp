#include "sim/scenario/yaml_tree.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace crisper::sim {
namespace {

std::string yaml_error_of(const std::string& text, const YamlLimits& limits = {}) {
  const auto node = parse_yaml(text, limits);
  if (node) return {};
  return std::to_string(node.error().at.line) + ":" + std::to_string(node.error().at.column) + ": " +
         node.error().message;
}

bool same(const YamlNode& a, const YamlNode& b) {
  if (a.kind != b.kind || a.text != b.text || a.items.size() != b.items.size() ||
      a.entries.size() != b.entries.size()) {
    return false;
  }
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!same(a.items[i], b.items[i])) return false;
  }
  for (std::size_t i = 0; i < a.entries.size(); ++i) {
    if (a.entries[i].key != b.entries[i].key || !same(a.entries[i].value, b.entries[i].value)) return false;
  }
  return true;
}

TEST(YamlTree, knows_where_everything_stands) {
  // Wrong: an error message that points at the wrong line.
  const auto root = parse_yaml("a: 1\nb:\n  c: [x, yy]\n");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->find("b")->at, (TextPosition{2, 1}));
  const YamlEntry* c = root->find("b")->value.find("c");
  EXPECT_EQ(c->at, (TextPosition{3, 3}));
  EXPECT_EQ(c->value.items[1].at, (TextPosition{3, 10}));
  EXPECT_EQ(c->value.items[1].text, "yy");
}

TEST(YamlTree, refuses_a_key_that_stands_twice) {
  // Wrong: one of the two would silently win.
  EXPECT_EQ(yaml_error_of("a: 1\nb: 2\na: 3\n"), "3:1: the key 'a' stands here twice");
  EXPECT_EQ(yaml_error_of("{x: {a: 1, a: 2}}"), "1:12: the key 'a' stands here twice");
}

TEST(YamlTree, expands_aliases) {
  // Wrong: what an anchor names would be missing where it is repeated.
  const auto root = parse_yaml("a: &x {k: v}\nb: *x\n");
  ASSERT_TRUE(root);
  EXPECT_EQ(root->find("b")->value.find("k")->value.text, "v");
}

TEST(YamlTree, refuses_an_alias_inside_what_it_names) {
  // Wrong: a tree without end.
  EXPECT_NE(yaml_error_of("a: &x [*x]\n").find("alias"), std::string::npos);
  EXPECT_NE(yaml_error_of("a: &x {b: {c: *x}}\n").find("alias"), std::string::npos);
  EXPECT_NE(yaml_error_of("a: *nobody\n"), "");
}

TEST(YamlTree, counts_what_aliases_repeat) {
  // Wrong: nine lines that become a billion values and take the machine down.
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 9; ++k) bomb += (k ? ", *a" : "*a") + std::to_string(i - 1);
    bomb += "]\n";
  }
  EXPECT_NE(yaml_error_of(bomb).find("more than 100000 values"), std::string::npos);
  std::string deep = "a0: &a0 [x]\n";
  for (int i = 1; i < 100; ++i)
    deep += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
  EXPECT_NE(yaml_error_of(deep).find("nested deeper than 32"), std::string::npos);
}

TEST(YamlTree, refuses_deep_nesting_of_every_kind) {
  // Wrong: a stack overflow.
  EXPECT_NE(yaml_error_of(std::string(100, '[') + std::string(100, ']')).find("nested deeper"), std::string::npos);
  EXPECT_NE(yaml_error_of(std::string(200'000, '[')), "");
  EXPECT_NE(yaml_error_of(std::string(200'000, '{')), "");
  std::string maps, dashes;
  for (int i = 0; i < 5'000; ++i) maps += "{a: ";
  for (int i = 0; i < 5'000; ++i) dashes += "- ";
  EXPECT_NE(yaml_error_of(maps), "");
  EXPECT_NE(yaml_error_of(dashes + "x"), "");
}

TEST(YamlTree, refuses_what_is_not_text) {
  // Wrong: a picture taken for a scenario.
  EXPECT_NE(yaml_error_of(std::string("a: b\nc\0d", 8)).find("2:2: a control character"), std::string::npos);
  EXPECT_NE(yaml_error_of("a: \xff\xfe").find("1:4: not UTF-8"), std::string::npos);
  EXPECT_NE(yaml_error_of("a: \xc0\x80").find("not UTF-8"), std::string::npos) << "overlong";
  EXPECT_NE(yaml_error_of("a: \xed\xa0\x80").find("not UTF-8"), std::string::npos) << "a surrogate";
  EXPECT_NE(yaml_error_of("a: \xe2\x82").find("not UTF-8"), std::string::npos) << "cut off";
  EXPECT_EQ(yaml_error_of("a: \xe2\x82\xac \xf0\x9f\x8d\xb2"), "");
}

TEST(YamlTree, refuses_tags_keys_that_are_no_words_and_second_documents) {
  // Wrong: parts of a file that nobody reads.
  for (const char* text : {"a: !python/object x", "a: !!python/object/apply:os.system [x]", "a: !!str 5", "a: ! 'x'",
                           "a: !!map {b: c}", "!!int 5: a"}) {
    EXPECT_NE(yaml_error_of(text).find("the tag '"), std::string::npos) << text << ": " << yaml_error_of(text);
  }
  EXPECT_NE(yaml_error_of("? [a, b]\n: c\n").find("a key is a word"), std::string::npos);
  EXPECT_NE(yaml_error_of("a: 1\n---\nb: 2\n").find("second document"), std::string::npos);
}

TEST(YamlTree, refuses_a_quote_that_takes_in_what_is_behind_it) {
  // Wrong: half a scenario taken for its description, and a run of what is left.
  EXPECT_EQ(yaml_error_of("a: \"b\nc: d\n"), "1:4: this quote is never closed");
  EXPECT_EQ(yaml_error_of("a: 'it's\nc: d\n").substr(0, 2), "1:");
  EXPECT_EQ(yaml_error_of("x: 1\na: 'b\nc: d # it's\n").substr(0, 43), "2:4: this quote isn't closed before line 3;");
  EXPECT_EQ(yaml_error_of("m:\n  a: \"b\n  c: \"\n").substr(0, 43), "2:6: this quote isn't closed before line 3;");
  EXPECT_EQ(yaml_error_of("m: {a: \"b,\nc: \"}\n").substr(0, 43), "1:8: this quote isn't closed before line 2;");
  for (const char* text : {"a: \"b\n  c\"\n", "a: 'b\n\n  c'\n", "a:\n  \"b\n  c\"\n", "a: \"b\n\"\n", "a: 'it''s'\n",
                           "a: \"\\\"\"\nb: 'c'\n", "a: &x \"b\"\nc: *x\n", "\xef\xbb\xbf\"a\": 'b'\n",
                           "\"a\": 'b'\r\nc: 'd'\r\n"}) {
    EXPECT_EQ(yaml_error_of(text), "") << text;
  }
}

TEST(YamlTree, says_what_is_meant_where_the_library_does_not) {
  // Wrong: "unknown token", to somebody who wrote a bound.
  EXPECT_EQ(yaml_error_of("m: {c: > 1/s, d: 1}\n"), "1:8: a value that begins with > stands in quotes: '> 1/s'");
  EXPECT_EQ(yaml_error_of("m:\n  - c: >= 1/s\n"), "2:8: a value that begins with > stands in quotes: '>= 1/s'");
  EXPECT_EQ(yaml_error_of("a: @x\n"), "1:4: a value that begins with @ stands in quotes: '@x'");
  EXPECT_EQ(yaml_error_of("a:\n\tb: 1\n"), "2:1: a tab: YAML is indented with spaces");
  EXPECT_EQ(yaml_error_of("a: >\n  several\n  lines\n"), "");
}

TEST(YamlTree, says_where_the_syntax_is_wrong) {
  // Wrong: "bad file", and nothing else.
  EXPECT_TRUE(yaml_error_of("a: [1, 2\nb: 3\n").starts_with("2:")) << yaml_error_of("a: [1, 2\nb: 3\n");
  EXPECT_NE(yaml_error_of("a: b: c\n").find("1:"), std::string::npos);
  EXPECT_NE(yaml_error_of("\ta: 1\n"), "");
}

TEST(YamlTree, refuses_more_bytes_than_the_limit) {
  // Wrong: memory without bound.
  EXPECT_NE(yaml_error_of(std::string(11, 'a'), YamlLimits{.bytes = 10}), "");
}

rc::Gen<std::string> printable() {
  const auto words = rc::gen::element<std::string>(
      "", "a", "on", "null", "~", "- x", "a: b", "#c", "x #y", "*a", "&a", "!t", "%d", "@", "`", "|", ">", "{", "}",
      "[", "]", ",", "?", "? a", ":", "'", "\"", "\\", "\n", " ", "  a ", "---", "...", "1..200", "p99 < 2s",
      "handler-*", "\xe2\x82\xac", "<<", "-", "--", "-1", "=", "0x1", "Null", "\xc2\x85", "\xef\xbb\xbf");
  return rc::gen::map(rc::gen::container<std::vector<std::string>>(words), [](const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += part;
    return text;
  });
}

RC_GTEST_PROP(YamlTree, reads_back_what_it_writes, ()) {
  // Wrong: a name with a colon in it would break the resolved file of its run.
  const std::string a = *printable();
  const std::string b = *printable();
  RC_PRE(a.size() < 500 && b.size() < 500);
  YamlNode root = YamlNode::map();
  root.add("list", YamlNode::list({YamlNode::scalar(a), YamlNode::map(), YamlNode::list(), YamlNode::scalar(b)}));
  YamlNode inner = YamlNode::map();
  inner.add("k" + a, YamlNode::scalar(b));
  inner.add("deep", YamlNode::list({inner, YamlNode::scalar(a + b)}));
  root.add("map", inner);
  for (const std::string& text : {yaml_block(root), yaml_flow(root)}) {
    const auto back = parse_yaml(text);
    RC_LOG() << text;
    RC_ASSERT(back.has_value());
    RC_ASSERT(same(*back, root));
  }
}

}  // namespace
}  // namespace crisper::sim
