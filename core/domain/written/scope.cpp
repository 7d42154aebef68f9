#include "core/domain/written/scope.hpp"

namespace crisper::written {

std::vector<std::string> Scope::names() const {
  std::vector<std::string> names;
  for (const Parameter& local : locals) names.push_back(local.name);
  for (const Field& field : fields()) names.push_back(field.name);
  if (law) {
    for (const Entity& each : model->entities) names.push_back(each.name);
  }
  for (const auto& [name, value] : model->constants) names.push_back(name);
  for (const Enumeration& each : model->enumerations) names.insert(names.end(), each.words.begin(), each.words.end());
  return names;
}

}  // namespace crisper::written
