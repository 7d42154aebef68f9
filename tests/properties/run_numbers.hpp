// Which of its random runs a test makes: as those of the rooms below say it.
#pragma once

#include "tests/core/run_numbers.hpp"
