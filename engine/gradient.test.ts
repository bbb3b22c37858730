import fc from 'fast-check'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { gelu, leakyRelu, logSoftmax, logSumExp, relu, sigmoid, softmax, softplus } from './activation.ts'
import {
  abs,
  add,
  clip,
  divide,
  exp,
  log,
  maximum,
  minimum,
  multiply,
  negate,
  power,
  sqrt,
  square,
  subtract,
} from './arithmetic.ts'
import { greater } from './comparison.ts'
import { assign, item, ones, tensor, zeros } from './creation.ts'
import { atan, cos, cosh, erf, expm1, log1p, log2, log10, sin, sinh, tan, tanh } from './elementary.ts'
import { expectCentralDifferences, weighted } from './fixtures/differences.ts'
import { grad, valueAndGrad } from './gradient.ts'
import { tril, triu } from './grid.ts'
import { dense, sequential } from './layer.ts'
import { cast, reshape, stopGradient, take, takeLast, transpose } from './layout.ts'
import { where } from './logic.ts'
import {
  binaryCrossEntropy,
  crossEntropy,
  meanAbsoluteError,
  meanSquaredError,
  softmaxCrossEntropy,
  squaredError,
} from './loss.ts'
import { matmul, outer } from './matmul.ts'
import { l1Penalty, l2Penalty } from './penalty.ts'
import { normal, seeded, uniform } from './random.ts'
import { cumsum, max, mean, min, std, sum, variance } from './reduction.ts'
import type { Shape } from './shape.ts'
import { broadcastTo, concatenate, expandDims, flip, pad, slice, split, squeeze, stack } from './slicing.ts'
import { sort } from './sorting.ts'
import { type Float, scope, type Tensor } from './tensor.ts'

const dtype = 'float64'

const positive = (seed: number, shape: Shape) => uniform(seeded(seed), shape, { low: 0.5, high: 1.5, dtype })
const any = (seed: number, shape: Shape) => normal(seeded(seed), shape, { dtype })
const length = fc.integer({ min: 1, max: 6 })
const shape = fc.tuple(length, length)

