import { expect, test } from 'vitest'
import { gelu, identity, leakyRelu, logSoftmax, relu, sigmoid, softmax, softplus, step } from './activation.ts'
import { add } from './arithmetic.ts'
import { tensor, zeros } from './creation.ts'
import * as math from './math.ts'
import { matmul } from './matmul.ts'
import { sum } from './reduction.ts'

const dtype = 'float64'

// Weights and results as NumPy printed them in a published course report: eight digits.
test('the forward pass of three layers, 2-3-2-2 with ReLU', () => {
  const x = tensor([1, 2], { dtype })
  const W1 = tensor(
    [
      [0.46325703, 0.4515028, 0.9015613],
      [0.63300315, 0.09960203, 0.35035177],
    ],
    { dtype },
  )
  const W2 = tensor(
    [
      [0.85561969, 0.64270626],
      [0.71017196, 0.35407221],
      [0.21520079, 0.12526929],
    ],
    { dtype },
  )
  const b1 = tensor([0.14282813, 0.02490021, 0.42369957], { dtype })
  const b2 = tensor([0.16724682, 0.77646073], { dtype })
  const u1 = add(matmul(x, W1), b1)
  const z1 = relu(u1)
  const u2 = add(matmul(z1, W2), b2)
  for (const [i, value] of [1.87209147, 0.67560708, 2.02596442].entries()) expect(u1.data[i]).toBeCloseTo(value, 7)
  for (const [i, value] of [2.6848315, 2.47267045].entries()) expect(u2.data[i]).toBeCloseTo(value, 7)
  expect(sum(z1).data[0]).toBeCloseTo(4.573662972619907, 7)
})

test('the forward pass of one layer with the sigmoid', () => {
  const x = tensor([1, 5, 2, -1], { dtype })
  const W = tensor(
    [
      [3, 1, 4],
      [3, 1, 0],
      [4, 2, 3],
      [0, 3, 4],
    ],
    { dtype },
  )
  const u = add(matmul(x, W), tensor([0.1, 0.2, 0.3], { dtype }))
  const z = sigmoid(u).data
  for (const [i, value] of [26.1, 7.2, 6.3].entries()) expect(u.data[i]).toBeCloseTo(value, 12)
  for (const [i, value] of [1, 0.99925397, 0.99816706].entries()) expect(z[i]).toBeCloseTo(value, 8)
})

test('relu keeps positive numbers and NaN', () => {
  expect(relu(tensor([-1, 0, 2, NaN, -Infinity, Infinity])).data).toEqual(Float32Array.of(0, 0, 2, NaN, 0, Infinity))
})

test('sigmoid is within 3 ulp and neither overflows nor loses its ends', () => {
  const x = Float32Array.from({ length: 4000 }, (_, i) => -20 + i / 100)
  const y = sigmoid(tensor(x)).data
  const worst = x.reduce((worst, value, i) => {
    const exact = 1 / (1 + math.exp(-value))
    return Math.max(worst, Math.abs(y[i]! - exact) / 2 ** (Math.floor(math.log2(exact)) - 23))
  }, 0)
  expect(worst).toBeLessThan(3)
  expect([...sigmoid(tensor([-200, 200, NaN])).data]).toEqual([0, 1, NaN])
})

test('softmax sums to one over the last axis, however large the inputs', () => {
  const y = softmax(
    tensor(
      [
        [0, math.log(2), math.log(5)],
        [1e4, 1e4, -1e4],
      ],
      { dtype },
    ),
  )
  for (const [i, value] of [1 / 8, 2 / 8, 5 / 8, 0.5, 0.5, 0].entries()) expect(y.data[i]).toBeCloseTo(value, 15)
  expect(() => softmax(zeros([]))).toThrow('invalid shape; softmax sums over the last axis, which has nothing: ()')
})

test('identity takes floats only', () => {
  const x = tensor([1])
  expect(identity(x)).toBe(x)
  expect(() => identity(tensor(Int32Array.of(1)))).toThrow('invalid dtype')
})

test('step is 1 of positive numbers only', () => {
  expect(step(tensor([-1, -0, 0, 1e-30, Infinity, NaN])).data).toEqual(Float32Array.of(0, 0, 0, 1, 1, 0))
})

test('leakyRelu keeps a part of negative numbers', () => {
  const x = tensor([-2, 0, 3, NaN], { dtype })
  expect([...leakyRelu(x).data]).toEqual([-0.02, 0, 3, NaN])
  expect([...leakyRelu(x, { slope: 0.5 }).data]).toEqual([-1, 0, 3, NaN])
})

// x Φ(x) and log(1 + eˣ) by mpmath, with 40 digits.
test.each([
  [gelu, -20, -5.507248237212468e-88],
  [gelu, -10, -7.619853024160526e-23],
  [gelu, -5, -1.4332578593959695e-6],
  [gelu, -1.5, -0.1002108019032871],
  [gelu, -0.1, -0.0460172162722971],
  [gelu, 1e-10, 5.000000000398942e-11],
  [gelu, 1.2, 1.0619163957339501],
  [gelu, 6, 5.999999994080474],
  [softplus, -100, 3.720075976020836e-44],
  [softplus, -30, 9.357622968839737e-14],
  [softplus, -2, 0.1269280110429725],
  [softplus, 0, Math.LN2],
  [softplus, 0.001, 0.6936473055599401],
  [softplus, 5, 5.006715348489118],
  [softplus, 40, 40],
])('%o of %d, in its last places', (f, x, exact) => {
  // Rounding x / √2 changes erfc by as many ulp as x² is.
  const relative = 1e-15 + (f === gelu ? x * x * 1e-16 : 0)
  expect(Math.abs(f(tensor([x], { dtype })).data[0]! - exact) / Math.abs(exact)).toBeLessThan(relative)
  // What float32 cannot hold is 0 to it.
  const bound = Math.max(Math.abs(exact) * 3e-7, 1e-45)
  expect(Math.abs(f(tensor([x])).data[0]! - exact)).toBeLessThanOrEqual(bound)
})

test('gelu and softplus at their ends', () => {
  const ends = tensor([-Infinity, Infinity, NaN])
  expect([...softplus(ends).data]).toEqual([0, Infinity, NaN])
  expect([...gelu(ends).data]).toEqual([0, Infinity, NaN])
})

test('logSoftmax takes no logarithm of 0', () => {
  const y = logSoftmax(tensor([0, -2000, 0], { dtype }))
  for (const [i, value] of [-math.log(2), -2000 - math.log(2), -math.log(2)].entries())
    expect(y.data[i]).toBeCloseTo(value, 12)
})
