// What most tests of core read, precompiled where a preset asks for it. Each test includes what it uses all the same.
#pragma once

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "core/service/given_when_then.hpp"
