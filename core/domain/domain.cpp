#include "core/domain/domain.hpp"

namespace crisper {

std::string stream_name(const Domain& domain, StreamId stream) {
  return domain.category_name(stream.category()) + "-" + std::to_string(stream.number());
}

}  // namespace crisper
