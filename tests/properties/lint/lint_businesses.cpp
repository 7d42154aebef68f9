#include "tests/properties/lint/lint_businesses.hpp"

namespace crisper::properties {

std::string clinic(const std::string& bank, const std::string& receptors,
                   const std::string& isolation, const std::string& workload) {
  return "design: {ownership: {strategy: optimistic}, event_store: {isolation: " + isolation + "}}\n" +
         R"yaml(domain:
  name: clinic
  ids: [patient]
  entities:
    doctor:
      state: {on_call: flag = yes}
      commands:
        stand_by():
          - not on_call -> reject "nobody is there"
          - otherwise -> nothing
        leave():
          - not on_call -> reject "has left"
          - otherwise -> Left
      events:
        Left(): on_call = no
    bill:
      key: patient
      state: {paid: number}
      commands:
        pay(patient): otherwise -> Paid
      events:
        Paid(patient): paid += 1
  services:
    bank: {idempotent: )yaml" +
         bank + R"yaml(, requests: {charge(patient): {accepted: bill.pay(patient)}}}
  receptors: )yaml" +
         receptors + R"yaml(
  together:
    go_home(doctor, other doctor): doctor(other).stand_by and doctor(doctor).leave
    stay(doctor, other doctor): doctor(other).stand_by and doctor(doctor).stand_by
workload: )yaml" + workload + "\n";
}

std::string busy_clinic(const std::string& does) {
  return clinic("on", "{}", "repeatable_read",
                "{actors: {doctors: {does: " + does + ", rate: 5/s, with: {doctor: 1..9, other: 1..9}}}}");
}

std::string shop(const std::string& reaction, const std::string& faults, const std::string& design) {
  return "design: " + design + "\nfaults: " + faults + "\n" + R"yaml(domain:
  name: shop
  ids: [order]
  entities:
    meal:
      state: {price: number}
      commands:
        price(cents number): otherwise -> Priced
        take(order, pieces number): otherwise -> Ordered
      events:
        Priced(cents number): price = cents
        Ordered(order, pieces number): nothing
  views:
    list: {row: meal, events: {Priced: cents}}
)yaml" + reaction + R"yaml(workload: {script: [{client: anna, take: {meal: 1, order: 7, pieces: 2}}]}
)yaml";
}
std::string box(const std::string& merges, const std::string& on_conflict) {
  return "design: {ownership: {strategy: optimistic, on_conflict: " + on_conflict + "}}\n" + R"yaml(domain:
  name: collection
  entities:
    box:
      state: {inside: number}
      counts: inside
      commands:
        give(coins): otherwise -> Given
        take(coins):
          - coins > inside -> reject "there is less in it"
          - otherwise -> Taken
      events:
        Given(coins): inside += coins
        Taken(coins): inside -= coins
      merges: )yaml" +
         merges + R"yaml(
workload: {actors: {givers: {does: box.give(coins), rate: 5/s, with: {box: 1..1, coins: 1..1}}}}
)yaml";
}

std::string shelf(const std::string& taken_merges) {
  return R"yaml(design: {ownership: {strategy: optimistic, on_conflict: merge}}
domain:
  name: kitchen
  ids: [meal, order]
  entities:
    shelf:
      state: {left: map of meal to number}
      counts: left
      commands:
        give(meal): otherwise -> Given
        take(meal, order):
          - left[meal] < 1 -> reject "none is left"
          - otherwise -> Taken
        lose(meal): otherwise -> Lost
      events:
        Given(meal): left[meal] += 1
        Taken(meal, order): left[meal] -= 1
        Lost(meal): left[meal] -= 1
      merges: {Taken: )yaml" +
         taken_merges + R"yaml(}
workload: {actors: {givers: {does: shelf.give(meal), rate: 5/s, with: {shelf: 1..1, meal: 1..1}}}}
)yaml";
}

const std::string priced_by_view =
    "  enrichers: {pricing: {for: order, looks: list, says: [OrderPriced(amount number)], "
    "events: {Ordered: OrderPriced(pieces * seen)}}}\n";
const std::string priced_by_memory =
    "  enrichers: {pricing: {for: meal, memory: {cost: number}, says: [OrderPriced(amount number)], "
    "events: {Ordered: OrderPriced(pieces * cost)}, remembers: {Priced: cost = cents}}}\n";
const std::string asked_by_receptor =
    "  receptors: {dearer: {looks: list, events: {Ordered: meal.price(seen + 1)}}}\n";

}  // namespace crisper::properties
