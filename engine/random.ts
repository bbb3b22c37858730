import { mersenne } from 'pure-rand/generator/mersenne'
import { finite, integer, notNegative } from './argument.ts'
import { empty, floatDType, held } from './creation.ts'
import { log } from './math.ts'
import { type Shape, shapeOf } from './shape.ts'
import { type DType, type Float, type Tensor, view } from './tensor.ts'

/** A stream of random bits, passed to whatever draws from it. */
export interface Random {
  readonly generator: { next(): number }
  /** Normal numbers come in pairs: the second one, until it is drawn. */
  spare: number | undefined
}

/**
 * The stream that a seed begins: the Mersenne Twister MT19937 (Matsumoto, Nishimura 1998), and from it the numbers of
 * NumPy's `numpy.random.RandomState(seed)`.
 *
 * @param seed an integer of [0, 2³²)
 */
export function seeded(seed: number): Random {
  if (!Number.isInteger(seed) || seed < 0 || seed >= 4294967296)
    throw new Error(`invalid seed of seeded; not an integer of [0, 2³²): ${seed}`)
  return { generator: mersenne(seed), spare: undefined }
}

/**
 * Numbers of the shape given, spread evenly over [low, high), by default [0, 1), each of 53 random bits before it is
 * scaled: low + (high − low) · u.
 *
 * @param options.dtype defaults to float32
 * @throws Error of ends that are not finite or in the wrong order.
 */
export function uniform<D extends Float = 'float32'>(
  random: Random,
  shape: Shape,
  { low = 0, high = 1, dtype }: { readonly low?: number; readonly high?: number; readonly dtype?: D } = {},
): Tensor<D> {
  if (!(finite('low of uniform', low) <= finite('high of uniform', high)))
    throw new Error(`invalid high of uniform; below low ${low}: ${high}`)
  return draw(
    'uniform',
    random,
    shape,
    floatDType('uniform', dtype ?? ('float32' as D)),
    () => low + (high - low) * fraction(random),
  )
}

/**
 * Numbers of the shape given from N(mean, std²), by default N(0, 1), by Marsaglia's polar method.
 *
 * @param options.dtype defaults to float32
 * @throws Error of a standard deviation below 0.
 */
export function normal<D extends Float = 'float32'>(
  random: Random,
  shape: Shape,
  { mean = 0, std = 1, dtype }: { readonly mean?: number; readonly std?: number; readonly dtype?: D } = {},
): Tensor<D> {
  const [center, deviation] = [
    finite('mean of normal', mean),
    finite('std of normal', notNegative('std of normal', std)),
  ]
  return draw(
    'normal',
    random,
    shape,
    floatDType('normal', dtype ?? ('float32' as D)),
    () => center + deviation * gaussian(random),
  )
}

/**
 * Integers of [low, high), by default from 0, each as likely as the others.
 *
 * @param options.dtype defaults to int32
 * @throws Error of ends that are no integers, and of those that the dtype does not hold.
 */
export function integers<D extends DType = 'int32'>(
  random: Random,
  high: number,
  shape: Shape,
  { low = 0, dtype }: { readonly low?: number; readonly dtype?: D } = {},
): Tensor<D> {
  if (!(high > low)) throw new Error(`invalid high of integers; no integer lies from ${low} up to it: ${high}`)
  if (!Number.isInteger(low) || !Number.isInteger(high) || high - low > 4294967296)
    throw new Error(
      `invalid range of integers; not from one integer to another, at most 2³² of them: ${low} to ${high}`,
    )
  // Both ends have to be in the dtype.
  for (const end of [low, high - 1]) held(end, dtype ?? 'int32')
  return draw('integers', random, shape, dtype ?? ('int32' as D), () => low + integerUpTo(random, high - low - 1))
}

/** The integers from 0 up to n in random order. */
export function permutation(random: Random, n: number): Tensor<'int32'> {
  checked('permutation', random)
  const order = empty('int32', [integer('n of permutation', n, 0)])
  const values = view(order)
  for (let i = 0; i < n; i++) values[i] = i
  for (let i = n - 1; i > 0; i--) {
    const j = integerUpTo(random, i)
    const value = values[i]!
    values[i] = values[j]!
    values[j] = value
  }
  return order
}

/** The items of a list in random order, as a new list. */
export function shuffle<T>(random: Random, items: readonly T[]): T[] {
  checked('shuffle', random)
  if (!Array.isArray(items)) throw new Error(`invalid items of shuffle; not a list: ${String(items)}`)
  const order = permutation(random, items.length)
  const shuffled = Array.from(view(order), index => items[index]!)
  order.release()
  return shuffled
}

/** An integer from 0 to `largest`: bits masked to its length, drawn again while above it. */
function integerUpTo({ generator }: Random, largest: number): number {
  if (largest === 0) return 0
  const mask = -1 >>> Math.clz32(largest)
  for (;;) {
    const value = (generator.next() & mask) >>> 0
    if (value <= largest) return value
  }
}

function fraction({ generator }: Random): number {
  const high = generator.next() >>> 5
  const low = generator.next() >>> 6
  // (high · 2²⁶ + low) / 2⁵³
  return (high * 67108864 + low) / 9007199254740992
}

function gaussian(random: Random): number {
  if (random.spare !== undefined) {
    const spare = random.spare
    random.spare = undefined
    return spare
  }
  for (;;) {
    const x = 2 * fraction(random) - 1
    const y = 2 * fraction(random) - 1
    const square = x * x + y * y
    if (square >= 1 || square === 0) continue
    const scale = Math.sqrt((-2 * log(square)) / square)
    random.spare = scale * x
    return scale * y
  }
}

function draw<D extends DType>(name: string, random: Random, shape: Shape, dtype: D, next: () => number): Tensor<D> {
  checked(name, random)
  const x = empty(dtype, shapeOf(name, shape))
  const values = view(x)
  for (let i = 0; i < values.length; i++) values[i] = next()
  return x
}

// What the function `name` draws from. @throws Error of anything but a stream.
function checked(name: string, random: Random): void {
  if (typeof random?.generator?.next !== 'function')
    throw new Error(`missing random of ${name}: the first argument is what seeded(…) makes, not ${String(random)}`)
}
