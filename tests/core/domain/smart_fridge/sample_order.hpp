// What tests of this business tell of: one order, and a fridge with soup.
#pragma once

#include "core/domain/smart_fridge/messages.hpp"

namespace crisper::smart_fridge {

inline constexpr OrderId order{7};
inline constexpr FridgeId fridge{3};
inline constexpr MealId meal{2};
inline const OrderPlaced placed{
    .order = order, .customer = CustomerId{1}, .fridge = fridge, .meal = meal, .quantity = 2, .price = Amount{900}};
inline const MealReserved reserved{.order = order, .meal = meal, .quantity = 2};

inline constexpr MealId soup{1};
inline const MealsLoaded five_soups{.meal = soup, .quantity = 5};

}  // namespace crisper::smart_fridge
