// What most tests of the window read, precompiled where a preset asks for it. Each test includes what it uses all the
// same.
#pragma once

#include <gtest/gtest.h>

#include <QApplication>
#include <QSignalSpy>
#include <QTest>
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "gui/models/workbench.hpp"
#include "properties/scenario_run.hpp"
