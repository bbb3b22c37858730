import { expect, test } from 'vitest'
import { add, multiply, subtract } from './arithmetic.ts'
import { assign, full, ones, tensor, zeros } from './creation.ts'
import { memorySize } from './memory.ts'
import { scope, type Tensor, view } from './tensor.ts'

test('a tensor shows its dtype, its shape and a copy of its elements', () => {
  const x = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ])
  const { dtype, shape, data } = x
  expect({ dtype, shape, data }).toEqual({ dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) })
  data[0] = 9
  expect(x.data[0]).toBe(1)
})

test('a scope releases what it made, except what it returns', () => {
  const made: Tensor[] = []
  const keep = <T extends Tensor>(x: T) => {
    made.push(x)
    return x
  }
  const { sum } = scope(() => {
    const a = keep(full([2], 2))
    return { sum: keep(add(a, keep(ones([2])))) }
  })
  expect([...sum.data]).toEqual([3, 3])
  expect(made.indexOf(sum)).toBe(2)
  expect(() => made[0]!.data).toThrow('invalid tensor; it was released at the end of its scope')
})

test('what an inner scope returns belongs to the outer one', () => {
  let inner: Tensor | undefined
  scope(() => {
    inner = scope(() => ones([2]))
    expect([...inner.data]).toEqual([1, 1])
  })
  expect(() => inner!.data).toThrow('released')
})

test('an error in a scope releases everything', () => {
  let x: Tensor | undefined
  const failing = () =>
    scope(() => {
      x = ones([2])
      throw new Error('oh')
    })
  expect(failing).toThrow('oh')
  expect(() => x!.data).toThrow('released')
})

test('released memory is used again: 20,000 steps take no more than 10', () => {
  const W = zeros([40, 20])
  const step = () => scope(() => assign(W, subtract(W, multiply(0.1, add(W, full([20], 1))))))
  for (let i = 0; i < 10; i++) step()
  const before = memorySize()
  for (let i = 0; i < 20_000; i++) step()
  expect(memorySize()).toBe(before)
  expect(W.data[0]).toBeCloseTo(-1)
})

test('growing the memory changes no tensor', () => {
  const x = tensor([1, 2, 3])
  const before = view(x)
  const large = scope(() => {
    zeros([4_000_000])
    return zeros([4_000_000])
  })
  expect(before.length).toBe(0)
  expect([...x.data]).toEqual([1, 2, 3])
  large.release()
})
