import { expect, test } from 'vitest'
import { sigmoid } from './activation.ts'
import { multiply, power } from './arithmetic.ts'
import { tensor, zeros } from './creation.ts'
import { grad } from './gradient.ts'
import { dense, sequential } from './layer.ts'
import { softmaxCrossEntropy } from './loss.ts'
import { numericGrad } from './numeric-gradient.ts'
import { normal, seeded } from './random.ts'
import { sum } from './reduction.ts'
import type { Tensor } from './tensor.ts'
import { leaves } from './tree.ts'

test('x³ at 2: 3x² + h², by hand', () => {
  const f = (x: Tensor) => sum(power(x, 3))
  const slope = (step?: number) =>
    numericGrad(f, step === undefined ? {} : { step })(tensor([2], { dtype: 'float64' })).data[0]!
  expect(slope(0.25)).toBeCloseTo(12 + 0.5 ** 2, 12)
  expect(slope()).toBeCloseTo(12, 8)
})

test('agrees with grad over a tree of parameters, in float64 also where those are float32', () => {
  const model = sequential([dense(3, 4), sigmoid, dense(4, 2)])
  const parameters = model.init(seeded(0))
  const [x, labels] = [normal(seeded(1), [5, 3]), tensor(Uint8Array.of(0, 1, 1, 0, 1))]
  const loss = (p: typeof parameters, x: Tensor, labels: Tensor) => softmaxCrossEntropy(model.apply(p, x), labels)
  const numeric = numericGrad(loss)(parameters, x, labels)
  expect(numeric[0].W).toMatchObject({ dtype: 'float64', shape: [3, 4] })
  const exact = leaves(grad(loss)(parameters, x, labels))
  for (const [k, g] of leaves(numeric).entries())
    for (const [i, value] of g.data.entries()) expect(Math.abs(exact[k]!.data[i]! - value)).toBeLessThan(1e-6)
  expect(parameters[0].W.dtype).toBe('float32')
})

test('auxiliary output is left out, the parameters as they were', () => {
  const x = tensor([1, 2], { dtype: 'float64' })
  const numeric = numericGrad((x: Tensor) => [sum(multiply(x, x)), 'beside'] as const)(x)
  expect(numeric.data[1]).toBeCloseTo(4, 8)
  expect([...x.data]).toEqual([1, 2])
})

test('misuse says what it was given', () => {
  expect(() => numericGrad(sum, { step: 0 })).toThrow('invalid step of numericGrad; not a number above 0: 0')
  expect(() => numericGrad((x: Tensor) => x)(zeros([2]))).toThrow(
    'invalid shape; a function to be differentiated returns one element, such as its sum or mean: (2,)',
  )
  expect(() => numericGrad(sum)(zeros([2], { dtype: 'int32' }))).toThrow(
    'invalid dtype; numericGrad takes float32 or float64, cast first: int32',
  )
})
