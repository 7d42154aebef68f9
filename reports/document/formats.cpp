#include "reports/document/formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/base/digest.hpp"
#include "reports/document/writers.hpp"

namespace crisper::reports {
namespace {

constexpr auto formats = std::to_array<ReportFormat>({
    {"html", "one page that needs nothing else, with pictures and charts", ".html", html_of, "<!-- ", " -->"},
    {"markdown", "the same without pictures, for hosts of code", ".md", markdown_of, "<!-- ", " -->"},
});

std::string signature(const ReportFormat& format, std::string_view text) {
  Digest digest;
  digest.add(text);
  return fmt::format("{}crisper report {}{}\n", format.comment_begin, digest_text(digest.value()), format.comment_end);
}

}  // namespace

std::span<const ReportFormat> all_report_formats() { return formats; }

const ReportFormat* find_report_format(std::string_view name) {
  const auto found = std::ranges::find(formats, name, &ReportFormat::name);
  return found == formats.end() ? nullptr : &*found;
}

std::string signed_report(const ReportFormat& format, const Document& document) {
  const std::string text = format.write(document);
  return format.comment_begin.empty() ? text : text + signature(format, text);
}

bool is_unchanged_report(std::string_view text) {
  return std::ranges::any_of(formats, [&](const ReportFormat& format) {
    if (format.comment_begin.empty()) return false;
    const std::size_t length = signature(format, "").size();
    if (text.size() < length) return false;
    const std::string_view above = text.substr(0, text.size() - length);
    return text.substr(above.size()) == signature(format, above);
  });
}

}  // namespace crisper::reports
