import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { relu, sigmoid, softmax } from './activation.ts'
import { add, divide, exp, log, maximum, multiply, negate, sqrt, subtract } from './arithmetic.ts'
import { item, ones, tensor, zeros } from './creation.ts'
import { grad, valueAndGrad } from './gradient.ts'
import { dense, sequential } from './layer.ts'
import { cast, reshape, take, transpose } from './layout.ts'
import { softmaxCrossEntropy, squaredError } from './loss.ts'
import { matmul } from './matmul.ts'
import { normal, seeded, uniform } from './random.ts'
import { max, mean, sum } from './reduction.ts'
import type { Shape } from './shape.ts'
import { scope, type Tensor, view } from './tensor.ts'
import { leaves, type Tree } from './tree.ts'

const dtype = 'float64'

// Compares each partial derivative with (f(x + h) − f(x − h)) / 2h.
function expectCentralDifferences<T extends Tree>(f: (parameters: T) => Tensor, parameters: T) {
  scope(() => {
    const gradient = leaves(grad(f)(parameters))
    const scale = Math.max(...gradient.flatMap(g => [...g.data].map(Math.abs)), 1e-3)
    for (const [k, parameter] of leaves(parameters).entries())
      for (let i = 0; i < view(parameter).length; i++) {
        const x = view(parameter)[i]!
        const h = 1e-5 * Math.max(1, Math.abs(x))
        const at = (x: number) => {
          view(parameter)[i] = x
          return scope(() => item(f(parameters)))
        }
        const difference = (at(x + h) - at(x - h)) / (2 * h)
        at(x)
        expect(Math.abs(gradient[k]!.data[i]! - difference) / scale).toBeLessThan(1e-6)
      }
  })
}

// A scalar that depends on every element of y differently.
function weighted(y: Tensor): Tensor {
  return sum(multiply(y, normal(seeded(99), y.shape, { dtype })))
}

const positive = (seed: number, shape: Shape) => uniform(seeded(seed), shape, { low: 0.5, high: 2, dtype })
const any = (seed: number, shape: Shape) => normal(seeded(seed), shape, { dtype })
const length = fc.integer({ min: 1, max: 6 })
const shape = fc.tuple(length, length)

describe('gradients equal central differences', () => {
  const unary = { negate, sqrt, exp, log, relu, sigmoid, softmax, transpose, mean, sum }
  test.each(Object.entries(unary))('%s', (name, f) => {
    const values = name === 'sqrt' || name === 'log' ? positive : any
    const check = (shape: Shape) => expectCentralDifferences((x: Tensor) => weighted(f(x)), values(1, shape))
    fc.assert(fc.property(shape, check), { numRuns: 10 })
  })

  const binary = { add, subtract, multiply, divide, maximum }
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
    }
    fc.assert(fc.property(length, length, length, check), { numRuns: 10 })
  })

  test('sums, means and maxima over an axis', () => {
    const check = (a: number, b: number, c: number, axis: number) => {
      for (const f of [sum, mean, max]) expectCentralDifferences((x: Tensor) => weighted(f(x, axis)), any(1, [a, b, c]))
    }
    fc.assert(fc.property(length, length, length, fc.integer({ min: -3, max: 2 }), check), { numRuns: 10 })
  })

  test('reshape and take, a row taken twice', () => {
    const f = (x: Tensor) => weighted(reshape(take(x, [2, 0, 2]), [2, 3]))
    expectCentralDifferences(f, any(1, [3, 2]))
  })

  test('squared error', () => {
    const check = (shape: Shape) =>
      expectCentralDifferences((y: Tensor) => squaredError(y, any(2, shape)), any(1, shape))
    fc.assert(fc.property(shape, check), { numRuns: 10 })
  })

  test('softmax cross-entropy', () => {
    const check = ([n, classes]: [number, number]) => {
      const labels = tensor(Int32Array.from({ length: n }, (_, i) => (i * 5) % classes))
      expectCentralDifferences((x: Tensor) => softmaxCrossEntropy(x, labels), any(1, [n, classes]))
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

test('misuse', () => {
  expect(() => grad((x: Tensor) => x)(zeros([2]))).toThrow('invalid shape; only one element has a gradient: (2,)')
  expect(() => grad(sum)(tensor(Int32Array.of(1)))).toThrow('invalid dtype')
  expect(() => grad((x: Tensor) => sum(grad(sum)(x)))(zeros([2]))).toThrow('invalid grad; it is taken inside another')
})
