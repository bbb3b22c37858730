// What the kernels are called with.

/** The dtypes that arithmetic is done in: each has its own instance of every kernel. */
export type Float = 'float32' | 'float64'

/** Kernels of one operand: y = f(x) for n elements. */
export type UnaryKernel =
  | 'abs'
  | 'atan'
  | 'ceil'
  | 'cos'
  | 'cosh'
  | 'erf'
  | 'exp'
  | 'expm1'
  | 'floor'
  | 'gelu'
  | 'log'
  | 'log10'
  | 'log1p'
  | 'log2'
  | 'negate'
  | 'relu'
  | 'round'
  | 'sigmoid'
  | 'sign'
  | 'sin'
  | 'sinh'
  | 'softplus'
  | 'sqrt'
  | 'step'
  | 'tan'
  | 'tanh'

/** Their derivatives: dx = dy · f'(x) for n elements. The first operand is y, or x where y does not tell f'(x). */
export type UnaryGradientKernel = 'geluGradient' | 'reluGradient' | 'sigmoidGradient' | 'tanhGradient'

/** Kernels of two operands, repeated as the kernel's source says. */
export type BinaryKernel =
  | 'add'
  | 'divide'
  | 'maximum'
  | 'minimum'
  | 'multiply'
  | 'power'
  | 'powerGrowth'
  | 'powerSlope'
  | 'share'
  | 'subtract'

/** The same, but the result is bytes: 1 where the relation holds, else 0. */
export type RelationKernel = 'equal' | 'less' | 'lessEqual' | 'notEqual'

/** Kernels over tensors. Operands are byte addresses (results after inputs), then come sizes, then options. */
export interface FloatKernels
  extends Record<UnaryKernel, Unary>,
    Record<UnaryGradientKernel, UnaryGradient>,
    Record<BinaryKernel | RelationKernel, Binary> {
  adadelta(
    w: number,
    h: number,
    s: number,
    g: number,
    rate: number,
    keep: number,
    add: number,
    epsilon: number,
    n: number,
  ): void
  adam(
    w: number,
    m: number,
    v: number,
    g: number,
    rate: number,
    keepM: number,
    addM: number,
    keepV: number,
    addV: number,
    correction: number,
    epsilon: number,
    keepW: number,
    n: number,
  ): void
  addBias(y: number, b: number, rows: number, columns: number, rectified: boolean): void
  addRows(x: number, indices: number, y: number, outer: number, n: number, count: number, inner: number): void
  argmax: Reduction
  argmin: Reduction
  argsort(x: number, y: number, scratch: number, outer: number, n: number, step: number): void
  averagePool(x: number, y: number, planes: number, ...geometry: Geometry): void
  averagePoolGradient(dy: number, dx: number, planes: number, ...geometry: Geometry): void
  batchMoments(
    x: number,
    mean: number,
    variance: number,
    inverse: number,
    epsilon: number,
    outer: number,
    channels: number,
    inner: number,
  ): void
  clipGradient(x: number, dy: number, dx: number, low: number, high: number, n: number): void
  convolvePool(
    x: number,
    w: number,
    b: number,
    y: number,
    at: number,
    ...shape: [...image: Images, units: number, scratch: number]
  ): void
  convolvePoolGradient(
    x: number,
    y: number,
    at: number,
    dy: number,
    dw: number,
    db: number,
    ...shape: [...image: Images, units: number, scratch: number]
  ): void
  convolvePoolScratch(depth: number, cells: number, units: number): number
  col2im(x: number, y: number, images: number, channels: number, ...geometry: Geometry): void
  cumulativeSum(x: number, y: number, outer: number, n: number, inner: number, reverse: boolean): void
  descend(parameter: number, gradient: number, rate: number, n: number): void
  gather(x: number, indices: number, y: number, rows: number, columns: number, divisor: number): void
  im2col(x: number, y: number, images: number, channels: number, ...geometry: Geometry): void
  isFinite(x: number, n: number): number
  leakyRelu(x: number, y: number, slope: number, n: number): void
  leakyReluGradient(x: number, dy: number, dx: number, slope: number, n: number): void
  logSoftmax(x: number, y: number, rows: number, columns: number): void
  logSoftmaxGradient(y: number, dy: number, dx: number, rows: number, columns: number): void
  matmul(
    a: number,
    b: number,
    c: number,
    m: number,
    n: number,
    k: number,
    transposeA: boolean,
    transposeB: boolean,
    scratch: number,
  ): void
  matmulScratch(m: number, n: number, k: number): number
  maxPool(x: number, y: number, at: number, planes: number, ...geometry: Geometry): void
  maxPoolGradient(dy: number, at: number, dx: number, planes: number, size: number, count: number): void
  momentum(w: number, v: number, g: number, rate: number, momentum: number, nesterov: boolean, n: number): void
  multiplyCompressed: CompressedProduct
  normalize(
    x: number,
    mean: number,
    inverse: number,
    gamma: number,
    beta: number,
    y: number,
    outer: number,
    channels: number,
    inner: number,
  ): void
  normalizeGradient(
    x: number,
    mean: number,
    inverse: number,
    gamma: number,
    dy: number,
    dgamma: number,
    dbeta: number,
    dx: number,
    outer: number,
    channels: number,
    inner: number,
  ): void
  normalizeSums(
    x: number,
    mean: number,
    inverse: number,
    dy: number,
    dgamma: number,
    dbeta: number,
    outer: number,
    channels: number,
    inner: number,
  ): void
  place(y: number, places: number, x: number, outer: number, n: number, inner: number): void
  scaleBySquares(
    w: number,
    h: number,
    g: number,
    rate: number,
    keep: number,
    add: number,
    epsilon: number,
    n: number,
  ): void
  scatterCompressed: CompressedProduct
  softmax(x: number, y: number, rows: number, columns: number): void
  softmaxCrossEntropy(x: number, labels: number, y: number, loss: number, rows: number, columns: number): void
  softmaxCrossEntropyGradient(y: number, labels: number, dloss: number, dx: number, rows: number, columns: number): void
  softmaxGradient(y: number, dy: number, dx: number, rows: number, columns: number): void
  sum: Reduction
  transpose(x: number, y: number, rows: number, columns: number): void
  where(condition: number, a: number, b: number, y: number, n: number, aStep: number, bStep: number): void
}
type Unary = (x: number, y: number, n: number) => void
type UnaryGradient = (y: number, dy: number, dx: number, n: number) => void
type Binary = (a: number, b: number, c: number, n: number, an: number, bn: number) => void
/** Height and width of images, then size, stride, padding and number of windows, each down and across. */
type Geometry = readonly [
  height: number,
  width: number,
  sizeY: number,
  sizeX: number,
  strideY: number,
  strideX: number,
  paddingY: number,
  paddingX: number,
  countY: number,
  countX: number,
]
type Images = readonly [images: number, channels: number, height: number, width: number, sizeY: number, sizeX: number]
/** A product whose left side is bytes, compressed: false if B is not finite, and zeros must not be left out. */
type CompressedProduct = (
  starts: number,
  entries: number,
  indices: number,
  divisor: number,
  b: number,
  c: number,
  rows: number,
  n: number,
  k: number,
  quotients: number,
) => number
type Reduction = (x: number, y: number, outer: number, n: number, inner: number) => void

