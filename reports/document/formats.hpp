// The formats that a report may have. A new one is a file with its writer, and a line in formats.cpp.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/base/result.hpp"
#include "reports/document/document.hpp"
#include "reports/document/report_subject.hpp"

namespace crisper::reports {

/// What a writer needs beside what stands in the folder.
enum class ReportNeeds : std::uint8_t {
  nothing,
  stories,  ///< failing runs are made again, to be told or drawn
};

struct ReportFormat {
  std::string_view name;       ///< as the command line has it
  std::string_view meaning;    ///< one line
  std::string_view extension;  ///< with its dot
  ReportNeeds needs{};
  /// Of what is to be read; null: `exported` writes it.
  std::string (*write)(const Document&) = nullptr;
  /// Of what is for other programs. Fails with one line where the subject lacks what it takes.
  Result<std::string, std::string> (*exported)(const ReportSubject&) = nullptr;
  /// What stands around a comment, so that a report can be signed; both empty: it can't, and is never written anew.
  std::string_view comment_begin{};
  std::string_view comment_end{};
};

/// The first is the one that nobody has to name.
std::span<const ReportFormat> all_report_formats();
/// Null where there is none of that name.
const ReportFormat* find_report_format(std::string_view name);

/// The subject in that format, not signed.
Result<std::string, std::string> written_in(const ReportFormat& format, const ReportSubject& subject);

/// What was written in that format, and below it a comment with the digest of all that stands above: so a report that
/// nobody has changed is told from anything else.
std::string signed_report(const ReportFormat& format, std::string text);

/// Whether `signed_report` wrote it, in any format, and nobody has changed it since.
bool is_unchanged_report(std::string_view text);

}  // namespace crisper::reports
