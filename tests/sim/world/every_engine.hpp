// Runs one case of the conformance suite on every engine.
#pragma once

#include <string_view>

namespace crisper::sim::test {

/// Calls `body(engine)` once for each engine. On `fast` in this process; on any other in a child process of its own, as
/// an engine may be a singleton or end the process: the child's failures and output become failures here.
void on_every_engine(void (*body)(std::string_view engine));

}  // namespace crisper::sim::test
