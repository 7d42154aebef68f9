// XML text: any bytes as character data that every XML 1.0 parser accepts.
#pragma once

#include <string>
#include <string_view>

namespace crisper::reports {

/// Escapes markup and quotes; replaces by U+FFFD what is not UTF-8 or what XML 1.0 forbids.
std::string xml_text(std::string_view text);
/// The same for the value of an attribute, where a line feed or a tab must be a reference.
std::string xml_attribute(std::string_view text);

}  // namespace crisper::reports
