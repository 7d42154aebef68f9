// What people are told of the language in which a business is written.
#include <fmt/format.h>

#include "core/domain/written/language.hpp"
#include "sim/domain/own_domain.hpp"

namespace crisper::sim {

std::vector<OwnDomainWord> own_domain_language() {
  std::vector<OwnDomainWord> all;
  for (const auto& table : {written::language_words(), written::language_signs()}) {
    for (const written::LanguageWord& each : table) all.push_back({each.word, each.use, each.meaning});
  }
  return all;
}

std::string own_domain_language_reference() {
  std::string text = "| word | is | means |\n| --- | --- | --- |\n";
  for (const written::LanguageWord& each : written::language_words()) {
    text += fmt::format("| `{}` | {}{} | {} |\n", each.word, each.use, each.is_reserved ? "" : ", else a name",
                        each.meaning);
  }
  text += "\n| sign | is | means |\n| --- | --- | --- |\n";
  for (const written::LanguageWord& each : written::language_signs()) {
    text += fmt::format("| `{}` | {} | {} |\n", each.word, each.use, each.meaning);
  }
  return text;
}

}  // namespace crisper::sim
