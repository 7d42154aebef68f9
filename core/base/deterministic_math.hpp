// Logarithm and exponential that give the same bits on every machine.
//
// The C library may pick a fused-multiply-add variant at run time, so two machines could disagree in the last bit and
// then in everything that follows. These use only +, -, *, / of IEEE 754 doubles, which every machine rounds alike.
#pragma once

namespace crisper {

/// Natural logarithm of x > 0; relative error below 1e-14. Costs about 20 divisions' worth of time.
double portable_log(double x);

/// e to the power x, for |x| < 700; relative error below 1e-14.
double portable_exp(double x);

/// base to the power exponent, for base > 0.
double portable_pow(double base, double exponent);

}  // namespace crisper