describe('gradients equal central differences', () => {
  const activations = { gelu, leakyRelu, logSoftmax, relu, sigmoid, softmax, softplus, tanh }
  const elementary = { atan, cos, cosh, erf, exp, expm1, log, log10, log1p, log2, sin, sinh, sqrt, tan }
  const unary = { ...activations, ...elementary, abs, mean, negate, square, sum, transpose, variance }
  test.each(Object.entries(unary))('%s', (name, f) => {
    const values = /^(sqrt|log\d*|log1p|tan)$/.test(name) ? positive : any
    const check = (shape: Shape) => expectCentralDifferences((x: Tensor) => weighted(f(x)), values(1, shape))
    fc.assert(fc.property(shape, check), { numRuns: 10 })
  })

  const binary = { add, subtract, multiply, divide, maximum, minimum, power }
  test.each(Object.entries(binary))('%s, broadcast', (_, f) => {
    const check = ([m, n]: [number, number], left: Shape, right: Shape) => {
      const shapeOf = (axes: Shape) => axes.map(axis => [1, m, n][axis]!)
      const g = ([a, b]: readonly [Tensor, Tensor]) => weighted(f(a, b))
      expectCentralDifferences(g, [positive(1, shapeOf(left)), positive(2, shapeOf(right))])
    }
    const lengths = fc.constantFrom([], [2], [0, 2], [1, 0], [1, 2])
    fc.assert(fc.property(shape, lengths, lengths, check), { numRuns: 20 })
  })

  test('matmul of matrices and vectors', () => {
    const check = (m: number, n: number, k: number) => {
      const f = ([A, B]: readonly [Tensor, Tensor]) => weighted(matmul(A, B))
      expectCentralDifferences(f, [any(1, [m, k]), any(2, [k, n])])
      expectCentralDifferences(f, [any(1, [k]), any(2, [k, n])])
      expectCentralDifferences(f, [any(1, [m, k]), any(2, [k])])
      expectCentralDifferences(f, [any(1, [k]), any(2, [k])])
      expectCentralDifferences(([a, b]) => weighted(outer(a, b)), [any(1, [m]), any(2, [n])] as const)
    }
    fc.assert(fc.property(length, length, length, check), { numRuns: 10 })
  })

  test('matmul over leading axes that broadcast', () => {
    const check = ([i, j]: [number, number], m: number, n: number, k: number, leadA: number, leadB: number) => {
      const leads = [[], [j], [1], [i, j], [i, 1], [1, j], [1, 1]]
      const f = ([A, B]: readonly [Tensor, Tensor]) => weighted(matmul(A, B))
      expectCentralDifferences(f, [any(1, [...leads[leadA]!, m, k]), any(2, [...leads[leadB]!, k, n])])
      expectCentralDifferences(f, [any(1, [k]), any(2, [...leads[leadB]!, k, n])])
      expectCentralDifferences(f, [any(1, [...leads[leadA]!, m, k]), any(2, [k])])
    }
    const short = fc.integer({ min: 1, max: 3 })
    const lead = fc.nat(6)
    fc.assert(fc.property(fc.tuple(short, short), short, short, short, lead, lead, check), { numRuns: 15 })
  })

  test.each(Object.entries({ logSumExp, max, mean, min, std, sum, variance }))('%s over axes', (name, f) => {
    const check = (shape: [number, number, number], axes: number[], keepDims: boolean) => {
      // The deviation of equal numbers, or of one, has no derivative.
      if (name === 'std' && axes.every(axis => shape[axis] === 1)) return
      expectCentralDifferences((x: Tensor) => weighted(f(x, axes, { keepDims })), any(1, shape))
    }
    const axes = fc.subarray([0, 1, 2])
    fc.assert(fc.property(fc.tuple(length, length, length), axes, fc.boolean(), check), { numRuns: 15 })
  })

  test('clip, where', () => {
    const check = ([m, n]: [number, number]) => {
      expectCentralDifferences((x: Tensor) => weighted(clip(x, -0.5, 1)), any(1, [m, n]))
      const condition = greater(any(2, [m, 1]), 0)
      const f = ([a, b]: readonly [Tensor, Tensor]) => weighted(where(condition, a, b))
      expectCentralDifferences(f, [any(1, [n]), any(3, [m, n])])
    }
    fc.assert(fc.property(shape, check), { numRuns: 10 })
  })

  test('whatever moves elements: some twice, some nowhere', () => {
    const check = ([m, n]: [number, number], i: number, axis: number) => {
      const row = i % m
      const moves: ((x: Tensor) => Tensor)[] = [
        x => reshape(take(x, [row, 0, row]), [n, 3]),
        x => take(x, [i % n, -1], 1),
        x => takeLast(x, tensor(Int32Array.from({ length: m }, (_, k) => (k * i) % n))),
        x => transpose(expandDims(x, axis), [2, 0, 1]),
        x => slice(x, [row], [null, null, -2]),
        x => slice(x, row),
        x => flip(x, axis - 1),
        x => pad(x, [axis, [i, 1]], { value: 3 }),
        x => concatenate([x, multiply(x, 2)], axis - 1),
        x => stack([x, x], axis),
        x => broadcastTo(expandDims(x, 1), [2, m, 3, n]),
        x => squeeze(expandDims(x, axis)),
        x => take(x, tensor([[row, 0, row]], { dtype: 'int32' })),
        x => sort(x, axis - 1),
        x => cumsum(x, axis - 1),
        x => tril(x, axis - 1),
        x => triu(x, axis - 1),
        x => split(x, [row, m - row])[1]!,
      ]
      for (const f of moves) expectCentralDifferences((x: Tensor) => weighted(f(x)), any(1, [m, n]))
    }
    fc.assert(fc.property(shape, fc.nat(5), fc.nat(2), check), { numRuns: 8 })
  })

  const ofShares = (y: Tensor, d: Tensor) => binaryCrossEntropy(y, sigmoid(d))
  test.each(Object.entries({ binaryCrossEntropy: ofShares, meanAbsoluteError, meanSquaredError, squaredError }))(
    '%s',
    (_, loss) => {
      const check = (shape: Shape) => {
        const f = ([y, d]: readonly [Tensor, Tensor]) => loss(y, d)
        expectCentralDifferences(f, [any(1, shape), any(2, shape)])
      }
      fc.assert(fc.property(shape, check), { numRuns: 10 })
    },
  )

  test('cross-entropy of probabilities', () => {
    const check = ([n, classes]: [number, number]) => {
      const labels = tensor(Int32Array.from({ length: n }, (_, i) => (i * 5) % classes))
      expectCentralDifferences((x: Tensor) => crossEntropy(softmax(x), labels), any(1, [n, classes]))
      const f = ([x, d]: readonly [Tensor, Tensor]) => crossEntropy(softmax(x), softmax(d))
      expectCentralDifferences(f, [any(1, [n, classes]), any(2, [n, classes])])
    }
    fc.assert(fc.property(shape, check), { numRuns: 10 })
  })

  test('penalties', () => {
    const parameters = [{ W: any(1, [2, 3]) }, { W: any(2, [3, 1]), b: any(3, [1]) }]
    expectCentralDifferences(p => add(l1Penalty(p, { strength: 0.3 }), l2Penalty(p, { strength: 0.7 })), parameters)
  })

  test('softmax cross-entropy', () => {
    const check = ([n, classes]: [number, number]) => {
      const labels = tensor(Int32Array.from({ length: n }, (_, i) => (i * 5) % classes))
      expectCentralDifferences((x: Tensor) => softmaxCrossEntropy(x, labels), any(1, [n, classes]))
      const f = ([x, d]: readonly [Tensor, Tensor]) => softmaxCrossEntropy(x, softmax(d))
      expectCentralDifferences(f, [any(1, [n, classes]), any(2, [n, classes])])
    }
    fc.assert(fc.property(shape, check), { numRuns: 10 })
  })

  test.each([relu, sigmoid])('a net of three dense layers with %o', activation => {
    const model = sequential([dense(5, 4), activation, dense(4, 3), activation, dense(3, 2)])
    const parameters = model.init(seeded(3), { dtype })
    const labels = tensor(Uint8Array.of(0, 1, 1))
    expectCentralDifferences(p => softmaxCrossEntropy(model.apply(p, any(1, [3, 5])), labels), parameters)
  })
})

