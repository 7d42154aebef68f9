#include "reports/document/capacity_sections.hpp"

#include "reports/capacity_words.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

void add_capacity_paragraphs(Section& section, const std::vector<std::string>& sentences, Tone tone = Tone::plain) {
  for (const std::string& each : sentences) section.blocks.emplace_back(Paragraph{each, tone});
}

DocumentTable capacity_rates_table(const SweepResult& sweep, const Capacity& capacity) {
  DocumentTable table;
  for (const std::string& each : rate_titles()) {
    table.columns.push_back({each, each != "stands" && each != "runs"});
  }
  table.toned = 1;
  for (const CapacityStep& each : capacity.steps) {
    table.rows.push_back({rate_cells(sweep, each), tone_of(each.rate.verdict)});
  }
  return table;
}

}  // namespace

void add_capacity_sections(Document& document, const SweepResult& sweep, const Capacity& capacity) {
  Section found{.id = "capacity", .title = "Capacity"};
  add_capacity_paragraphs(found, {capacity_headline(sweep, capacity)}, tone_of(capacity.verdict()));
  add_capacity_paragraphs(found, capacity_doubts(capacity), Tone::open);
  add_capacity_paragraphs(found, limit_sentences(capacity));
  add_capacity_paragraphs(found, {knee_sentence(capacity)});
  found.blocks.emplace_back(capacity_rates_table(sweep, capacity));
  document.sections.push_back(std::move(found));
  Section law{.id = "scalability", .title = "The law that it follows"};
  add_capacity_paragraphs(law, scalability_sentences(capacity));
  if (const std::string little = little_sentence(capacity); !little.empty()) add_capacity_paragraphs(law, {little});
  if (!law.blocks.empty()) document.sections.push_back(std::move(law));
}

}  // namespace crisper::reports
