// What most tests of properties read, precompiled where a preset asks for it. Each test includes what it uses all the
// same.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "properties/judge.hpp"
#include "properties/scenario_run.hpp"
#include "sim/run/simulation.hpp"
#include "sim/scenario/scenario.hpp"
