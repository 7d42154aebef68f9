// Reads how people are told of what a written business says: `words: {SeatsHeld: "{seats} seats for {booking}"}`.
#include <map>
#include <optional>

#include "sim/domain/written/section_reader.hpp"

namespace crisper::written {
namespace {

using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

class WordsReader final : public SectionReader {
 public:
  WordsReader(Model& model, Reader& reader) : SectionReader(model, reader) {
    for (MessageShape& shape : model_.shapes) {
      if (shape.is_event) named_[shape.name].push_back(&shape);
    }
    for (MessageShape& shape : model_.shapes) {
      if (!shape.is_event) add(shape, model_.entities[shape.entity].name);
    }
    for (Service& service : model_.services) {
      for (Request& request : service.requests) add(request.shape, service.name);
    }
  }

  void read(const YamlNode& node) {
    each(node, "words", [&](const YamlEntry& entry) { read_words_of(entry); });
  }

 private:
  /// By its name, where no event has it, and as scripts call it where several have it: show.hold.
  void add(MessageShape& shape, const std::string& whose) {
    std::vector<MessageShape*>& so_called = named_[shape.name];
    if (so_called.empty() || !so_called.front()->is_event) so_called.push_back(&shape);
    named_[whose + "." + shape.name].push_back(&shape);
  }

  void read_words_of(const YamlEntry& entry) {
    const std::string_view text = scalar(entry.value);
    if (!ok()) return;
    if (std::ranges::any_of(text, [](char each) { return static_cast<unsigned char>(each) < ' '; })) {
      return fail(entry.value.at, "expected one line of text");
    }
    if (text.empty()) return fail(entry.value.at, "expected a sentence: \"{seats} seats for {booking}\"");
    const auto kind = std::ranges::find(model_.ids, entry.key, &IdKind::name);
    if (kind != model_.ids.end()) return read_id(entry, *kind);
    const auto named = named_.find(entry.key);
    if (named == named_.end()) return fail_unknown(entry);
    if (named->second.size() > 1) {
      return fail(entry.at, fmt::format("several messages are called '{}': say whose, as in {}.{}", entry.key,
                                        whose(*named->second.front()), entry.key));
    }
    MessageShape& shape = *named->second.front();
    if (!shape.told.words.empty()) return fail(entry.at, fmt::format("'{}' is told twice", shape.name));
    read_sentence(entry, text, shape);
  }

  void read_sentence(const YamlEntry& entry, std::string_view text, MessageShape& shape) {
    Scope scope{.model = &model_, .locals = shape.parameters};
    const std::size_t state = shape.parameters.size();
    if (const std::optional<Parameter> whose_key = key_of(shape)) {
      // What it says itself counts, where that is called so, too.
      if (!scope.find_local(whose_key->name)) scope.locals.push_back(*whose_key);
    }
    Parsed<Sentence> sentence = parse_sentence(text, scope);
    if (!good(sentence, entry.value)) return;
    for (const auto& [code, type] : sentence->values) {
      if (!reads_local(code, state)) continue;
      if (code != Code{{{Op::local, static_cast<std::uint16_t>(state), 0}}}) {
        const std::string& name = scope.locals[state].name;
        return fail(entry.value.at, fmt::format("which {} it is of stands alone in its braces: {{{}}}", name, name));
      }
      shape.names_state = true;
    }
    shape.told = std::move(*sentence);
  }

  /// How rules on an event name the state that it is of. A request is of none: it says whom it is for.
  std::optional<Parameter> key_of(const MessageShape& shape) const {
    const auto is_it = [&](const MessageShape& each) { return &each == &shape; };
    const bool is_request = std::ranges::none_of(model_.shapes, is_it);
    if (is_request) return std::nullopt;
    return parameters_of(model_, shape).front();
  }

  /// Its number stands in it once, as it is, so that who reads it can tell one from another.
  void read_id(const YamlEntry& entry, IdKind& kind) {
    const auto place = static_cast<std::uint16_t>(&kind - model_.ids.data());
    const Scope scope{.model = &model_, .locals = {{kind.name, {Kind::id, place}}}};
    Parsed<Sentence> sentence = parse_sentence(entry.value.text, scope);
    if (!good(sentence, entry.value)) return;
    const Code number{{{Op::local, 0, 0}}};
    if (sentence->values.size() != 1 || sentence->values.front().first != number) {
      return fail(entry.value.at, fmt::format("expected its number, once: \"{} no. {{{}}}\"", kind.name, kind.name));
    }
    kind.told = StreamWords{.before = sentence->words.front(), .after = sentence->words.back()};
  }

  /// Of a command or a request. Two of one name are never events.
  std::string whose(const MessageShape& shape) const {
    for (const Service& service : model_.services) {
      for (const Request& request : service.requests) {
        if (&request.shape == &shape) return service.name;
      }
    }
    return model_.entities[shape.entity].name;
  }

  void fail_unknown(const YamlEntry& entry) {
    std::vector<std::string> names = id_names();
    for (const auto& [name, shapes] : named_) names.push_back(name);
    fail(entry.at,
         fmt::format("no event, command, request or id is called '{}'{}", entry.key, sim::hint_for(entry.key, names)));
  }

  std::map<std::string, std::vector<MessageShape*>> named_;
};

}  // namespace

void read_words(const YamlNode& node, Model& model, Reader& reader) { WordsReader(model, reader).read(node); }

}  // namespace crisper::written
