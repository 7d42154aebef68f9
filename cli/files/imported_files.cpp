#include "cli/files/imported_files.hpp"

#include <utility>

#include "cli/files/scenario_source.hpp"
#include "sim/domain/registry.hpp"

namespace crisper::cli {

Result<std::vector<NamedText>, std::string> take_imports_along(sim::Scenario& scenario, const ImportName& name) {
  constexpr std::size_t bytes_max = std::size_t{256} << 20;
  std::vector<NamedText> files;
  std::vector<std::string> names;
  const sim::DomainEntry& domain = sim::domain_of(scenario);
  for (const std::string& path : domain.files(scenario.workload.generated)) {
    Result<std::string, std::string> text = read_text(path, bytes_max);
    if (!text) return failure(text.error());
    names.push_back(name(names.size() + 1, *text));
    files.push_back({names.back(), std::move(*text)});
  }
  if (!names.empty()) scenario.workload.generated = domain.with_files(scenario.workload.generated, names);
  return files;
}

}  // namespace crisper::cli
