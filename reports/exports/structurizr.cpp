// Structurizr DSL (docs.structurizr.com/dsl): the system is a software system, like processes are a container, each of
// them an instance on its host.
#include <fmt/format.h>

#include <map>
#include <set>

#include "reports/exports/exports.hpp"
#include "reports/exports/shown_design.hpp"
#include "reports/support/harmless_text.hpp"

namespace crisper::reports {
namespace {

/// A quoted token on one line. The language has no escape for a backslash, and replaces ${NAME} by a value of the
/// machine that reads it; so both are written as what looks like them.
std::string token(std::string_view text) {
  std::string result = "\"";
  for (const char c : harmless_words(text)) {
    switch (c) {
      case '"':
        result += '\'';
        break;
      case '\\':
        result += "\xe2\x88\x96";
        break;  // set minus
      case '$':
        result += "\xef\xbc\x84";
        break;  // full-width dollar
      default:
        result += c;
    }
  }
  return result + "\"";
}

/// SiblingNames that must not be taken twice among siblings.
class SiblingNames {
 public:
  std::string operator()(std::string_view name) {
    std::string own(name.empty() ? "?" : name);
    for (int number = 2; !taken_.insert(token(own)).second; ++number) own = fmt::format("{} ({})", name, number);
    return token(own);
  }

 private:
  std::set<std::string> taken_;
};

class DslWriting {
 public:
  explicit DslWriting(const ShownDesign& design) : design_(design) {}

  std::string write() && {
    add(0, fmt::format("workspace {} {} {{", token(design_.name), token(design_.words)));
    add(1, "model {");
    elements();
    relationships();
    deployment();
    add(1, "}");
    views();
    add(0, "}");
    return std::move(text_);
  }

 private:
  void add(int depth, const std::string& line) {
    text_ += std::string(static_cast<std::size_t>(depth) * 2, ' ') + line + "\n";
  }

  const DesignPicture& picture() const { return design_.picture; }

  void elements() {
    SiblingNames systems, containers;
    for (std::size_t i = 0; i < picture().boxes.size(); ++i) {
      if (!design_.first_of(i).is_client) continue;
      add(2, fmt::format("b{} = person {} {}", i, systems(picture().boxes[i].name), token(picture().boxes[i].detail)));
    }
    add(2, fmt::format("system = softwareSystem {} {} {{", systems(design_.name), token(design_.words)));
    for (std::size_t i = 0; i < picture().boxes.size(); ++i) {
      if (design_.first_of(i).is_client) continue;
      add(3, fmt::format("b{} = container {} {} {}", i, containers(picture().boxes[i].name),
                         token(picture().boxes[i].detail), token(design_.first_of(i).role)));
    }
    add(2, "}");
  }

  /// Two of one description between the same two are refused: what differs is in the description.
  void relationships() {
    std::set<std::string> told;
    for (const sim::Channel& each : design_.channels()) {
      const std::string line =
          fmt::format("b{} -> b{} {} {} {}", each.from, each.to, token(channel_words(each)),
                      token(name_of(each.cargo)), token(each.at_least_once ? "at least once" : "at most once"));
      if (told.insert(line).second) add(2, line);
    }
  }

  void deployment() {
    std::map<std::string, std::vector<std::pair<std::size_t, std::size_t>>> hosts;  // boxes and elements of each
    for (std::size_t box = 0; box < picture().boxes.size(); ++box) {
      for (const std::size_t element : picture().boxes[box].members) {
        const sim::Element& each = design_.graph.elements[element];
        if (!each.is_client) hosts[each.host].emplace_back(box, element);
      }
    }
    add(2, "deploymentEnvironment \"simulated\" {");
    SiblingNames host_names;
    for (const auto& [host, members] : hosts) {
      add(3, fmt::format("deploymentNode {} {{", host_names(host.empty() ? "no host that is known" : host)));
      SiblingNames processes;
      for (const auto& [box, element] : members) {
        const sim::Element& each = design_.graph.elements[element];
        add(4, fmt::format("deploymentNode {} {} \"process\" {{", processes(each.name),
                           token(each.comes_later ? "started while it runs" : each.role)));
        add(5, fmt::format("containerInstance b{}", box));
        add(4, "}");
      }
      add(3, "}");
    }
    add(2, "}");
  }

  void views() {
    add(1, "views {");
    for (const char* view : {"container system \"channels\" {", "deployment system \"simulated\" \"processes\" {"}) {
      add(2, view);
      add(3, "include *");
      add(3, "autolayout tb");
      add(2, "}");
    }
    add(2, "styles {");
    add(3, "relationship \"at least once\" {");
    add(4, "style solid");
    add(3, "}");
    add(3, "relationship \"at most once\" {");
    add(4, "style dashed");
    add(3, "}");
    add(2, "}");
    add(1, "}");
  }

  const ShownDesign& design_;
  std::string text_;
};

}  // namespace

std::string structurizr_text(const ShownDesign& design) { return DslWriting(design).write(); }

Exported structurizr_of(const ReportSubject& subject) {
  const auto design = shown_design_of(subject);
  if (!design) return failure(design.error());
  return structurizr_text(*design);
}

}  // namespace crisper::reports
