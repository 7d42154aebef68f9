// A little business for tests of the language, made without a file.
#pragma once

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>

#include "core/domain/written/declarations.hpp"
#include "core/domain/written/rules.hpp"

namespace crisper::written {

inline constexpr Value most = std::numeric_limits<Value>::max();

/// "where: what is wrong"; empty where nothing is.
template <class T>
std::string problem_of(const Parsed<T>& parsed) {
  return parsed ? "" : std::to_string(parsed.error().at) + ": " + parsed.error().message;
}

/// A show with free seats, held ones by booking, a set of bookings that asked, and a stage.
struct LittleShop {
  LittleShop() {
    model->name = "little_shop";
    model->constants["price"] = 500;
    model->enumerations.push_back({"stage", {"planned", "open", "over"}});
    model->enumerations.push_back({"reason", {"sold_out", "over"}});
    model->ids = {{"show", 0}, {"booking", std::nullopt}};
    Entity& show = model->entities.emplace_back();
    show.name = "show";
    for (const auto& [name, type] : {std::pair{"free", "0..100 = 20"},
                                     {"held", "map of booking to number"},
                                     {"asked", "set of booking"},
                                     {"stage_now", "stage = planned"},
                                     {"big", "number"}}) {
      Field field = *parse_field(name, type, *model);
      field.slot = field.shape == Shape::single ? show.singles++ : show.tables++;
      show.fields.push_back(std::move(field));
    }
    for (const char* line :
         {"SeatsHeld(booking, seats)", "SeatsRefused(booking, seats, free number)", "Over(reason)"}) {
      add(line, true);
    }
    for (const char* line : {"hold(booking, seats)", "release(booking)"}) add(line, false);
  }

  void add(std::string_view line, bool is_event) {
    Signature signature = *parse_signature(line, *model);
    MessageShape& shape = model->shapes.emplace_back();
    shape.name = signature.name;
    shape.type = {.name = shape.name, .is_written = true};
    shape.parameters = signature.parameters;
    shape.is_event = is_event;
  }

  /// What may be said in a command: booking and seats.
  Scope scope() const {
    return {.model = model.get(), .locals = model->find_command(0, "hold")->parameters, .entity = 0};
  }

  std::shared_ptr<Model> model = std::make_shared<Model>();
};

}  // namespace crisper::written
