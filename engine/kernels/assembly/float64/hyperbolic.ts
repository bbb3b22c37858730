import { both, constant, either, first, HALF, ONE, pair, second, TWO, withSign } from './lanes'
import { exp, exponentialMinusOne } from './exponential'

// Above it 1 − 2 / (e^2x + 1) rounds to 1.
const SATURATION = memory.data<f64>([19.3])
// By the high words of ½ log 3 and ½ log (5/3) in musl's tanh.c.
const BOUNDS = memory.data<u64>([0x3fe193eb00000000, 0x3fd058af00000000])

/** tanh x */
export function tanh(x: v128): v128 {
  if (!both(f64x2.eq(x, x))) return pair(NativeMath.tanh(first(x)), NativeMath.tanh(second(x)))
  const two = constant(TWO)
  const size = f64x2.pmin(f64x2.abs(x), constant(SATURATION))
  const small = f64x2.lt(size, constant(BOUNDS, 1))
  const doubled = f64x2.mul(two, size)
  const t = exponentialMinusOne(v128.bitselect(f64x2.neg(doubled), doubled, small))
  const large = f64x2.ge(size, constant(BOUNDS))
  const numerator = v128.bitselect(two, v128.bitselect(f64x2.neg(t), t, small), large)
  const quotient = f64x2.div(numerator, f64x2.add(t, two))
  const y = v128.bitselect(f64x2.sub(constant(ONE), quotient), quotient, large)
  return withSign(y, x)
}

const SINH_LIMIT = memory.data<u64>([0x4043687a00000000])
const TINY = memory.data<u64>([0x3e50000000000000])

/** sinh x */
export function sinh(x: v128): v128 {
  const size = f64x2.abs(x)
  if (!both(f64x2.lt(size, constant(SINH_LIMIT)))) return pair(NativeMath.sinh(first(x)), NativeMath.sinh(second(x)))
  const one = constant(ONE)
  const t = exponentialMinusOne(size)
  const below = f64x2.lt(size, one)
  const quotient = f64x2.div(v128.bitselect(f64x2.mul(t, t), t, below), f64x2.add(t, one))
  const sum = v128.bitselect(
    f64x2.sub(f64x2.mul(constant(TWO), t), quotient), f64x2.add(t, quotient), below)
  return v128.bitselect(x, f64x2.mul(withSign(constant(HALF), x), sum), f64x2.lt(size, constant(TINY)))
}

const COSH_LIMIT = memory.data<f64>([512])
const LN2_BOUND = memory.data<u64>([0x3fe62e4200000000])

/** cosh x */
export function cosh(x: v128): v128 {
  const size = f64x2.abs(x)
  if (!both(f64x2.lt(size, constant(COSH_LIMIT)))) return pair(NativeMath.cosh(first(x)), NativeMath.cosh(second(x)))
  const one = constant(ONE)
  const small = f64x2.lt(size, constant(LN2_BOUND))
  if (both(small)) return coshNearZero(size)
  const power = exp(size)
  const y = f64x2.mul(constant(HALF), f64x2.add(power, f64x2.div(one, power)))
  return either(small) ? v128.bitselect(coshNearZero(f64x2.pmin(size, one)), y, small) : y
}

function coshNearZero(x: v128): v128 {
  const two = constant(TWO)
  const t = exponentialMinusOne(x)
  return f64x2.add(constant(ONE), f64x2.div(f64x2.mul(t, t), f64x2.add(two, f64x2.mul(two, t))))
}
