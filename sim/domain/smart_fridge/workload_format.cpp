// `workload:`, what happens to the design from outside.
#include <fmt/format.h>

#include <memory>
#include <utility>

#include "sim/domain/smart_fridge/applies.hpp"
#include "sim/domain/smart_fridge/formats.hpp"
#include "sim/domain/smart_fridge/workload.hpp"
#include "sim/scenario/arrivals_format.hpp"
#include "sim/scenario/container_format.hpp"
#include "sim/scenario/file_beside.hpp"
#include "sim/scenario/record_format.hpp"
#include "sim/scenario/scalar_format.hpp"

namespace crisper::smart_fridge {
namespace {

using namespace sim;
using namespace std::chrono_literals;

constexpr std::uint64_t things_max = 1'000'000;  // customers, fridges, meals
constexpr Duration longest_workload = std::chrono::hours(2400);

FormatPtr<std::uint64_t> things() { return natural_number({.least = 1, .most = things_max}); }
FormatPtr<Duration> gap() { return duration({.least = Duration(1us)}); }

FormatPtr<ClosedSpec> closed() {
  auto record = new_record<ClosedSpec>();
  record->field("think", &ClosedSpec::think, gap(), "mean pause between an answer and the next order");
  return record;
}

template <class Spec>
bool comes_by_rate(const Spec& spec) {
  return !spec.arrivals.recorded;
}

template <class Spec>
void check_rate_of(const Spec& spec, const YamlNode& node, Reader& reader) {
  check_rate_beside(spec.arrivals, node, reader);
}

FormatPtr<OrdersSpec> orders() {
  auto record = new_record<OrdersSpec>();
  record->field("rate", &OrdersSpec::rate, rate(), "of all customers together")
      .applies(when::order_rate())
      .only_if(comes_by_rate<OrdersSpec>)
      .check(check_rate_of<OrdersSpec>)
      .field("start", &OrdersSpec::start, duration({.most = longest_workload}),
             "when the first may come; leaves the kitchen time to fill the fridges")
      .field("for", &OrdersSpec::lasting, optional_of(duration({.most = longest_workload})),
             "how long orders keep coming; neither this nor count: 60s; both: whichever is over first")
      .field("count", &OrdersSpec::count, optional_of(natural_number({.most = intent_limit})), "how many orders in all")
      .field("customers", &OrdersSpec::customers, things(), "customers are numbered from 1")
      .field("clients", &OrdersSpec::clients, natural_number({.most = 10'000}),
             "client processes that the customers share; 0: one each, 16 at most")
      .field("fridges", &OrdersSpec::fridges, things(), "fridges are numbered from 1")
      .field("meals", &OrdersSpec::meals, things(), "kinds of meals in every fridge, numbered from 1")
      .field("popularity", &OrdersSpec::popularity, popularity(), "of fridges; with zipf, fridge 1 is the most wanted")
      .field("meal_popularity", &OrdersSpec::meal_popularity, popularity(), "of meals, likewise")
      .field("quantity", &OrdersSpec::quantity, number_range({.least = 1, .most = 1'000'000}), "meals in one order")
      .field("price", &OrdersSpec::price, number_range({.least = 0, .most = 1'000'000'000}), "of one meal, in cents")
      .field("arrivals", &OrdersSpec::arrivals, arrivals_format(when::order_bursts()), "when orders come")
      .applies(when::open_orders())
      .field(
          "closed", &OrdersSpec::closed, optional_of(closed()),
          "clients wait for each answer, think, and go on; without this they order whatever becomes of earlier orders")
      .field("look_first", &OrdersSpec::look_first, on_or_off(),
             "customers look at the catalogue, and don't order what it shows too few of")
      .field("decide_after", &OrdersSpec::decide_after, duration({.most = longest_workload}),
             "how long a customer has a price on the screen before ordering at it")
      .applies(when::promotions());
  return record;
}

FormatPtr<BasketsSpec> baskets() {
  auto record = new_record<BasketsSpec>();
  record->field("rate", &BasketsSpec::rate, rate(), "of all shoppers together")
      .applies(when::basket_rate())
      .only_if(comes_by_rate<BasketsSpec>)
      .check(check_rate_of<BasketsSpec>)
      .field("clients", &BasketsSpec::clients, natural_number({.least = 1, .most = 10'000}), "shopper processes")
      .field("fridges", &BasketsSpec::fridges, number_range({.least = 2, .most = 16}),
             "in one basket, each once, in the order in which the shopper thinks of them")
      .field("look_after", &BasketsSpec::look_after, optional_of(duration({.most = longest_workload})),
             "so long after it went for a basket, a shopper looks up the first of its meals; left out: it doesn't")
      .field("arrivals", &BasketsSpec::arrivals, arrivals_format(when::basket_bursts()), "when shoppers come");
  return record;
}

FormatPtr<RestockSpec> restock() {
  auto record = new_record<RestockSpec>();
  record
      ->field("initial", &RestockSpec::initial, whole_number({.least = 0, .most = 1'000'000'000}),
              "meals of each kind in each fridge, loaded when the run begins")
      .field("every", &RestockSpec::every, optional_of(gap()), "how often the kitchen comes again; left out: never")
      .field("amount", &RestockSpec::amount, whole_number({.least = 1, .most = 1'000'000'000}),
             "meals of each kind added each time")
      .applies(when::restocking())
      .field("trust", &RestockSpec::trust, choice<ReleaseTrust>("a trust"), "how far the kitchen is then believed")
      .applies(when::restocking())
      .field("at_most", &RestockSpec::at_most, whole_number({.least = 0, .most = 1'000'000'000}), "in meals")
      .applies(when::bounded_releases())
      .field("releases", &RestockSpec::releases, optional_of(gap()),
             "how often a release is due to every fridge, of as many meals as smart_fridge.schedule plans; left out: "
             "never");
  return record;
}

FormatPtr<ReportSpec> report_format() {
  auto record = new_record<ReportSpec>();
  record->field("at", &ReportSpec::at, duration({.most = longest_workload}), "when")
      .required()
      .field("fridge", &ReportSpec::fridge, things(), "whose")
      .field("meal", &ReportSpec::meal, things(), "of which")
      .field("counted", &ReportSpec::counted, whole_number({.least = 0, .most = 1'000'000'000}),
             "the total it says it counted, reserved meals included")
      .required();
  return record;
}

FormatPtr<QueriesSpec> queries() {
  auto record = new_record<QueriesSpec>();
  record->field("rate", &QueriesSpec::rate, rate(), "of all readers together")
      .applies(when::query_rate())
      .only_if(comes_by_rate<QueriesSpec>)
      .check(check_rate_of<QueriesSpec>)
      .field("clients", &QueriesSpec::clients, natural_number({.least = 1, .most = 10'000}), "reader processes")
      .field("view", &QueriesSpec::view, name(), "the consumer that is asked")
      .field("arrivals", &QueriesSpec::arrivals, arrivals_format(when::query_bursts()), "when queries come");
  return record;
}

FormatPtr<SensorsSpec> sensors() {
  auto record = new_record<SensorsSpec>();
  record->field("every", &SensorsSpec::every, gap(), "how often each fridge reports; they take turns")
      .field("doubled", &SensorsSpec::doubled, chance(), "the chance that a report is sent twice")
      .field("late", &SensorsSpec::late, chance(), "the chance that a report is sent long after it was made")
      .field("late_by", &SensorsSpec::late_by, gap(), "how long after")
      .applies(when::late_reports())
      .field("after", &SensorsSpec::after, natural_number({.least = 1, .most = 1000}),
             "how many reports each fridge makes after the last order, so that its book can be put right");
  return record;
}

FormatPtr<SpoilageSpec> spoilage() {
  auto record = new_record<SpoilageSpec>();
  record->field("rate", &SpoilageSpec::rate, rate(), "meals of all fridges together")
      .field("written_off", &SpoilageSpec::written_off, chance(),
             "the chance that somebody throws the meal away and says so; of the others only a fridge's sensors know");
  return record;
}

/// `promotions.csv`, beside the scenario.
class PromotionFileFormat final : public Format<PromotionFile> {
 public:
  void read(const YamlNode& node, PromotionFile& file, Reader& reader) const override {
    const Result<FileBeside, std::string> beside = file_beside(reader, node, csv_bytes_max);
    if (!beside) return reader.fail_here(node.at, beside.error());
    Result<PromotionRows, CsvProblem> read = read_promotions(beside->text);
    if (!read) {
      return reader.fail_here(node.at, fmt::format("{}:{}:{}: {}", node.text, read.error().line, read.error().column,
                                                   read.error().message));
    }
    file = {.path = beside->path,
            .rows = std::make_shared<const std::vector<ImportPromotion>>(std::move(read->rows)),
            .lines = std::make_shared<const std::vector<int>>(std::move(read->lines))};
  }
  YamlNode write(const PromotionFile& file) const override { return YamlNode::scalar(file.path); }
  Grammar grammar(const PromotionFile&) const override {
    return Grammar::scalar("a file", R"({"type": "string"})");
  }
};

/// A field of a row whose type is a number's or an amount's own.
template <class Id>
void add_number(Record<ImportPromotion>& row, std::string key, Id ImportPromotion::*part, std::string doc) {
  row.field<std::uint64_t>(
         std::move(key), [part](const ImportPromotion& each) { return static_cast<std::uint64_t>((each.*part).value); },
         [part](ImportPromotion& each, std::uint64_t value) {
           (each.*part).value = static_cast<decltype(Id::value)>(value);
         },
         natural_number({.least = 1, .most = 1'000'000'000}), std::move(doc))
      .required();
}

FormatPtr<ImportPromotion> promotion_row() {
  auto row = new_record<ImportPromotion>();
  add_number(*row, "id", &ImportPromotion::promotion, "what it is known by");
  add_number(*row, "meal", &ImportPromotion::meal, "of which meal");
  add_number(*row, "price", &ImportPromotion::price, "of one, in cents");
  row->field("from", &ImportPromotion::from, duration({.most = longest_workload}), "when it begins")
      .field("until", &ImportPromotion::until, duration({.most = longest_workload}), "when it ends; 0s: it doesn't");
  return row;
}

FormatPtr<PromotionBatch> promotion_batch() {
  using Rows = std::vector<ImportPromotion>;
  const auto has_file = [](const PromotionBatch& batch) { return !batch.file.path.empty(); };
  auto record = new_record<PromotionBatch>();
  record
      ->field("from", &PromotionBatch::file, std::make_shared<PromotionFileFormat>(),
              "a CSV file of promotions: its first line names the columns, id, meal, price (of one, in cents), from, "
              "and until, which may be empty; a meal has no price before its first")
      .only_if(has_file)
      .field<Rows>(
          "rows", [](const PromotionBatch& batch) { return batch.file.rows ? *batch.file.rows : Rows(); },
          [](PromotionBatch& batch, Rows rows) {
            batch.file = {.path = {}, .rows = std::make_shared<const Rows>(std::move(rows)), .lines = {}};
          },
          list_of(promotion_row()), "instead of a file: its rows")
      .only_if([has_file](const PromotionBatch& batch) { return !has_file(batch); })
      .field("at", &PromotionBatch::at, list_of(duration({.most = longest_workload})),
             "when the batch is imported; it comes as often as there are times, and may be late")
      .check([](const PromotionBatch& batch, const YamlNode& node, Reader& reader) {
        if (node.find("from") && node.find("rows")) {
          return reader.fail_here(position_of(node, "rows"), "a batch has a file ('from') or 'rows', not both");
        }
        if (!batch.file.rows) return reader.fail_here(node.at, "a batch needs a file ('from') or 'rows'");
      });
  return record;
}

bool is_generated(const WorkloadSpec& workload) { return !workload.script; }

/// A list's item; null where it isn't written there.
const YamlNode* item_of(const YamlNode& node, std::string_view list, std::size_t i) {
  const YamlEntry* entry = node.find(list);
  return entry && i < entry->value.items.size() ? &entry->value.items[i] : nullptr;
}

void check_promotions(const std::vector<PromotionBatch>& batches, const YamlNode& node, Reader& reader) {
  const auto clash = clash_in(batches);
  if (!clash) return;
  const PromotionFile& file = batches[clash->batch].file;
  const ImportPromotion& row = (*file.rows)[clash->row];
  std::string problem =
      fmt::format("promotion {} is of meal {}, and of meal {} in a row before: an id is one promotion's",
                  row.promotion.value, row.meal.value, clash->other.value);
  const YamlNode* batch = item_of(node, "promotions", clash->batch);
  const YamlNode* here = batch && file.path.empty() ? item_of(*batch, "rows", clash->row) : batch;
  const YamlEntry* from = batch ? batch->find("from") : nullptr;
  if (from && file.lines) problem = fmt::format("{}:{}: {}", from->value.text, (*file.lines)[clash->row], problem);
  reader.fail_here(here ? here->at : position_of(node, "promotions"), problem);
}

void check_workload(const WorkloadSpec& spec, const YamlNode& node, Reader& reader) {
  if (spec.script) {
    for (const char* key :
         {"orders", "baskets", "restock", "reports", "queries", "sensors", "spoilage", "promotions"}) {
      if (!node.find(key)) continue;
      return reader.fail_here(position_of(node, key), fmt::format("'{}' generates what 'script' writes out: "
                                                                  "a workload has one or the other",
                                                                  key));
    }
    return;
  }
  const auto& workload = spec.generated.as<Workload>();
  const TextPosition at = position_of(node, "orders");
  if (workload.orders.fridges * workload.orders.meals > things_max) {
    return reader.fail_here(at, "fridges times meals is more than " + std::to_string(things_max));
  }
  if (expected_end(workload) > sim_start + longest_workload + workload.orders.start) {
    return reader.fail_here(at, "at this rate that many orders take more than " + exact_text(longest_workload));
  }
  if (expected_intents(workload) > intent_limit) {
    return reader.fail_here(at, "about " + std::to_string(expected_intents(workload)) +
                                    " commands and queries; at most " + std::to_string(intent_limit));
  }
  if (workload.baskets && workload.baskets->fridges.high > static_cast<std::int64_t>(workload.orders.fridges)) {
    return reader.fail_here(position_of(node, "baskets"),
                            "baskets: a basket of more fridges than there are (" +
                                std::to_string(workload.orders.fridges) + ")");
  }
  if (workload.orders.look_first && !workload.promotions.empty()) {
    return reader.fail_here(position_of(node, "promotions"),
                            "customers look at a price before they order, or at the stock (orders.look_first)");
  }
  for (std::size_t i = 0; i < workload.reports.size(); ++i) {
    const ReportSpec& each = workload.reports[i];
    if (each.fridge > workload.orders.fridges || each.meal > workload.orders.meals) {
      const YamlNode* report = item_of(node, "reports", i);
      return reader.fail_here(report ? report->at : at, "a report of a fridge or meal that doesn't exist");
    }
  }
  check_promotions(workload.promotions, node, reader);
}

/// A key for a part of what is generated.
template <class M>
Record<WorkloadSpec>& add(Record<WorkloadSpec>& record, std::string key, M Workload::*part,
                          std::type_identity_t<FormatPtr<M>> format, std::string doc) {
  return record.field<M>(
      std::move(key), [part](const WorkloadSpec& spec) { return spec.generated.as<Workload>().*part; },
      [part](WorkloadSpec& spec, M value) { spec.generated.edit<Workload>().*part = std::move(value); },
      std::move(format), std::move(doc));
}

}  // namespace

FormatPtr<WorkloadSpec> workload_format() {
  auto record = new_record<WorkloadSpec>();
  add(*record, "orders", &Workload::orders, orders(), "customers order meals").only_if(is_generated);
  add(*record, "baskets", &Workload::baskets, optional_of(baskets()),
      "shoppers take one meal from each of several fridges, all or none; left out: none");
  add(*record, "restock", &Workload::restock, restock(),
      "the kitchen fills the fridges, each meal in each fridge alike")
      .only_if(is_generated);
  add(*record, "reports", &Workload::reports, list_of(report_format()),
      "fridges report what they counted; the numbers are yours, since a script can't know what will be left")
      .only_if(is_generated);
  add(*record, "queries", &Workload::queries, optional_of(queries()),
      "readers look up the stock of a meal; left out: none");
  add(*record, "sensors", &Workload::sensors, optional_of(sensors()),
      "fridges count what lies in them and report it, as smart_fridge.sensors says; left out: they don't");
  add(*record, "spoilage", &Workload::spoilage, optional_of(spoilage()),
      "meals spoil or go without an order; left out: none");
  add(*record, "promotions", &Workload::promotions, list_of(promotion_batch()),
      "batches of promotions, made elsewhere: what meals cost, and from when, by the clock of one process, price-clock")
      .only_if([](const WorkloadSpec& spec) {
        return is_generated(spec) && !spec.generated.as<Workload>().promotions.empty();
      });
  record->field("script", &WorkloadSpec::script, optional_of(script_steps()),
                "every step written out, instead of all of the above: who does what, and when");
  record->check(check_workload);
  return record;
}

}  // namespace crisper::smart_fridge
