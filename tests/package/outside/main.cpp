// Somebody else's program: draws a number that is the same everywhere.
#include <iostream>

#include "core/base/rng.hpp"

int main() { std::cout << crisper::Rng(42).fork("outside").next() << '\n'; }
