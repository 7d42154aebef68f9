// Businesses that lint is asked about.
#pragma once

#include <string>

namespace crisper::properties {

/// A business in which a check only looks, and a bank is asked again until it answers; with these lines more.
std::string clinic(const std::string& bank, const std::string& receptors,
                   const std::string& isolation = "repeatable_read",
                   const std::string& workload = "{script: [{client: anna, go_home: {doctor: 1, other: 2}}]}");
/// Doctors who do this all day.
std::string busy_clinic(const std::string& does);

/// A shop whose orders lead to what this reaction makes of them; with these faults and this design.
std::string shop(const std::string& reaction, const std::string& faults = "[]",
                 const std::string& design = "{ownership: {strategy: row_lock}}");
/// For `shop`: orders are told again with the price that a view shows, or that the enricher remembers; or the price
/// follows from what a view shows.
extern const std::string priced_by_view;
extern const std::string priced_by_memory;
extern const std::string asked_by_receptor;

/// A box that counts what is in it, and says this of what merges.
std::string box(const std::string& merges, const std::string& on_conflict = "merge");
/// A shelf that counts each meal, and says this of what a Taken may follow: another Taken, or a Lost.
std::string shelf(const std::string& taken_merges);

}  // namespace crisper::properties
