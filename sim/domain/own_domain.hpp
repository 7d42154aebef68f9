// OwnDomain: a business that a scenario itself describes, instead of naming one that the program has. Its wing is
// `written`.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/grammar.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/yaml_tree.hpp"

namespace crisper::sim {

class DomainEntry;

/// A regular value. Empty: the scenario's business is one that the program has.
struct OwnDomain {
  std::shared_ptr<const DomainEntry> entry;
  std::shared_ptr<const YamlNode> written;  ///< as it stands in the file, or in the file that it names

  explicit operator bool() const { return entry != nullptr; }
  friend bool operator==(const OwnDomain& one, const OwnDomain& other) {
    if (one.written == other.written) return true;
    return one.written && other.written && yaml_flow(*one.written) == yaml_flow(*other.written);
  }
};

/// `node` is a map: the business itself, or {file: shop.domain.yaml}. Empty, with a problem in the reader, where it
/// can't be meant.
OwnDomain read_own_domain(const YamlNode& node, Reader& reader);

/// What may stand there, and what `workload:` may hold then, beside a script.
Grammar own_domain_grammar();
Grammar own_workload_grammar();

/// A word or a sign of the lines of such a business.
struct OwnDomainWord {
  std::string_view word;
  std::string_view use;
  std::string_view meaning;
};
std::vector<OwnDomainWord> own_domain_language();
/// The same as tables of a document.
std::string own_domain_language_reference();

/// The smallest scenario with a business of its own: what `crisper init --domain` writes.
std::string_view own_domain_starter();
/// One made from an AsyncAPI 3 document (YAML or JSON), to be completed.
Result<std::string, TextProblem> own_domain_skeleton(std::string_view asyncapi);

/// A page or a schema of an EventCatalog, by its path below the catalog.
struct CatalogFile {
  std::string path;
  std::string text;
};
/// One made from an EventCatalog: its services, what they receive and send. Else "PATH:LINE:COLUMN: why", or why alone.
Result<std::string, std::string> own_domain_skeleton_of_catalog(std::string_view title,
                                                                const std::vector<CatalogFile>& files);

}  // namespace crisper::sim
