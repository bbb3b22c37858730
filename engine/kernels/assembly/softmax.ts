import { exponential, logarithm } from './elementary'

// y = exp(x − max x) / Σ exp(x − max x) in each row; the sum runs from left to right. The last vector of a row may spill
// into the next one: subtraction goes on to write over it, division puts back what was there.
// @ts-ignore: decorator
@inline
function softmaxRows<T>(x: usize, y: usize, rows: usize, columns: usize): void {
  const row = columns * sizeof<T>()
  const end = rows * row
  for (let i: usize = 0; i < end; i += row) {
    const largest = largestOf<T>(x + i, row)
    for (let j: usize = 0; j < row; j += 16) v128.store(y + i + j, v128.sub<T>(v128.load(x + i + j), largest))
  }
  for (let i: usize = 0; i < end; i += 16) v128.store(y + i, exponential<T>(v128.load(y + i)))
  for (let i: usize = 0; i < end; i += row) {
    let sum: T = 0
    for (let j: usize = 0; j < row; j += sizeof<T>()) sum += load<T>(y + i + j)
    const sums = v128.splat<T>(sum)
    const next = v128.load(y + i + row)
    for (let j: usize = 0; j < row; j += 16) v128.store(y + i + j, v128.div<T>(v128.load(y + i + j), sums))
    v128.store(y + i + row, next)
  }
}

// The largest of a row in all lanes, NaN if there is one.
// @ts-ignore: decorator
@inline
function largestOf<T>(x: usize, row: usize): v128 {
  if (row < 16) {
    let largest = load<T>(x)
    for (let j = sizeof<T>(); j < row; j += sizeof<T>()) largest = max<T>(largest, load<T>(x + j))
    return v128.splat<T>(largest)
  }
  // The last vector may overlap the one before.
  let largest = v128.load(x + row - 16)
  for (let j: usize = 0; j < row - 16; j += 16) largest = v128.max<T>(largest, v128.load(x + j))
  largest = v128.max<T>(largest, v128.shuffle<u64>(largest, largest, 1, 0))
  return sizeof<T>() == 4 ? v128.max<T>(largest, v128.shuffle<u32>(largest, largest, 1, 0, 3, 2)) : largest
}
export function softmax_float32(x: usize, y: usize, rows: usize, columns: usize): void {
  softmaxRows<f32>(x, y, rows, columns)
}
export function softmax_float64(x: usize, y: usize, rows: usize, columns: usize): void {
  softmaxRows<f64>(x, y, rows, columns)
}

// dx = y (dy − Σ y dy) in each row; the sum runs from left to right.
// @ts-ignore: decorator
@inline
function softmaxGradient<T>(y: usize, dy: usize, dx: usize, rows: usize, columns: usize): void {
  const row = columns * sizeof<T>()
  for (let i: usize = 0, end = rows * row; i < end; i += row) {
    let sum: T = 0
    for (let j: usize = 0; j < row; j += sizeof<T>()) sum += load<T>(y + i + j) * load<T>(dy + i + j)
    for (let j: usize = 0; j < row; j += sizeof<T>())
      store<T>(dx + i + j, load<T>(y + i + j) * (load<T>(dy + i + j) - sum))
  }
}
export function softmaxGradient_float32(y: usize, dy: usize, dx: usize, rows: usize, columns: usize): void {
  softmaxGradient<f32>(y, dy, dx, rows, columns)
}
export function softmaxGradient_float64(y: usize, dy: usize, dx: usize, rows: usize, columns: usize): void {
  softmaxGradient<f64>(y, dy, dx, rows, columns)
}

// y = x − max x − log Σ exp(x − max x) in each row; the sum runs from left to right.
// @ts-ignore: decorator
@inline
function logSoftmax<T>(x: usize, y: usize, rows: usize, columns: usize): void {
  softmaxRows<T>(x, y, rows, columns)
  const row = columns * sizeof<T>()
  for (const end = x + rows * row; x < end; x += row, y += row) {
    const largest = v128.extract_lane<T>(largestOf<T>(x, row), 0)
    // Σ exp(x − max x) = 1 / max softmax(x)
    const scale = v128.extract_lane<T>(logarithm<T>(largestOf<T>(y, row)), 0)
    for (let j: usize = 0; j < row; j += sizeof<T>()) store<T>(y + j, load<T>(x + j) - largest + scale)
  }
}
export function logSoftmax_float32(x: usize, y: usize, rows: usize, columns: usize): void {
  logSoftmax<f32>(x, y, rows, columns)
}
export function logSoftmax_float64(x: usize, y: usize, rows: usize, columns: usize): void {
  logSoftmax<f64>(x, y, rows, columns)
}

