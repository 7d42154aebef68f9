// Runs one case of the conformance suite on every engine.
#pragma once

#include <cstdint>
#include <string_view>

namespace crisper::sim::test {

/// How often a body runs a stage: an engine that exists once per process can't serve those that compare runs.
enum class Runs : std::uint8_t { one, many };

/// Calls `body(engine)` once for each engine. On `fast` in this process; on any other in a child process of its own, as
/// an engine may be a singleton or end the process: the child's failures and output become failures here.
void on_every_engine(void (*body)(std::string_view engine), Runs runs = Runs::one);

}  // namespace crisper::sim::test
