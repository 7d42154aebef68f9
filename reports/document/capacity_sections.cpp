#include "reports/document/capacity_sections.hpp"

#include "reports/capacity_words.hpp"

namespace crisper::reports {
namespace {

using namespace properties;

/// One point is no curve.
constexpr std::size_t curve_points_least = 2;

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

CurveStanding curve_standing(const CapacityStep& step) {
  switch (step.rate.verdict) {
    case Verdict::pass: return CurveStanding::holds;
    case Verdict::fail: return CurveStanding::fails;
    case Verdict::unknown: break;
  }
  return CurveStanding::open;
}

/// What is done per second and how long a command stays, over the rates: where the one bends and the other takes off.
void add_capacity_curves(Section& section, const Capacity& capacity) {
  CurvePicture done{.title = "Done per second at each rate"};
  CurvePicture stay{.title = "How long a command stays open at each rate", .is_time = true};
  for (const CapacityStep& each : capacity.steps) {
    if (!each.commands) continue;
    done.points.push_back({each.rate.per_second, each.commands->departures, curve_standing(each)});
    stay.points.push_back({each.rate.per_second, each.commands->stay_s, curve_standing(each)});
  }
  if (done.points.size() < curve_points_least) return;
  const auto mark = [&](const std::optional<std::size_t>& step, const char* words) {
    if (!step) return;
    const double rate = capacity.steps[*step].rate.per_second;
    for (CurvePicture* each : {&done, &stay}) each->marks.push_back({rate, words + rate_text(rate)});
  };
  mark(capacity.knee, "knee: ");
  mark(capacity.highest_held, "holds up to ");
  for (CurvePicture* each : {&done, &stay}) {
    section.blocks.emplace_back(Paragraph{each->title + ", by the medians over the seeds. Both axes go by ratio."});
    section.blocks.emplace_back(std::move(*each));
  }
}

}  // namespace

void add_capacity_sections(Document& document, const SweepResult& sweep, const Capacity& capacity) {
  Section found{.id = "capacity", .title = "Capacity"};
  add_capacity_paragraphs(found, {capacity_headline(sweep, capacity)}, tone_of(capacity.verdict()));
  add_capacity_paragraphs(found, capacity_doubts(capacity), Tone::open);
  add_capacity_paragraphs(found, limit_sentences(capacity));
  add_capacity_paragraphs(found, {knee_sentence(capacity)});
  add_capacity_curves(found, capacity);
  found.blocks.emplace_back(capacity_rates_table(sweep, capacity));
  document.sections.push_back(std::move(found));
  Section law{.id = "scalability", .title = "The law that it follows"};
  add_capacity_paragraphs(law, scalability_sentences(capacity));
  if (const std::string little = little_sentence(capacity); !little.empty()) add_capacity_paragraphs(law, {little});
  if (!law.blocks.empty()) document.sections.push_back(std::move(law));
}

}  // namespace crisper::reports
