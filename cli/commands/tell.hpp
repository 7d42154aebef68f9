// The commands that tell what there is: list, describe, schema, init.
#pragma once

#include <string>

namespace crisper::cli {

/// `what`: scenarios, properties, engines, faults, strategies, sometimes, observations, metrics; empty: all.
int list_command(const std::string& what);
/// A property, a fault, an observation, an engine, or a key of the scenario format ("design.ownership").
int describe_command(const std::string& what);
int schema_command();
/// Writes a commented scenario to start from. Refuses to replace a file.
int init_command(const std::string& path);

}  // namespace crisper::cli
