// What most tests of sim read, precompiled where a preset asks for it. Each test includes what it uses all the same.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/design/assemble.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/scenario.hpp"
