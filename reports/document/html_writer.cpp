#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>
#include <set>
#include <string_view>

#include "core/base/version.hpp"
#include "reports/document/sections.hpp"
#include "reports/document/svg.hpp"
#include "reports/document/writers.hpp"
#include "reports/support/harmless_text.hpp"

namespace crisper::reports {

// Embedded by the build: see CMakeLists.txt.
extern const std::string_view page_mustache;
extern const std::string_view page_css;
extern const std::string_view page_js;
extern const std::string_view dygraph_min_js;
extern const std::string_view dygraph_min_css;
/// As a content security policy names a script: it runs these two, and no other.
extern const std::string_view page_js_sha256;
extern const std::string_view dygraph_min_js_sha256;

namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;
using Json = nlohmann::json;

std::string_view word_of(Tone tone) {
  constexpr std::string_view words[] = {"plain", "good", "open", "bad"};
  return words[static_cast<std::size_t>(tone)];
}

data list_of(const std::vector<std::string>& texts) {
  data list(data::type::list);
  for (const std::string& each : texts) list.push_back(data("text", each));
  return list;
}

data legend_entry(std::string kind, const std::string& text) {
  data entry;
  entry.set("kind", std::move(kind));
  entry.set("text", text);
  return entry;
}

/// Puts the blocks of the document into the template's own terms.
class Page {
 public:
  data blocks_of(const Section& section) {
    data list(data::type::list);
    for (const Block& block : section.blocks) {
      std::visit([&](const auto& each) { add(list, each); }, block);
    }
    return list;
  }

  bool has_charts() const { return !charts_.empty(); }
  /// Nothing in it ends the script that it stands in.
  std::string charts() const {
    const Json json = {{"charts", charts_}, {"bands", bands_}, {"seconds", seconds_}};
    std::string text = json.dump(-1, ' ', true, Json::error_handler_t::replace);
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;) text.replace(at, 1, "\\u003c");
    return text;
  }

 private:
  static void add(data& list, const char* name, data block) { list.push_back(data(name, std::move(block))); }

  static void add(data& list, const Paragraph& paragraph) {
    data block;
    block.set("tone", std::string(word_of(paragraph.tone)));
    block.set("text", paragraph.text);
    add(list, "paragraph", std::move(block));
  }

  static void add(data& list, const Code& code) {
    data block;
    block.set("text", code.text);
    block.set("title", code.title);
    add(list, code.title.empty() ? "code" : "folded_code", std::move(block));
  }

  static void add(data& list, const NumberedList& numbered) {
    data block;
    block.set("items", list_of(numbered.items));
    add(list, "list", std::move(block));
  }

