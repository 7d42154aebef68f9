// What most tests of reports read, precompiled where a preset asks for it. Each test includes what it uses all the
// same.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "properties/run_result.hpp"
