#include "sim/workload/staged_load.hpp"

namespace crisper::sim {

std::string name_of_stage(const std::vector<LoadStage>& stages, std::size_t place) {
  return stages[place].name ? *stages[place].name : "stage-" + std::to_string(place + 1);
}

}  // namespace crisper::sim
