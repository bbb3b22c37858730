import { finite, integer, notNegative } from './argument.ts'
import { empty, tensor } from './creation.ts'
import type { Samples } from './dataset.ts'
import { cos, sin } from './math.ts'
import { normal, type Random, uniform } from './random.ts'
import { type Float, scope, type Tensor, view } from './tensor.ts'

// Samples drawn from a formula. Inputs and values are floats, labels `uint8`; classes take turns, row by row.

export interface SyntheticOptions {
  /** The standard deviation of the normal noise. Defaults to 0. */
  readonly noise?: number
  /** Of inputs and values. Defaults to float32. */
  readonly dtype?: Float
}

/** Points (n, 2) spread evenly over [−1, 1)²: label 1 where the signs of x₀ and x₁ differ. Noise moves the points. */
export function xorSamples(random: Random, n: number, options: SyntheticOptions = {}): Samples {
  return labelled('xorSamples', random, n, options, () => {
    const [x, y] = [between(random, -1, 1), between(random, -1, 1)]
    return { point: [x, y], label: x >= 0 === y >= 0 ? 0 : 1 }
  })
}

/**
 * Points (n, 2) on two circles around 0: label 0 on that of radius 1, label 1 on that of radius `factor`. Noise moves
 * the points.
 *
 * @param options.factor defaults to 0.5
 */
export function circleSamples(
  random: Random,
  n: number,
  { factor = 0.5, ...options }: SyntheticOptions & { readonly factor?: number } = {},
): Samples {
  finite('factor of circleSamples', factor)
  return labelled('circleSamples', random, n, options, i => {
    const radius = i % 2 === 0 ? 1 : factor
    const angle = between(random, 0, 2 * Math.PI)
    return { point: [radius * cos(angle), radius * sin(angle)], label: i % 2 }
  })
}

/**
 * Points (n, 2) on spirals that wind out of 0 to the radius 1: at the radius r, arm k has the angle
 * 2π (turns · r + k / arms), and its label is k. Noise moves the points.
 *
 * @param options.arms defaults to 2
 * @param options.turns defaults to 1
 */
export function spiralSamples(
  random: Random,
  n: number,
  { arms = 2, turns = 1, ...options }: SyntheticOptions & { readonly arms?: number; readonly turns?: number } = {},
): Samples {
  integer('arms of spiralSamples', arms, 1)
  finite('turns of spiralSamples', turns)
  return labelled('spiralSamples', random, n, options, i => {
    const label = i % arms
    const radius = between(random, 0, 1)
    const angle = 2 * Math.PI * (turns * radius + label / arms)
    return { point: [radius * cos(angle), radius * sin(angle)], label }
  })
}

/**
 * Points (n, d) around centers, N(center, noise²) on each axis; the label is the number of the center.
 *
 * @param options.centers points of d coordinates, or how many to draw from [−10, 10)²; defaults to 3
 * @param options.noise defaults to 1
 */
export function blobSamples(
  random: Random,
  n: number,
  {
    centers = 3,
    noise = 1,
    ...options
  }: SyntheticOptions & { readonly centers?: number | readonly (readonly number[])[] } = {},
): Samples {
  const list =
    typeof centers === 'number'
      ? Array.from({ length: integer('centers of blobSamples', centers, 1) }, () => [
          between(random, -10, 10),
          between(random, -10, 10),
        ])
      : centers
  if (list.length === 0) throw new Error('invalid centers of blobSamples; there is none')
  if (list.some(center => center.length !== list[0]!.length))
    throw new Error(`invalid centers of blobSamples; not of as many coordinates each: ${JSON.stringify(list)}`)
  return labelled('blobSamples', random, n, { noise, ...options }, i => ({
    point: list[i % list.length]!,
    label: i % list.length,
  }))
}

/**
 * Inputs x (n, k) spread evenly over [0, 1)ᵏ with values (n, 1) of w·x + b. Noise is added to the values.
 *
 * @param options.weights w; defaults to [3, 2]
 * @param options.bias b; defaults to 0
 */
export function linearSamples(
  random: Random,
  n: number,
  {
    weights = [3, 2],
    bias = 0,
    ...options
  }: SyntheticOptions & { readonly weights?: readonly number[]; readonly bias?: number } = {},
): Samples {
  return valued('linearSamples', random, n, weights.length, options, () => {
    const x = weights.map(() => between(random, 0, 1))
    return { x, value: weights.reduce((sum, w, i) => sum + w * x[i]!, bias) }
  })
}

/** Inputs x (n, 1) spread evenly over [−π, π) with values (n, 1) of sin x. Noise is added to the values. */
export function sineSamples(random: Random, n: number, options: SyntheticOptions = {}): Samples {
  return valued('sineSamples', random, n, 1, options, () => {
    const x = between(random, -Math.PI, Math.PI)
    return { x: [x], value: sin(x) }
  })
}

function labelled(
  name: string,
  random: Random,
  n: number,
  { noise = 0, dtype = 'float32' }: SyntheticOptions,
  draw: (i: number) => { readonly point: readonly number[]; readonly label: number },
): Samples {
  const drawn = Array.from({ length: integer(`n of ${name}`, n, 0) }, (_, i) => draw(i))
  const inputs = filled(
    dtype,
    drawn.map(({ point }) => point),
  )
  disturb(name, inputs, random, noise)
  const targets = tensor(
    drawn.map(({ label }) => label),
    { dtype: 'uint8' },
  )
  return { inputs, targets }
}

function valued(
  name: string,
  random: Random,
  n: number,
  axes: number,
  { noise = 0, dtype = 'float32' }: SyntheticOptions,
  draw: () => { readonly x: readonly number[]; readonly value: number },
): Samples {
  const drawn = Array.from({ length: integer(`n of ${name}`, n, 0) }, draw)
  const inputs = filled(
    dtype,
    drawn.map(({ x }) => x),
    axes,
  )
  const targets = filled(
    dtype,
    drawn.map(({ value }) => [value]),
    1,
  )
  disturb(name, targets, random, noise)
  return { inputs, targets }
}

function filled(dtype: Float, rows: readonly (readonly number[])[], axes = rows[0]?.length ?? 2): Tensor<Float> {
  const x = empty(dtype, [rows.length, axes])
  view(x).set(rows.flat())
  return x
}

function disturb(name: string, x: Tensor<Float>, random: Random, noise: number): void {
  notNegative(`noise of ${name}`, noise)
  if (noise === 0) return
  scope(() => {
    const [added, values] = [normal(random, x.shape, { std: noise, dtype: 'float64' }), view(x)]
    const differences = view(added)
    for (let i = 0; i < differences.length; i++) values[i]! += differences[i]!
  })
}

function between(random: Random, low: number, high: number): number {
  return scope(() => view(uniform(random, [], { low, high, dtype: 'float64' }))[0]!)
}
