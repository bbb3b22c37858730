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
  if (inner == 1) {
    let j: usize = 0
    for (; j + 64 <= row; j += 64) columnMoments<T>(4, x + j, mean + j, variance + j, outer, row, m)
    for (; j < row; j += 16) columnMoments<T>(1, x + j, mean + j, variance + j, outer, row, m)
  } else
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

// Mean and variance of one or four vectors of columns: four sums at once do not wait for one another.
// @ts-ignore: decorator
@inline
function columnMoments<T>(count: i32, x: usize, mean: usize, variance: usize, outer: usize, row: usize, m: v128): void {
  const end = x + outer * row
  const zero = v128.splat<T>(0)
  let sum0 = zero
  let sum1 = zero
  let sum2 = zero
  let sum3 = zero
  for (let at = x; at < end; at += row) {
    sum0 = v128.add<T>(sum0, v128.load(at))
    if (count > 1) {
      sum1 = v128.add<T>(sum1, v128.load(at, 16))
      sum2 = v128.add<T>(sum2, v128.load(at, 32))
      sum3 = v128.add<T>(sum3, v128.load(at, 48))
    }
  }
  const center0 = v128.div<T>(sum0, m)
  const center1 = v128.div<T>(sum1, m)
  const center2 = v128.div<T>(sum2, m)
  const center3 = v128.div<T>(sum3, m)
  sum0 = zero
  sum1 = zero
  sum2 = zero
  sum3 = zero
  for (let at = x; at < end; at += row) {
    sum0 = v128.add<T>(sum0, squareOf<T>(v128.sub<T>(v128.load(at), center0)))
    if (count > 1) {
      sum1 = v128.add<T>(sum1, squareOf<T>(v128.sub<T>(v128.load(at, 16), center1)))
      sum2 = v128.add<T>(sum2, squareOf<T>(v128.sub<T>(v128.load(at, 32), center2)))
      sum3 = v128.add<T>(sum3, squareOf<T>(v128.sub<T>(v128.load(at, 48), center3)))
    }
  }
  v128.store(mean, center0)
  v128.store(variance, v128.div<T>(sum0, m))
  if (count > 1) {
    v128.store(mean, center1, 16)
    v128.store(mean, center2, 32)
    v128.store(mean, center3, 48)
    v128.store(variance, v128.div<T>(sum1, m), 16)
    v128.store(variance, v128.div<T>(sum2, m), 32)
    v128.store(variance, v128.div<T>(sum3, m), 48)
  }
}

// @ts-ignore: decorator
@inline
function squareOf<T>(x: v128): v128 {
  return v128.mul<T>(x, x)
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
  if (inner == 1) {
    const row = channels * sizeof<T>()
    // The last vector of a row may spill into the next row: those before it are written afterwards.
    for (let j = <isize>((row - 1) & ~15); j >= 0; j -= 16) {
      const center = v128.load(mean + j)
      const scale = v128.load(inverse + j)
      const factor = v128.mul<T>(v128.load(gamma + j), scale)
      const b = v128.div<T>(v128.load(dbeta + j), m)
      const g = v128.div<T>(v128.load(dgamma + j), m)
      for (let o: usize = 0, at = j; o < outer; o++, at += row)
        v128.store(dx + at, channelGradient<T>(v128.load(x + at), v128.load(dy + at), center, scale, factor, b, g))
    }
    return
  }
  const row = inner * sizeof<T>()
  for (let o: usize = 0; o < outer; o++)
    for (let c: usize = 0, end = channels * sizeof<T>(); c < end; c += sizeof<T>(), x += row, dy += row, dx += row) {
      const center = v128.load_splat<T>(mean + c)
      const scale = v128.load_splat<T>(inverse + c)
      const factor = v128.mul<T>(v128.load_splat<T>(gamma + c), scale)
      const b = v128.div<T>(v128.load_splat<T>(dbeta + c), m)
      const g = v128.div<T>(v128.load_splat<T>(dgamma + c), m)
      for (let i: usize = 0; i < row; i += 16)
        v128.store(dx + i, channelGradient<T>(v128.load(x + i), v128.load(dy + i), center, scale, factor, b, g))
    }
}

// @ts-ignore: decorator
@inline
function channelGradient<T>(x: v128, dy: v128, center: v128, scale: v128, factor: v128, b: v128, g: v128): v128 {
  const d = v128.mul<T>(v128.sub<T>(x, center), scale)
  return v128.mul<T>(factor, v128.sub<T>(v128.sub<T>(dy, b), v128.mul<T>(d, g)))
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
