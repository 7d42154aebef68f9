// The smart fridge, as `sim` knows it.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/domain/smart_fridge/announcement.hpp"
#include "core/domain/smart_fridge/messages.hpp"
#include "core/domain/smart_fridge/price.hpp"
#include "core/domain/smart_fridge/report.hpp"
#include "core/domain/smart_fridge/schedule.hpp"
#include "core/domain/smart_fridge/smart_fridge.hpp"
#include "core/design/ownership_strategy.hpp"
#include "sim/domain/chosen_format.hpp"
#include "sim/domain/registry.hpp"
#include "sim/domain/smart_fridge/facts.hpp"
#include "sim/domain/smart_fridge/formats.hpp"
#include "sim/domain/smart_fridge/order_numbers.hpp"
#include "sim/domain/smart_fridge/starter.hpp"
#include "sim/domain/smart_fridge/workload.hpp"
#include "sim/scenario/value_text.hpp"

namespace crisper::smart_fridge {
namespace {

using sim::Chosen;
using sim::has_file;
using sim::ScenarioWarning;

constexpr std::string_view queries_part = "workload.queries";
constexpr std::string_view restock_part = "workload.restock.every";
constexpr std::string_view reports_part = "workload.reports";
constexpr std::string_view sensors_part = "workload.sensors";
constexpr std::string_view spoilage_part = "workload.spoilage";

void warn_of_ownership(const OwnershipDesign& chosen, const Workload& workload,
                       std::vector<ScenarioWarning>& warnings) {
  if (chosen.strategy == OwnershipStrategy::escrow && chosen.quota_size > workload.restock.initial) {
    warnings.push_back({"design.ownership.quota_size",
                        fmt::format("larger than the stock of a meal ({}): who asks first has all of it",
                                    workload.restock.initial)});
  }
  if (chosen.strategy != OwnershipStrategy::multi_row_lock || !workload.baskets) return;
  if (chosen.deadlock == DeadlockPolicy::timeout && chosen.wait >= chosen.lease) {
    warnings.push_back(
        {"design.ownership.wait", fmt::format("{} is no shorter than a lease ({}): what breaks a circle is the lease",
                                              sim::exact_text(chosen.wait), sim::exact_text(chosen.lease))});
  }
}

/// Somebody does something to the fridges themselves, and not to the books.
bool asks_fridges(const sim::WorkloadSpec& workload) {
  if (workload.script) {
    return std::ranges::any_of(*workload.script,
                               [](const sim::ScriptStep& step) { return !step.intent.service.empty(); });
  }
  const auto& generated = workload.generated.as<Workload>();
  return generated.sensors || generated.spoilage;
}

/// A setting that is a choice of design: others may make it otherwise for the same business.
struct DesignPart {
  std::string_view path;
  void (*to_default)(Options&);
};

template <auto Part>
void to_default(Options& options) {
  options.*Part = Options{}.*Part;
}

/// How long to wait for somebody else, what is reported, how far that is believed, and who remembers what of an order.
/// What people and machines outside do, what they were promised, and what there is at all is the business.
constexpr auto design_parts = std::to_array<DesignPart>({
    {"smart_fridge.payment.timeout", to_default<&Options::payment_timeout>},
    {"smart_fridge.sensors.report", to_default<&Options::report>},
    {"smart_fridge.sensors.trust", to_default<&Options::trust>},
    {"smart_fridge.sensors.tolerance", to_default<&Options::tolerance>},
    {"smart_fridge.sensors.numbers", to_default<&Options::numbers>},
    {"smart_fridge.enrich", to_default<&Options::enrich>},
});

class SmartFridgeEntry final : public sim::DomainEntry {
 public:
  std::string_view name() const override { return "smart_fridge"; }
  std::string_view meaning() const override { return "fridges, orders and payments"; }
  std::unique_ptr<Domain> make(const Chosen& settings) const override {
    return std::make_unique<SmartFridge>(settings.as<Options>());
  }
  sim::DomainChoices everything() const override {
    Workload workload;
    workload.orders.clients = 1;
    workload.baskets.emplace();
    workload.queries.emplace();
    workload.reports.emplace_back();
    workload.sensors.emplace();
    workload.spoilage.emplace();
    workload.promotions.emplace_back();
    const Options all{.refill_below = 1,
                      .schedule = true,
                      .mails = true,
                      .sensors = true,
                      .prices = true,
                      .venue_size = 2,
                      .enrich = true,
                      .board = true};
    return {.settings = Chosen::of(all),
            .workload = Chosen::of(std::move(workload))};
  }
  Chosen without_design(Chosen settings) const override {
    for (const DesignPart& part : design_parts) part.to_default(settings.edit<Options>());
    return settings;
  }
  std::vector<std::string> design_settings() const override {
    std::vector<std::string> paths;
    for (const DesignPart& part : design_parts) paths.emplace_back(part.path);
    return paths;
  }

  sim::FormatPtr<Chosen> settings_format() const override { return sim::chosen_as(options_format()); }
  sim::FormatPtr<sim::WorkloadSpec> workload_format() const override { return smart_fridge::workload_format(); }
  std::string_view starter() const override { return starter_scenario; }
  std::string_view asking_words() const override {
    return "queries, orders.look_first, baskets.look_after, promotions, or looks in a script";
  }
  std::vector<std::string> commands() const override {
    return names_of<LoadMeals, AnnounceMeals, ReserveMeal, TakeMeal, ConfirmReservation, ReleaseReservation,
                    ReportStock, ReconcileStock, WriteOff, SwitchOff, SwitchOn, PlaceOrder, CompleteOrder,
                    CancelOrder, RecordCharge, RecordRefund, PlanRelease, ImportPromotion, AdvanceTime>();
  }

