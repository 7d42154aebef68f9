#include "sim/engine/make_engine.hpp"

#include "sim/engine/fast/fast_engine.hpp"
#include "sim/engine/simgrid/simgrid_engine.hpp"

namespace crisper::sim {

std::unique_ptr<Engine> make_engine(std::string_view name, const Platform& platform) {
  if (name == "fast") return std::make_unique<FastEngine>(platform);
  if (name == "simgrid") return std::make_unique<SimGridEngine>(platform);
  return nullptr;
}

}  // namespace crisper::sim
