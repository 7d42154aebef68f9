// The commands that tell what there is: list, describe, schema, init.
#pragma once

#include <string>
#include <vector>

namespace crisper::cli {

/// `what`: ownership, publication, executors, domains, roles, engines, faults, properties, strategies, sometimes,
/// metrics, observations; empty: all.
int list_command(const std::string& what);
/// A property, a fault, an observation, an engine, a key of the scenario format ("design.ownership"), or the file of a
/// scenario: what its design is wired to. `settings` are of the latter.
int describe_command(const std::string& what, const std::vector<std::string>& settings);
int schema_command();
/// Writes a commented scenario to start from. Refuses to replace a file.
int init_command(const std::string& path);

}  // namespace crisper::cli