export type KernelName = keyof FloatKernels

/** Of those, kernels over integers. A sum of them is float64. */
export type IntegerKernels = Pick<FloatKernels, 'argmax' | 'argmin' | 'sum' | 'where'>

type Scalar = (x: number) => number

/** What the compiled module exports beside those: functions of no dtype, or of single numbers. */
export interface Module {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number }
  heapBase(): number
  blocksOf(columns: number): number
  compress(x: number, starts: number, entries: number, count: number, rows: number, columns: number): number
  copy(source: number, target: number, bytes: number): void
  readAhead(starts: number, entries: number, indices: number, rows: number, columns: number): number
  copyRegion(x: number, y: number, axes: number, rank: number, bytes: number): void
  holds(x: number, y: number, outer: number, n: number, inner: number, sought: boolean): void
  logicalAnd(x: number, y: number, z: number, n: number): void
  logicalNot(x: number, y: number, n: number): void
  logicalOr(x: number, y: number, z: number, n: number): void
  pick(x: number, places: number, y: number, outer: number, n: number, inner: number, bytes: number): void
  takeRows(x: number, indices: number, y: number, outer: number, n: number, count: number, row: number): void
  acos: Scalar
  acosh: Scalar
  asin: Scalar
  asinh: Scalar
  atan: Scalar
  atan2(y: number, x: number): number
  atanh: Scalar
  cbrt: Scalar
  cos: Scalar
  cosh: Scalar
  exp: Scalar
  expm1: Scalar
  log: Scalar
  log10: Scalar
  log1p: Scalar
  log2: Scalar
  pow(x: number, y: number): number
  sin: Scalar
  sinh: Scalar
  tan: Scalar
  tanh: Scalar
}
