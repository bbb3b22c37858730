// Batch normalization: x is (outer, channels, inner), and m = outer · inner elements share a channel.
// Sums run over the rows of a channel from the first to the last: with inner = 1 a vector holds as many channels as it
// has lanes; otherwise it holds neighboring elements of one channel, whose lanes are added at the end, before the
// elements left over in each row, which are summed apart.

// @ts-ignore: decorator
@inline
function lanesOf<T>(): usize {
  return 16 / sizeof<T>()
}

// @ts-ignore: decorator
@inline
function lanesSum<T>(v: v128): T {
  const sum = v128.extract_lane<T>(v, 0) + v128.extract_lane<T>(v, 1)
  if (sizeof<T>() == 8) return sum
  return sum + v128.extract_lane<T>(v, 2 % (16 / <u8>sizeof<T>())) + v128.extract_lane<T>(v, 3 % (16 / <u8>sizeof<T>()))
}

// mean = Σ x / m, variance = Σ (x − mean)² / m and inverse = 1 / √(variance + epsilon) of each channel.
// @ts-ignore: decorator
@inline
function batchMoments<T>(
  x: usize, mean: usize, variance: usize, inverse: usize, epsilon: T, outer: usize, channels: usize, inner: usize): void {
  const row = channels * inner * sizeof<T>()
  const m = v128.splat<T>(<T>(outer * inner))
  if (inner == 1)
    for (let j: usize = 0; j < row; j += 16) {
      let sum = v128.splat<T>(0)
      for (let o: usize = 0, at = x + j; o < outer; o++, at += row) sum = v128.add<T>(sum, v128.load(at))
      const center = v128.div<T>(sum, m)
      v128.store(mean + j, center)
      let squares = v128.splat<T>(0)
      for (let o: usize = 0, at = x + j; o < outer; o++, at += row) {
        const d = v128.sub<T>(v128.load(at), center)
        squares = v128.add<T>(squares, v128.mul<T>(d, d))
      }
      v128.store(variance + j, v128.div<T>(squares, m))
    }
  else
    for (let c: usize = 0; c < channels; c++) {
      const first = x + c * inner * sizeof<T>()
      const center = channelSum<T>(first, outer, row, inner, 0, false) / <T>(outer * inner)
      store<T>(mean + c * sizeof<T>(), center)
      const squares = channelSum<T>(first, outer, row, inner, center, true)
      store<T>(variance + c * sizeof<T>(), squares / <T>(outer * inner))
    }
  const one = v128.splat<T>(1)
  for (let j: usize = 0; j < channels * sizeof<T>(); j += 16) {
    const root = v128.sqrt<T>(v128.add<T>(v128.load(variance + j), v128.splat<T>(epsilon)))
    v128.store(inverse + j, v128.div<T>(one, root))
  }
}

// Σ x, or Σ (x − center)², over one channel.
// @ts-ignore: decorator
@inline
function channelSum<T>(x: usize, outer: usize, row: usize, inner: usize, center: T, squared: bool): T {
  const whole = (inner - (inner % lanesOf<T>())) * sizeof<T>()
  const length = inner * sizeof<T>()
  const centers = v128.splat<T>(center)
  let lanes = v128.splat<T>(0)
  let rest: T = 0
  for (let o: usize = 0; o < outer; o++, x += row) {
    let i: usize = 0
    for (; i < whole; i += 16) {
      const d = v128.sub<T>(v128.load(x + i), centers)
      lanes = v128.add<T>(lanes, squared ? v128.mul<T>(d, d) : d)
    }
    for (; i < length; i += sizeof<T>()) {
      const d = load<T>(x + i) - center
      rest += squared ? d * d : d
    }
  }
  return lanesSum<T>(lanes) + rest
}
export function batchMoments_float32(
  x: usize, mean: usize, variance: usize, inverse: usize, epsilon: f32, outer: usize, channels: usize, inner: usize): void {
  batchMoments<f32>(x, mean, variance, inverse, epsilon, outer, channels, inner)
}
export function batchMoments_float64(
  x: usize, mean: usize, variance: usize, inverse: usize, epsilon: f64, outer: usize, channels: usize, inner: usize): void {
  batchMoments<f64>(x, mean, variance, inverse, epsilon, outer, channels, inner)
}

