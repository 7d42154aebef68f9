#include "reports/support/csv_line.hpp"

#include <charconv>
#include <string_view>

#include "reports/support/harmless_text.hpp"

namespace crisper::reports {
namespace {

bool is_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

std::string cell_of(const std::string& text) {
  std::string plain = harmless_words(text);
  if (!plain.empty() && std::string_view("=+-@").find(plain[0]) != std::string_view::npos && !is_number(plain)) {
    plain.insert(plain.begin(), '\'');
  }
  if (plain.find_first_of(",\"") == std::string::npos) return plain;
  std::string cell = "\"";
  for (const char c : plain) cell += c == '"' ? std::string("\"\"") : std::string(1, c);
  return cell + "\"";
}

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ",") + cell_of(cells[i]);
  return line + "\n";
}

}  // namespace crisper::reports
