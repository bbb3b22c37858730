// The error function erf(x) = 2/√π ∫₀ˣ e^(−t²) dt and its complement erfc(x) = 1 − erf(x). The polynomials are
// Chebyshev interpolations, computed with 60 digits, of erf(√z)/√z − 1 on z ∈ [0, 1] (error 10⁻¹⁹) and of
// (1 + 2x) e^(x²) erfc(x) in q = (x − 2.5) / (x + 2.5) on x ∈ [1, 28] (error 6 × 10⁻¹⁸).

/** erf(x), within 2 ulp. */
export function erf(x: f64): f64 {
  const size = abs(x)
  if (size < 1) return x + x * series(x * x)
  // Above 6 the complement is less than half a unit in the last place of 1. NaN goes on to be NaN.
  if (size >= 6) return copysign<f64>(1, x)
  return copysign<f64>(1 - complement(size), x)
}

/** erfc(x), within 4 ulp: of large x too, where 1 − erf(x) would have no digit left. */
export function erfc(x: f64): f64 {
  const size = abs(x)
  if (size < 1) return 1 - (x + x * series(x * x))
  if (x >= 28) return 0
  if (x <= -6) return 2
  const tail = complement(size)
  return x > 0 ? tail : 2 - tail
}

function series(z: f64): f64 {
  let p: f64 = 5.957176147748911e-11
  p = p * z - 1.1372848856791674e-9
  p = p * z + 1.4659775274047436e-8
  p = p * z - 1.6350312701054695e-7
  p = p * z + 1.6461000484121368e-6
  p = p * z - 1.4925595266831182e-5
  p = p * z + 0.0001205533111164271
  p = p * z - 0.000854832698083379
  p = p * z + 0.0052239776248180145
  p = p * z - 0.026866170645076792
  p = p * z + 0.11283791670954879
  p = p * z - 0.3761263890318375
  return p * z + 0.1283791670955126
}

// erfc(x) for x ≥ 1.
function complement(x: f64): f64 {
  const q = (x - 2.5) / (x + 2.5)
  let p: f64 = 5.009477809023598e-8
  p = p * q - 4.5719646356829693e-7
  p = p * q + 8.88672135642096e-7
  p = p * q + 6.601963667454947e-7
  p = p * q - 1.8816208579959562e-6
  p = p * q - 4.147341676055486e-6
  p = p * q + 2.690703468522652e-6
  p = p * q + 2.265756827141155e-5
  p = p * q + 6.256767448205999e-6
  p = p * q - 0.00011351332603101109
  p = p * q - 8.847913313030708e-5
  p = p * q + 0.0006321233228294931
  p = p * q + 0.0004918658847854206
  p = p * q - 0.004382078276229149
  p = p * q + 0.0009318928108968329
  p = p * q + 0.032760893266485604
  p = p * q - 0.10296705603836172
  p = p * q + 0.1576299190232529
  p = p * q - 0.09902453957360413
  p = p * q - 0.12235676308240447
  p = p * q + 1.2648381843668615
  // x² = head² + (x − head)(x + head): the square of 21 bits is exact, and what is left is small.
  const head = reinterpret<f64>(reinterpret<u64>(x) & 0xffffffff00000000)
  return NativeMath.exp(-head * head) * NativeMath.exp(-(x - head) * (x + head)) * (p / (1 + 2 * x))
}