// y = γ · ((x − mean) · inverse) + β. The last vector of a row may spill into the next row, which is then written.
// @ts-ignore: decorator
@inline
function normalize<T>(
  x: usize, mean: usize, inverse: usize, gamma: usize, beta: usize, y: usize,
  outer: usize, channels: usize, inner: usize): void {
  const row = inner == 1 ? channels * sizeof<T>() : inner * sizeof<T>()
  if (inner == 1)
    for (let o: usize = 0; o < outer; o++, x += row, y += row)
      for (let j: usize = 0; j < row; j += 16) {
        const d = v128.mul<T>(v128.sub<T>(v128.load(x + j), v128.load(mean + j)), v128.load(inverse + j))
        v128.store(y + j, v128.add<T>(v128.mul<T>(v128.load(gamma + j), d), v128.load(beta + j)))
      }
  else
    for (let o: usize = 0; o < outer; o++)
      for (let c: usize = 0, end = channels * sizeof<T>(); c < end; c += sizeof<T>(), x += row, y += row) {
        const center = v128.load_splat<T>(mean + c)
        const scale = v128.load_splat<T>(inverse + c)
        const g = v128.load_splat<T>(gamma + c)
        const b = v128.load_splat<T>(beta + c)
        for (let i: usize = 0; i < row; i += 16) {
          const d = v128.mul<T>(v128.sub<T>(v128.load(x + i), center), scale)
          v128.store(y + i, v128.add<T>(v128.mul<T>(g, d), b))
        }
      }
}
export function normalize_float32(
  x: usize, mean: usize, inverse: usize, gamma: usize, beta: usize, y: usize,
  outer: usize, channels: usize, inner: usize): void {
  normalize<f32>(x, mean, inverse, gamma, beta, y, outer, channels, inner)
}
export function normalize_float64(
  x: usize, mean: usize, inverse: usize, gamma: usize, beta: usize, y: usize,
  outer: usize, channels: usize, inner: usize): void {
  normalize<f64>(x, mean, inverse, gamma, beta, y, outer, channels, inner)
}

// dβ = Σ dy and dγ = Σ dy · x̂ over each channel, where x̂ = (x − mean) · inverse.
// @ts-ignore: decorator
@inline
function normalizeSums<T>(
  x: usize, mean: usize, inverse: usize, dy: usize, dgamma: usize, dbeta: usize,
  outer: usize, channels: usize, inner: usize): void {
  const row = channels * inner * sizeof<T>()
  if (inner == 1) {
    for (let j: usize = 0; j < row; j += 16) {
      const center = v128.load(mean + j)
      const scale = v128.load(inverse + j)
      let sum = v128.splat<T>(0)
      let products = v128.splat<T>(0)
      for (let o: usize = 0, at = j; o < outer; o++, at += row) {
        const g = v128.load(dy + at)
        sum = v128.add<T>(sum, g)
        products = v128.add<T>(
          products, v128.mul<T>(g, v128.mul<T>(v128.sub<T>(v128.load(x + at), center), scale)))
      }
      v128.store(dbeta + j, sum)
      v128.store(dgamma + j, products)
    }
    return
  }
  const whole = (inner - (inner % lanesOf<T>())) * sizeof<T>()
  const length = inner * sizeof<T>()
  for (let c: usize = 0; c < channels; c++) {
    const center = load<T>(mean + c * sizeof<T>())
    const scale = load<T>(inverse + c * sizeof<T>())
    const centers = v128.splat<T>(center)
    const scales = v128.splat<T>(scale)
    let sums = v128.splat<T>(0)
    let products = v128.splat<T>(0)
    let sum: T = 0
    let product: T = 0
    for (let o: usize = 0, at = c * length; o < outer; o++, at += row) {
      let i: usize = 0
      for (; i < whole; i += 16) {
        const g = v128.load(dy + at + i)
        sums = v128.add<T>(sums, g)
        products = v128.add<T>(
          products, v128.mul<T>(g, v128.mul<T>(v128.sub<T>(v128.load(x + at + i), centers), scales)))
      }
      for (; i < length; i += sizeof<T>()) {
        const g = load<T>(dy + at + i)
        sum += g
        product += g * ((load<T>(x + at + i) - center) * scale)
      }
    }
    store<T>(dbeta + c * sizeof<T>(), lanesSum<T>(sums) + sum)
    store<T>(dgamma + c * sizeof<T>(), lanesSum<T>(products) + product)
  }
}
export function normalizeSums_float32(
  x: usize, mean: usize, inverse: usize, dy: usize, dgamma: usize, dbeta: usize,
  outer: usize, channels: usize, inner: usize): void {
  normalizeSums<f32>(x, mean, inverse, dy, dgamma, dbeta, outer, channels, inner)
}
export function normalizeSums_float64(
  x: usize, mean: usize, inverse: usize, dy: usize, dgamma: usize, dbeta: usize,
  outer: usize, channels: usize, inner: usize): void {
  normalizeSums<f64>(x, mean, inverse, dy, dgamma, dbeta, outer, channels, inner)
}

