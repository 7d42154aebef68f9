// Reads the services outside of a written business: what they are asked, and what becomes of their answers.
#include <fmt/format.h>

#include <algorithm>

#include "core/domain/written/rules.hpp"
#include "sim/domain/written/section_reader.hpp"
#include "sim/scenario/distribution_format.hpp"

namespace crisper::written {
namespace {

using sim::Reader;
using sim::YamlEntry;
using sim::YamlNode;

/// Entities, ids and services are categories of streams each; the last category is the pipeline's own.
constexpr std::size_t categories_max = 254;

class ServicesReader final : public SectionReader {
 public:
  using SectionReader::SectionReader;

  void read_requests(const YamlNode& node) {
    each(node, "services", [&](const YamlEntry& entry) { read_service(entry); });
  }
  void read_answers(const YamlNode& node) {
    each(node, "services", [&](const YamlEntry& entry) { read_answers_of(entry); });
  }

 private:
  void read_service(const YamlEntry& entry) {
    if (!takes_process_name(entry) || !is_map(entry.value) || !knows_keys(entry.value, service_keys())) return;
    if (model_.ids.size() + model_.services.size() == categories_max) {
      return fail(entry.at, fmt::format("at most {} entities, ids and services together", categories_max));
    }
    Service& service = model_.services.emplace_back();
    service.name = entry.key;
    read_latency(entry.value, service.latency);
    take(entry.value, "patience", sim::duration({.least = Duration(1)}), service.patience);
    take(entry.value, "refuses", sim::chance(), service.refuses);
    take(entry.value, "idempotent", sim::on_or_off(), service.idempotent);
    each(entry.value, "requests", [&](const YamlEntry& line) {
      Parsed<Signature> signature = parse_signature(line.key, model_);
      if (!good(signature, line.at)) return;
      if (signature->parameters.empty() || signature->parameters.front().type.kind != Kind::id) {
        return fail(line.at, "the first thing that a request says is an id: whom it is for");
      }
      if (is_named_in_reactions(signature->name)) {
        return fail(line.at, fmt::format("two things are called '{}'", signature->name));
      }
      const std::optional<std::size_t> namesake = model_.find_entity(service.name);
      if (namesake && model_.find_command(*namesake, signature->name)) {
        return fail(line.at, fmt::format("two things are called '{}.{}'", service.name, signature->name));
      }
      Request& request = service.requests.emplace_back();
      request.shape.name = signature->name;
      request.shape.type = {.name = request.shape.name, .is_written = true};
      request.shape.parameters = std::move(signature->parameters);
      request.shape.entity = model_.services.size() - 1;
      read_known_by(line.value, request);
    });
    if (ok() && service.requests.empty()) fail(entry.at, "a service takes at least one request, under 'requests'");
  }

  /// A duration alone is a mean, of times as chance has them; what always takes as long is {constant: 80ms}.
  void read_latency(const YamlNode& node, Distribution& latency) {
    const YamlEntry* entry = node.find("latency");
    if (!entry || entry->value.is_map() || entry->value.text.find("..") != std::string::npos) {
      return take(node, "latency", sim::distribution(), latency);
    }
    Duration mean{};
    take(node, "latency", sim::duration(), mean);
    latency = Distribution::exponential(mean);
  }

  void read_known_by(const YamlNode& node, Request& request) {
    const YamlEntry* known_by = node.find("known_by");
    if (!known_by) return;
    const Reader::Step step(reader_, "known_by");
    std::vector<std::string> arguments;
    for (const Parameter& each : request.shape.parameters) arguments.push_back(each.name);
    std::vector<YamlNode> names{known_by->value};
    if (known_by->value.is_list()) names = known_by->value.items;
    for (const YamlNode& name : names) {
      const auto found = std::ranges::find(arguments, name.text);
      if (!name.is_scalar() || found == arguments.end()) {
        return unknown(name, "expected an argument of " + request.shape.name, arguments);
      }
      const auto place = static_cast<std::size_t>(found - arguments.begin());
      if (std::ranges::find(request.known_by, place) != request.known_by.end()) {
        return fail(name.at, fmt::format("'{}' stands there twice", name.text));
      }
      request.known_by.push_back(place);
    }
    std::ranges::sort(request.known_by);
    if (request.known_by.empty() || request.known_by.front() != 0) {
      fail(known_by->value.at, fmt::format("a request is known by whom it is for, too: '{}'", arguments.front()));
    }
  }

  /// Whether a reaction that names it means an entity, or a request of whichever service.
  bool is_named_in_reactions(std::string_view name) const {
    const auto takes = [&](const Service& service) { return service.find_request(name).has_value(); };
    return model_.find_entity(name) || std::ranges::any_of(model_.services, takes);
  }

  void read_answers_of(const YamlEntry& entry) {
    Service& service = *std::ranges::find(model_.services, entry.key, &Service::name);
    std::size_t place = 0;
    each(entry.value, "requests", [&](const YamlEntry& line) {
      if (line.value.find("there")) read_there(*line.value.find("there"), service, service.requests[place]);
      ++place;
    });
    place = 0;
    each(entry.value, "requests", [&](const YamlEntry& line) {
      Request& request = service.requests[place++];
      if (line.value.is_null()) return;
      if (!is_map(line.value) || !knows_keys(line.value, request_keys())) return;
      if (service.keeps.value_or(kind_of(request)) != kind_of(request)) {
        return fail(line.at, fmt::format("a service that has something is asked for one kind of id: a {}",
                                         model_.ids[*service.keeps].name));
      }
      read_answer(line.value.find("accepted"), request, service.keeps.has_value(), request.accepted);
      read_answer(line.value.find("refused"), request, service.keeps.has_value(), request.refused);
    });
  }

  /// Of whom it is for.
  static std::uint16_t kind_of(const Request& request) { return request.shape.parameters.front().type.of; }

  /// What the request says, and what there is of whom it is for.
  Scope scope_of(const Request& request, bool keeps) const {
    Scope scope{.model = &model_, .locals = request.shape.parameters};
    if (keeps) scope.locals.push_back({"there", number_type});
    return scope;
  }

  void read_there(const YamlEntry& entry, Service& service, Request& request) {
    const Reader::Step step(reader_, "there");
    const auto is_there = [](const Parameter& each) { return each.name == "there"; };
    if (std::ranges::any_of(request.shape.parameters, is_there)) {
      return fail(entry.value.at, "'there' is what there is: call what the request says otherwise");
    }
    if (!service.keeps) service.keeps = kind_of(request);
    Parsed<Expression> there = parse_expression(scalar(entry.value), scope_of(request, true), &number_type);
    if (ok() && good(there, entry.value)) request.there = std::move(there->code);
  }

  void read_answer(const YamlEntry* entry, const Request& request, bool keeps, std::optional<Effect>& effect) {
    if (!entry || !ok()) return;
    const Scope scope = scope_of(request, keeps);
    Parsed<Reacted> reacted = parse_reaction(scalar(entry->value), scope);
    if (!ok() || !good(reacted, entry->value)) return;
    if (reacted->effects.size() != 1 || reacted->effects.front().service || !reacted->next.empty()) {
      return fail(entry->value.at, "an answer becomes one command: payment.record(price)");
    }
    effect = std::move(reacted->effects.front());
  }
};

}  // namespace

void read_services(const YamlNode& node, Model& model, Reader& reader) {
  ServicesReader(model, reader).read_requests(node);
}

void read_answers_of_services(const YamlNode& node, Model& model, Reader& reader) {
  ServicesReader(model, reader).read_answers(node);
}

}  // namespace crisper::written
