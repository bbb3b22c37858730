import { integer, notNegative } from './argument.ts'
import { add } from './arithmetic.ts'
import { zeros } from './creation.ts'
import { cos, sin } from './math.ts'
import { integers, normal, type Random, uniform } from './random.ts'
import { formatShape, size } from './shape.ts'
import { type Float, floating, scope, type Tensor, view } from './tensor.ts'

// Samples changed at random, for `augment` of `train`: their labels stay. Images have the shape (n, …, height, width);
// rows such as MNIST's are reshaped first:
//
//     augment: (x, random) => reshape(shift(reshape(x, [-1, 28, 28]), random, { by: 2 }), x.shape)

/**
 * Each image moved by a whole number of pixels down and across, each from −by to by; 0 moves in.
 *
 * @param images (n, …, height, width), of floats
 */
export function shift(images: Tensor, random: Random, { by }: { readonly by: number } = {} as never): Tensor<Float> {
  integer('by of shift', by, 0)
  const [n] = extents('shift', images)
  return scope(() => {
    const moves = integers(random, by + 1, [n, 2], { low: -by }).data
    return sampled('shift', images, (i, y, x) => [y - moves[2 * i]!, x - moves[2 * i + 1]!])
  })
}

/**
 * Each image rotated around its center by an angle from [−degrees, degrees), by bilinear interpolation: a pixel is
 * mixed from the four around the place it comes from; outside, there is 0.
 *
 * @param images (n, …, height, width), of floats
 */
export function rotate(
  images: Tensor,
  random: Random,
  { degrees }: { readonly degrees: number } = {} as never,
): Tensor<Float> {
  notNegative('degrees of rotate', degrees)
  const [n, , height, width] = extents('rotate', images)
  const [centerY, centerX] = [(height - 1) / 2, (width - 1) / 2]
  return scope(() => {
    const limit = (degrees * Math.PI) / 180
    const angles = uniform(random, [n], { low: -limit, high: limit, dtype: 'float64' }).data
    const turns = Array.from(angles, angle => [cos(angle), sin(angle)] as const)
    return sampled('rotate', images, (i, y, x) => {
      const [c, s] = turns[i]!
      const [down, right] = [y - centerY, x - centerX]
      return [centerY + c * down + s * right, centerX + c * right - s * down]
    })
  })
}

/** Adds N(0, std²) to each element. */
export function addNoise(x: Tensor, random: Random, { std }: { readonly std: number } = {} as never): Tensor<Float> {
  notNegative('std of addNoise', std)
  return scope(() => add(x, normal(random, x.shape, { std, dtype: floating(x, 'addNoise').dtype })))
}

// Images made of images: what is at (y, x) of image i comes from the place that `from` says.
function sampled(
  name: string,
  images: Tensor,
  from: (i: number, y: number, x: number) => readonly [y: number, x: number],
): Tensor<Float> {
  const [n, channels, height, width] = extents(name, images)
  const result = zeros(images.shape, { dtype: (images as Tensor<Float>).dtype })
  const [source, target] = [view(images), view(result)]
  for (let i = 0; i < n; i++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [v, u] = from(i, y, x)
        const [top, left] = [Math.floor(v), Math.floor(u)]
        const [low, right] = [v - top, u - left]
        for (let c = 0; c < channels; c++) {
          const plane = (i * channels + c) * height * width
          const at = (y: number, x: number) =>
            y >= 0 && y < height && x >= 0 && x < width ? source[plane + y * width + x]! : 0
          const above = (1 - right) * at(top, left) + right * at(top, left + 1)
          const below = (1 - right) * at(top + 1, left) + right * at(top + 1, left + 1)
          target[plane + y * width + x] = (1 - low) * above + low * below
        }
      }
  return result
}

function extents(name: string, images: Tensor): readonly [n: number, channels: number, height: number, width: number] {
  const { shape } = floating(images, name)
  if (shape.length < 3)
    throw new Error(`invalid shape; ${name} takes images (n, …, height, width): ${formatShape(shape)}`)
  return [shape[0]!, size(shape.slice(1, -2)), shape.at(-2)!, shape.at(-1)!]
}