// dx = γ · inverse · ((dy − dβ / m) − x̂ · (dγ / m)): what reaches x directly, by way of the mean, and of the variance.
// @ts-ignore: decorator
@inline
function normalizeGradient<T>(
  x: usize, mean: usize, inverse: usize, gamma: usize, dy: usize, dgamma: usize, dbeta: usize, dx: usize,
  outer: usize, channels: usize, inner: usize): void {
  const m = v128.splat<T>(<T>(outer * inner))
  const step: usize = inner == 1 ? 16 : sizeof<T>()
  const row = inner == 1 ? channels * sizeof<T>() : inner * sizeof<T>()
  for (let o: usize = 0; o < outer; o++)
    if (inner == 1) {
      for (let j: usize = 0; j < row; j += step) {
        const scale = v128.load(inverse + j)
        const direct = v128.sub<T>(v128.load(dy + j), v128.div<T>(v128.load(dbeta + j), m))
        const d = v128.mul<T>(v128.sub<T>(v128.load(x + j), v128.load(mean + j)), scale)
        const whole = v128.sub<T>(direct, v128.mul<T>(d, v128.div<T>(v128.load(dgamma + j), m)))
        v128.store(dx + j, v128.mul<T>(v128.mul<T>(v128.load(gamma + j), scale), whole))
      }
      x += row
      dy += row
      dx += row
    } else
      for (let c: usize = 0, end = channels * sizeof<T>(); c < end; c += step, x += row, dy += row, dx += row) {
        const center = v128.load_splat<T>(mean + c)
        const scale = v128.load_splat<T>(inverse + c)
        const factor = v128.mul<T>(v128.load_splat<T>(gamma + c), scale)
        const b = v128.div<T>(v128.load_splat<T>(dbeta + c), m)
        const g = v128.div<T>(v128.load_splat<T>(dgamma + c), m)
        for (let i: usize = 0; i < row; i += 16) {
          const d = v128.mul<T>(v128.sub<T>(v128.load(x + i), center), scale)
          const whole = v128.sub<T>(v128.sub<T>(v128.load(dy + i), b), v128.mul<T>(d, g))
          v128.store(dx + i, v128.mul<T>(factor, whole))
        }
      }
}
export function normalizeGradient_float32(
  x: usize, mean: usize, inverse: usize, gamma: usize, dy: usize, dgamma: usize, dbeta: usize, dx: usize,
  outer: usize, channels: usize, inner: usize): void {
  normalizeGradient<f32>(x, mean, inverse, gamma, dy, dgamma, dbeta, dx, outer, channels, inner)
}
export function normalizeGradient_float64(
  x: usize, mean: usize, inverse: usize, gamma: usize, dy: usize, dgamma: usize, dbeta: usize, dx: usize,
  outer: usize, channels: usize, inner: usize): void {
  normalizeGradient<f64>(x, mean, inverse, gamma, dy, dgamma, dbeta, dx, outer, channels, inner)
}
