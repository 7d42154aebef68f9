#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>
#include <iterator>
#include <map>

#include "properties/search/explore/lineage/proofs.hpp"

namespace crisper::properties {
namespace {

/// The fields of one line.
class Fields {
 public:
  explicit Fields(std::string_view line) : rest_(line) {}

  std::string_view word() {
    const std::size_t end = rest_.find('\t');
    const std::string_view word = rest_.substr(0, end);
    rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
    return word;
  }
  template <class Number = std::uint64_t>
  Number number() {
    const std::string_view text = word();
    Number value{};
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    ok_ = ok_ && read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return value;
  }
  /// All that are left: places below `end`.
  std::vector<std::uint32_t> places(std::size_t end) {
    std::vector<std::uint32_t> all;
    while (ok_ && !rest_.empty()) all.push_back(place(end));
    return all;
  }
  std::uint32_t place(std::size_t end) {
    const auto value = number<std::uint32_t>();
    ok_ = ok_ && value < end;
    return value;
  }
  bool is_over() const { return rest_.empty(); }
  bool ok() const { return ok_; }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

/// Values by the order in which they came first.
template <class Value>
class Places {
 public:
  std::size_t of(const Value& value) {
    const auto [found, is_new] = places_.try_emplace(value, all_.size());
    if (is_new) all_.push_back(value);
    return found->second;
  }
  const std::vector<Value>& all() const { return all_; }

 private:
  std::map<Value, std::size_t> places_;
  std::vector<Value> all_;
};

void add_places(std::string& text, const std::vector<std::uint32_t>& places) {
  for (const std::uint32_t each : places) fmt::format_to(std::back_inserter(text), "\t{}", each);
  text += '\n';
}

constexpr std::int64_t no_crash = -1;

}  // namespace

std::string to_text(const Proofs& proofs) {
  Places<std::string> names;
  Places<std::uint64_t> shapes;
  std::string messages;
  for (const SupportingMessage& each : proofs.messages) {
    fmt::format_to(std::back_inserter(messages), "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}", each.name, shapes.of(each.shape),
                   names.of(each.from), names.of(each.to), each.nth, to_ns(each.sent - sim_start),
                   each.may_be_lost ? 1 : 0, each.sender_down ? to_ns(*each.sender_down) : no_crash);
    add_places(messages, each.before);
  }
  std::string text = fmt::format("proofs\t1\t{}\t{}\n", proofs.messages.size(), proofs.outcomes.size());
  text += fmt::format("names\t{}\n", fmt::join(names.all(), "\t"));
  text += fmt::format("shapes\t{}\n", fmt::join(shapes.all(), "\t"));
  text += messages;
  for (const GoodOutcome& each : proofs.outcomes) {
    fmt::format_to(std::back_inserter(text), "{}", each.name);
    add_places(text, each.after);
  }
  return text;
}

std::optional<Proofs> proofs_from(std::string_view text) {
  const auto line = [&] {
    const std::size_t end = text.find('\n');
    const std::string_view whole = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    return Fields(whole);
  };
  Fields head = line();
  if (head.word() != "proofs" || head.number() != 1) return std::nullopt;
  const auto messages = head.number();
  const auto outcomes = head.number();
  Fields name_line = line();
  if (!head.ok() || name_line.word() != "names") return std::nullopt;
  std::vector<std::string> names;
  while (!name_line.is_over()) names.emplace_back(name_line.word());
  Fields shape_line = line();
  if (shape_line.word() != "shapes") return std::nullopt;
  std::vector<std::uint64_t> shapes;
  while (shape_line.ok() && !shape_line.is_over()) shapes.push_back(shape_line.number());
  Proofs proofs;
  for (std::uint64_t i = 0; i < messages; ++i) {
    Fields fields = line();
    SupportingMessage each;
    each.name = fields.number();
    const std::size_t shape = fields.place(shapes.size());
    const std::size_t from = fields.place(names.size());
    const std::size_t to = fields.place(names.size());
    each.nth = fields.number();
    each.sent = sim_start + Duration(fields.number<std::int64_t>());
    each.may_be_lost = fields.number() != 0;
    if (const auto down = fields.number<std::int64_t>(); down != no_crash) each.sender_down = Duration(down);
    each.before = fields.places(i);
    if (!fields.ok()) return std::nullopt;
    each.shape = shapes[shape];
    each.from = names[from];
    each.to = names[to];
    proofs.messages.push_back(std::move(each));
  }
  for (std::uint64_t i = 0; i < outcomes; ++i) {
    Fields fields = line();
    GoodOutcome each{.name = fields.number()};
    each.after = fields.places(messages);
    if (!fields.ok()) return std::nullopt;
    proofs.outcomes.push_back(std::move(each));
  }
  return proofs;
}

}  // namespace crisper::properties