test('a tensor used twice receives both gradients', () => {
  const x = tensor([3], { dtype })
  const { value, gradient } = valueAndGrad((x: Tensor) => sum(add(multiply(x, x), x)))(x)
  expect(value).toBe(12)
  expect([...gradient.data]).toEqual([7])
})

test('gradients have the tree of the parameters, zeros where nothing depends', () => {
  const parameters = { W: ones([2]), rest: [zeros([1, 2])] }
  const { W, rest } = grad(({ W }: typeof parameters) => sum(multiply(W, 3)))(parameters)
  expect(W.data).toEqual(Float32Array.of(3, 3))
  expect(rest[0]).toMatchObject({ shape: [1, 2], data: Float32Array.of(0, 0) })
})

test('further arguments are passed on and not differentiated', () => {
  const f = grad((a: Tensor, b: Tensor, n: number) => sum(multiply(multiply(a, b), n)))
  expect(f(tensor([1, 2]), tensor([3, 4]), 2).data).toEqual(Float32Array.of(6, 8))
})

test('equal operands of maximum share the gradient', () => {
  const [a, b] = grad(([a, b]: readonly [Tensor, Tensor]) => sum(maximum(a, b)))([ones([1]), ones([1])])
  expect([a.data[0], b.data[0]]).toEqual([0.5, 0.5])
})

test('what is made on the way is kept until it is differentiated, then released', () => {
  let inside: Tensor | undefined
  const gradient = grad((x: Tensor) => {
    const y = scope(() => {
      inside = exp(x)
      return multiply(inside, inside)
    })
    return sum(y)
  })(zeros([2], { dtype }))
  expect([...gradient.data]).toEqual([2, 2])
  expect(() => inside!.data).toThrow('released')
})

test('a gradient passes through a cast between floats only', () => {
  const f = (x: Tensor) => sum(add(cast(cast(x, 'int32'), dtype), multiply(cast(x, dtype), 2)))
  expect(grad(f)(tensor([1.5])).data).toEqual(Float32Array.of(2))
})

test('what is returned beside the value comes out', () => {
  const f = valueAndGrad((x: Tensor) => {
    const y = multiply(x, x)
    return [sum(y), { y, name: 'squares' }] as const
  })
  const { value, gradient, auxiliary } = scope(() => f(tensor([1, 3])))
  expectTypeOf(auxiliary).toEqualTypeOf<{ readonly y: Tensor<Float>; readonly name: 'squares' }>()
  expect(value).toBe(10)
  expect([...gradient.data]).toEqual([2, 6])
  expect([...auxiliary.y.data]).toEqual([1, 9])
  expectTypeOf(valueAndGrad(sum)(tensor([1])).auxiliary).toEqualTypeOf<undefined>()
  expect(grad((x: Tensor) => [sum(x), x] as const)(ones([1])).data).toEqual(Float32Array.of(1))
})

test('gradients are tensors of their own', () => {
  const parameters = { a: ones([2]), b: ones([2]), c: ones([2]) }
  const { a, b, c } = grad(({ a, b }: typeof parameters) => sum(add(a, b)))(parameters)
  assign(a, 5)
  expect([...a.data, ...b.data, ...c.data]).toEqual([5, 5, 1, 1, 0, 0])
})

test('no gradient passes a stop', () => {
  const x = tensor([3], { dtype })
  expect([...grad((x: Tensor) => sum(multiply(stopGradient(x), x)))(x).data]).toEqual([3])
})

test('misuse', () => {
  expect(() => grad((x: Tensor) => x)(zeros([2]))).toThrow(
    'invalid shape; a function to be differentiated returns one element, such as its sum or mean: (2,)',
  )
  expect(() => grad(sum)(tensor(Int32Array.of(1)))).toThrow(
    'invalid dtype; grad takes float32 or float64, cast first: int32',
  )
  const parameters = [{ W: ones([1]), b: tensor([true]) as Tensor }]
  expect(() => grad(([layer]: typeof parameters) => sum(layer!.W))(parameters)).toThrow(
    'invalid dtype; grad takes float32 or float64, unlike parameters[0].b, cast first: bool',
  )
  expect(() => grad((x: Tensor) => greater(sum(x), 0))(ones([1]))).toThrow(
    'invalid dtype; a function to be differentiated returns float32 or float64: bool',
  )
  expect(() => grad((x: Tensor) => item(sum(x)) as unknown as Tensor)(ones([2]))).toThrow(
    'invalid result; a function to be differentiated returns a tensor, without item(): 2',
  )
})