// dx = dy − exp(y) Σ dy in each row; the sum runs from left to right.
// @ts-ignore: decorator
@inline
function logSoftmaxGradient<T>(y: usize, dy: usize, dx: usize, rows: usize, columns: usize): void {
  const row = columns * sizeof<T>()
  for (const end = y + rows * row; y < end; y += row, dy += row, dx += row) {
    let sum: T = 0
    for (let j: usize = 0; j < row; j += sizeof<T>()) sum += load<T>(dy + j)
    const vector = v128.splat<T>(sum)
    for (let j: usize = 0; j < row; j += 16) {
      const softmax = exponential<T>(v128.load(y + j))
      v128.store(dx + j, v128.sub<T>(v128.load(dy + j), v128.mul<T>(softmax, vector)))
    }
  }
}
export function logSoftmaxGradient_float32(y: usize, dy: usize, dx: usize, rows: usize, columns: usize): void {
  logSoftmaxGradient<f32>(y, dy, dx, rows, columns)
}
export function logSoftmaxGradient_float64(y: usize, dy: usize, dx: usize, rows: usize, columns: usize): void {
  logSoftmaxGradient<f64>(y, dy, dx, rows, columns)
}

// The mean over rows of −log softmax(x)[label] = log Σ exp(x − x[label]), computed as
// log Σ exp(x − max x) − (x[label] − max x), where Σ exp(x − max x) = 1 / max softmax(x).
// Leaves softmax(x) in y. Rows are summed from the first to the last.
// @ts-ignore: decorator
@inline
function softmaxCrossEntropy<T>(x: usize, labels: usize, y: usize, loss: usize, rows: usize, columns: usize): void {
  softmaxRows<T>(x, y, rows, columns)
  const row = columns * sizeof<T>()
  let sum: T = 0
  for (let i: usize = 0; i < rows; i++, x += row, y += row) {
    const largest = v128.extract_lane<T>(largestOf<T>(x, row), 0)
    const scale = v128.extract_lane<T>(logarithm<T>(largestOf<T>(y, row)), 0)
    sum += largest - load<T>(x + load<i32>(labels + (i << 2)) * sizeof<T>()) - scale
  }
  store<T>(loss, sum / <T>rows)
}
export function softmaxCrossEntropy_float32(
  x: usize, labels: usize, y: usize, loss: usize, rows: usize, columns: usize): void {
  softmaxCrossEntropy<f32>(x, labels, y, loss, rows, columns)
}
export function softmaxCrossEntropy_float64(
  x: usize, labels: usize, y: usize, loss: usize, rows: usize, columns: usize): void {
  softmaxCrossEntropy<f64>(x, labels, y, loss, rows, columns)
}

// dx = (y − onehot(label)) dloss / rows
// @ts-ignore: decorator
@inline
function softmaxCrossEntropyGradient<T>(
  y: usize, labels: usize, dloss: usize, dx: usize, rows: usize, columns: usize): void {
  const scale = load<T>(dloss) / <T>rows
  const vector = v128.splat<T>(scale)
  for (let i: usize = 0, end = rows * columns * sizeof<T>(); i < end; i += 16)
    v128.store(dx + i, v128.mul<T>(v128.load(y + i), vector))
  for (let i: usize = 0; i < rows; i++) {
    const at = (i * columns + load<i32>(labels + (i << 2))) * sizeof<T>()
    store<T>(dx + at, (load<T>(y + at) - 1) * scale)
  }
}
export function softmaxCrossEntropyGradient_float32(
  y: usize, labels: usize, dloss: usize, dx: usize, rows: usize, columns: usize): void {
  softmaxCrossEntropyGradient<f32>(y, labels, dloss, dx, rows, columns)
}
export function softmaxCrossEntropyGradient_float64(
  y: usize, labels: usize, dloss: usize, dx: usize, rows: usize, columns: usize): void {
  softmaxCrossEntropyGradient<f64>(y, labels, dloss, dx, rows, columns)
}