  std::vector<ClientScript> clients(const Chosen& workload, std::uint64_t seed) const override {
    return clients_of(workload.as<Workload>(), seed);
  }
  std::vector<ClientScript> silent_clients(const Chosen& workload) const override {
    return smart_fridge::silent_clients(workload.as<Workload>());
  }
  SimTime expected_end(const Chosen& workload) const override {
    return smart_fridge::expected_end(workload.as<Workload>());
  }
  std::optional<sim::StagedLoad> staged_load(const Chosen& workload) const override {
    return smart_fridge::staged_load(workload.as<Workload>());
  }
  std::uint64_t expected_intents(const Chosen& workload) const override {
    return smart_fridge::expected_intents(workload.as<Workload>());
  }
  sim::Script numbered(sim::Script script) const override { return with_order_numbers(std::move(script)); }
  bool asks_views(const Chosen& workload) const override {
    const auto& here = workload.as<Workload>();
    return here.queries || here.orders.look_first || !here.promotions.empty() ||
           (here.baskets && here.baskets->look_after);
  }
  std::string_view several_states_in(const Chosen& workload) const override {
    return workload.as<Workload>().baskets ? "baskets" : "";
  }

  std::vector<std::string> files(const Chosen& workload) const override {
    std::vector<std::string> files;
    for (const PromotionBatch& batch : workload.as<Workload>().promotions) {
      if (!batch.file.path.empty()) files.push_back(batch.file.path);
    }
    for (const sim::ArrivalSpec* arrivals : all_arrivals(workload.as<Workload>())) {
      if (has_file(*arrivals)) files.push_back(arrivals->recorded->path);
    }
    return files;
  }
  Chosen with_files(Chosen workload, const std::vector<std::string>& names) const override {
    std::size_t n = 0;
    for (PromotionBatch& batch : workload.edit<Workload>().promotions) {
      if (!batch.file.path.empty()) batch.file.path = names[n++];
    }
    for (sim::ArrivalSpec* arrivals : all_arrivals(workload.edit<Workload>())) {
      if (has_file(*arrivals)) arrivals->recorded->path = names[n++];
    }
    return workload;
  }

  std::vector<std::string> parts(const Chosen& workload) const override {
    const auto& here = workload.as<Workload>();
    std::vector<std::string> parts;
    if (here.queries) parts.emplace_back(queries_part);
    if (here.restock.every) parts.emplace_back(restock_part);
    if (!here.reports.empty()) parts.emplace_back(reports_part);
    if (here.sensors) parts.emplace_back(sensors_part);
    if (here.spoilage) parts.emplace_back(spoilage_part);
    return parts;
  }
  Chosen without_part(Chosen workload, std::string_view part) const override {
    if (part == queries_part) workload.edit<Workload>().queries.reset();
    if (part == restock_part) workload.edit<Workload>().restock.every.reset();
    if (part == reports_part) workload.edit<Workload>().reports.clear();
    if (part == sensors_part) workload.edit<Workload>().sensors.reset();
    if (part == spoilage_part) workload.edit<Workload>().spoilage.reset();
    return workload;
  }

  std::string problem(const sim::Scenario& scenario) const override {
    const auto& options = scenario.settings.as<Options>();
    if (!options.sensors && asks_fridges(scenario.workload)) {
      return "workload: its fridges are asked what lies in them: that needs smart_fridge.sensors";
    }
    if (!scenario.workload.script && !options.prices && !workload_of(scenario).promotions.empty()) {
      return "workload.promotions: what meals cost is shown by smart_fridge.prices";
    }
    if (!scenario.workload.script && options.prices && workload_of(scenario).promotions.empty()) {
      return "smart_fridge.prices: nothing has a price without workload.promotions";
    }
    const bool finds = options.sensors && options.trust >= SourceTrust::bounded;
    if (!scenario.workload.script && workload_of(scenario).restock.trust != ReleaseTrust::full && !finds) {
      return "workload.restock.trust: what is not believed is for sale when a report has found it: that needs "
             "smart_fridge.sensors with trust full, confirmed or bounded";
    }
    const bool releases = !scenario.workload.script && workload_of(scenario).restock.releases.has_value();
    if (releases && !options.schedule) return "workload.restock.releases: they are planned by smart_fridge.schedule";
    return {};
  }

  sim::DomainFacts facts(const Chosen& settings) const override { return facts_of(settings.as<Options>()); }
  std::vector<ScenarioWarning> warnings(const sim::Scenario& scenario) const override {
    const Workload& workload = workload_of(scenario);
    std::vector<ScenarioWarning> warnings;
    warn_of_ownership(scenario.design.ownership, workload, warnings);
    if (workload.orders.clients > workload.orders.customers) {
      warnings.push_back({"workload.orders.clients", "more clients than customers: some have nothing to do"});
    }
    if (workload.restock.initial == 0 && !workload.restock.every) {
      warnings.push_back({"workload.restock.initial", "nothing is ever in stock: every order fails"});
    }
    return warnings;
  }

 private:
  template <class... Commands>
  static std::vector<std::string> names_of() {
    return {std::string(Commands::name)...};
  }
};

}  // namespace
}  // namespace crisper::smart_fridge

namespace crisper::sim {

const DomainEntry& wings::smart_fridge() {
  static const crisper::smart_fridge::SmartFridgeEntry entry;
  return entry;
}

}  // namespace crisper::sim
