#include "sim/domain/written/look_and_act.hpp"

#include <utility>

namespace crisper::written {

std::optional<SightedCommand> LookAndAct::act(std::int64_t seen) const {
  std::vector<Value> locals = drawn_;
  locals.push_back(seen);
  Frame frame{.locals = locals.data()};
  const bool acts = deed_->only_if.empty() || compute(deed_->only_if, frame) != 0;
  if (!acts || frame.spoilt) return std::nullopt;
  std::optional<Intent> made = command_of(*deed_, model_, locals);
  if (!made || names_a_state_twice(*made)) return std::nullopt;
  return SightedCommand{.stream = made->stream, .body = std::move(made->body), .also = std::move(made->also)};
}

bool LookAndAct::leaves(std::int64_t seen) const {
  if (deed_->only_if.empty()) return false;
  std::vector<Value> locals = drawn_;
  locals.push_back(seen);
  Frame frame{.locals = locals.data()};
  return compute(deed_->only_if, frame) == 0 && !frame.spoilt;
}

bool LookAndAct::same_as(const ActOnSight& other) const {
  const auto* its = dynamic_cast<const LookAndAct*>(&other);
  return its && drawn_ == its->drawn_ && actor_->looks == its->actor_->looks && actor_->does == its->actor_->does &&
         actor_->only_if == its->actor_->only_if && drawn_by(*actor_, model_) == drawn_by(*its->actor_, its->model_);
}

}  // namespace crisper::written
