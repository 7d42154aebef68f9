#include "cli/files/imported_files.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "cli/files/scenario_source.hpp"
#include "sim/domain/registry.hpp"

namespace crisper::cli {

std::string name_beside_run(std::size_t n, const std::string& path) {
  constexpr std::size_t kept_max = 80;
  constexpr std::string_view kept =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";
  std::string own = std::filesystem::path(path).filename().string();
  if (own.size() > kept_max) own.erase(0, own.size() - kept_max);
  for (char& c : own) {
    if (kept.find(c) == kept.npos) c = '_';
  }
  return fmt::format("import-{}-{}", n, own);
}

Result<std::vector<NamedText>, std::string> take_imports_along(sim::Scenario& scenario, const ImportName& name) {
  constexpr std::size_t bytes_max = std::size_t{256} << 20;
  std::vector<NamedText> files;
  std::vector<std::string> names;
  const sim::DomainEntry& domain = sim::domain_of(scenario);
  for (const std::string& path : domain.files(scenario.workload.generated)) {
    Result<std::string, std::string> text = read_text(path, bytes_max);
    if (!text) return failure(text.error());
    names.push_back(name(names.size() + 1, path, *text));
    files.push_back({names.back(), std::move(*text)});
  }
  if (!names.empty()) scenario.workload.generated = domain.with_files(scenario.workload.generated, names);
  return files;
}

}  // namespace crisper::cli