  static void add(data& list, const DocumentTable& table) {
    const auto kind = [&](std::size_t column) { return table.columns[column].is_number ? "number" : "text"; };
    data block, columns(data::type::list), rows(data::type::list);
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      columns.push_back(legend_entry(kind(i), table.columns[i].name));
    }
    for (const DocumentTable::Row& each : table.rows) {
      data row, cells(data::type::list);
      for (std::size_t i = 0; i < table.columns.size(); ++i) {
        cells.push_back(legend_entry(std::string(kind(i)) + (i == table.toned ? " toned" : ""), each.cells[i]));
      }
      row.set("tone", std::string(word_of(each.tone)));
      row.set("cells", std::move(cells));
      rows.push_back(std::move(row));
    }
    block.set("fold", data(table.title.empty() ? data::type::bool_false : data::type::bool_true));
    block.set("title", table.title);
    block.set("columns", std::move(columns));
    block.set("rows", std::move(rows));
    add(list, "table", std::move(block));
  }

  static void add(data& list, const DesignPicture& picture) {
    std::set<sim::Cargo> cargoes;
    for (const DesignLink& each : picture.links) {
      // The colour of a link is that of what goes down it; all that goes is in its title and in the table.
      cargoes.insert((each.there.empty() ? each.back : each.there).front().cargo);
    }
    data legend(data::type::list);
    for (const sim::Cargo each : cargoes) {
      const std::string name(name_of(each));
      legend.push_back(legend_entry(name, name));
    }
    add_picture(list, svg_of(picture), std::move(legend));
  }

  static void add(data& list, const MessageDiagram& diagram) {
    add_picture(list, svg_of(diagram), data(data::type::list));
  }

  static void add(data& list, const CurvePicture& picture) {
    const auto any = [&](CurveStanding standing) {
      return std::ranges::find(picture.points, standing, &CurvePoint::standing) != picture.points.end();
    };
    data legend(data::type::list);
    if (any(CurveStanding::holds)) legend.push_back(legend_entry("good", "holds"));
    if (any(CurveStanding::open)) legend.push_back(legend_entry("open", "can't be told"));
    if (any(CurveStanding::fails)) legend.push_back(legend_entry("bad", "fails"));
    add_picture(list, svg_of(picture), std::move(legend));
  }

  static void add_picture(data& list, std::string svg, data legend) {
    data block;
    block.set("svg", std::move(svg));
    block.set("has_legend", data(legend.is_empty_list() ? data::type::bool_false : data::type::bool_true));
    block.set("legend", std::move(legend));
    add(list, "picture", std::move(block));
  }

  void add(data& list, const TimeCharts& all) {
    seconds_ = to_seconds(all.ended);
    for (const FaultBand& each : all.bands) {
      bands_.push_back(
          {{"from", to_seconds(each.from)}, {"to", to_seconds(each.to)}, {"words", harmless_words(each.words)}});
    }
    for (const TimeChart& chart : all.charts) {
      data block, legend(data::type::list);
      for (std::size_t i = 0; i < chart.series.size(); ++i) {
        legend.push_back(legend_entry(fmt::format("s{}", i), chart.series[i].name));
      }
      if (chart.kind == ChartKind::spans) legend.push_back(legend_entry("dashes", "dashed: the mean"));
      if (!all.bands.empty()) legend.push_back(legend_entry("band", "a fault that lasts"));
      block.set("place", std::to_string(charts_.size()));
      block.set("id", "chart-" + std::string(chart.id));
      block.set("title", std::string(chart.title));
      block.set("meaning", std::string(chart.meaning));
      block.set("legend", std::move(legend));
      block.set("svg", svg_of(chart, all));
      add(list, "chart", std::move(block));
      charts_.push_back(json_of(chart, all));
    }
    if (!all.bands.empty()) add(list, bands_table(all));
  }

  static Json json_of(const TimeChart& chart, const TimeCharts& all) {
    const ChartUnit unit = unit_of(chart);
    std::vector<const std::vector<std::optional<double>>*> columns;
    Json labels = Json::array(), colours = Json::array(), means = Json::array();
    for (std::size_t i = 0; i < chart.series.size(); ++i) {
      const ChartSeries& series = chart.series[i];
      const std::string name = harmless_words(series.name);
      labels.push_back(chart.kind == ChartKind::spans ? name + ", longest" : name);
      colours.push_back(i);
      columns.push_back(&series.tops);
      if (series.means.empty()) continue;
      means.push_back(labels.size());
      labels.push_back(name + ", mean");
      colours.push_back(i);
      columns.push_back(&series.means);
    }
    Json rows = Json::array();
    const std::size_t slots = chart.series.front().tops.size();
    for (std::size_t slot = 0; slot < slots; ++slot) {
      Json row = Json::array({rounded(to_seconds(all.slot) * (static_cast<double>(slot) + 0.5))});
      for (const auto* each : columns) {
        const std::optional<double>& value = (*each)[slot];
        row.push_back(value ? Json(rounded(*value / unit.size)) : Json());
      }
      rows.push_back(std::move(row));
    }
    return {{"labels", std::move(labels)}, {"colours", std::move(colours)}, {"means", std::move(means)},
            {"unit", unit.name}, {"rows", std::move(rows)}};
  }

  /// Six digits are more than anybody sees.
  static double rounded(double value) { return std::stod(fmt::format("{:.6g}", value)); }

  Json charts_ = Json::array();
  Json bands_ = Json::array();
  double seconds_ = 0;
};

}  // namespace

std::string html_of(const Document& document) {
  Page page;
  data root, sections(data::type::list), facts(data::type::list);
  for (const Section& each : document.sections) {
    data section;
    section.set("id", each.id);
    section.set("title", each.title);
    section.set("blocks", page.blocks_of(each));
    sections.push_back(std::move(section));
  }
  for (const auto& [name, value] : document.facts) {
    data fact;
    fact.set("name", name);
    fact.set("value", value);
    facts.push_back(std::move(fact));
  }
  const auto set_if = [&](const char* name, bool is) {
    root.set(name, data(is ? data::type::bool_true : data::type::bool_false));
  };
  set_if("has_remarks", !document.remarks.empty());
  set_if("has_again", !document.again.empty());
  set_if("has_charts", page.has_charts());
  root.set("title", document.title);
  root.set("verdict", std::string(name_of(document.verdict)));
  root.set("tone", std::string(word_of(tone_of(document.verdict))));
  root.set("sentence", document.sentence);
  root.set("remarks", list_of(document.remarks));
  root.set("facts", std::move(facts));
  root.set("again", document.again);
  root.set("sections", std::move(sections));
  root.set("made_by", fmt::format("Written by crisper {}. This file needs no other, and asks nobody for anything.",
                                  version_text()));
  root.set("style", std::string(page_css));
  root.set("dygraph_style", std::string(dygraph_min_css));
  root.set("dygraph", std::string(dygraph_min_js));
  root.set("script", std::string(page_js));
  root.set("scripts", fmt::format("'{}' '{}'", dygraph_min_js_sha256, page_js_sha256));
  root.set("charts", page.charts());
  mustache page_template{std::string(page_mustache)};
  page_template.set_custom_escape([](const std::string& text) { return markup_text(text); });
  return page_template.render(root);
}

}  // namespace crisper::reports
