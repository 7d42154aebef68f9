// The documents of the scenario format as the code would have them; shared by their test and by crisper_update_docs.
#pragma once

#include <optional>
#include <string>

namespace crisper::sim {

inline constexpr const char* scenario_document = "docs/formats/scenario.md";
inline constexpr const char* domain_document = "docs/formats/domain.md";
inline constexpr const char* schema_document = "docs/formats/scenario.schema.json";

/// The document with its generated part made anew; nothing if it has no such part. Of the format of scenarios, and of
/// the language of businesses.
std::optional<std::string> with_reference(const std::string& document);
std::optional<std::string> with_language(const std::string& document);

/// A whole file; nothing if it can't be read.
std::optional<std::string> read_text(const std::string& path);

}  // namespace crisper::sim
