import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { tensor } from './creation.ts'
import { grad, valueAndGrad } from './gradient.ts'
import * as engine from './index.ts'
import { sum } from './reduction.ts'
import { type DType, isFloating, scope, type Tensor } from './tensor.ts'

interface Values {
  readonly dtype: DType
  readonly shape: readonly number[]
  /** "NaN" is written as text. */
  readonly data: readonly (number | boolean | string)[]
}
interface Case {
  readonly name: string
  readonly options: Record<string, unknown>
  readonly inputs: readonly Values[]
  readonly output: Values
  readonly cotangent: Values
  readonly gradients: readonly Values[]
  /** Of float64: what the gradients are multiplied by, and the gradients of the sum of that. */
  readonly directions?: readonly Values[]
  readonly seconds?: readonly Values[]
}

// Written by fixtures/torch_operations.py from what PyTorch computes.
const cases: Case[] = JSON.parse(readFileSync(new URL('./fixtures/torch_operations.json', import.meta.url), 'utf8'))

const toTensor = ({ dtype, shape, data }: Values) => tensor(data.map(Number), { dtype, shape })

// How the operations are called that take more than tensors.
const calls: Record<string, (inputs: readonly Tensor[], options: never) => Tensor> = {
  negative: ([x]) => engine.negate(x!),
  clip: ([x], { low, high }: { low: number; high: number }) => engine.clip(x!, low, high),
  reshape: ([x], { shape }: { shape: number[] }) => engine.reshape(x!, shape),
  transpose: ([x], { axes }: { axes: number[] }) => engine.transpose(x!, axes),
  slice: ([x], { indices }: { indices: engine.Index[] }) => engine.slice(x!, ...indices),
  flip: ([x], { axis }: { axis: number }) => engine.flip(x!, axis),
  take: ([x], { indices, axis }: { indices: number[]; axis: number }) => engine.take(x!, indices, axis),
  takeLast: ([x], { indices }: { indices: number[] }) => engine.takeLast(x!, tensor(Int32Array.from(indices))),
  pad: ([x], { widths, value }: { widths: number[]; value: number }) => engine.pad(x!, widths, { value }),
  concatenate: (xs, { axis }: { axis: number }) => engine.concatenate(xs, axis),
  stack: (xs, { axis }: { axis: number }) => engine.stack(xs, axis),
  sort: ([x], { axis }: { axis: number }) => engine.sort(x!, axis),
  cumsum: ([x], { axis }: { axis: number }) => engine.cumsum(x!, axis),
  tril: ([x], { diagonal }: { diagonal: number }) => engine.tril(x!, diagonal),
  triu: ([x], { diagonal }: { diagonal: number }) => engine.triu(x!, diagonal),
  takeMany: ([x], { indices, axis }: { indices: number[][]; axis: number }) =>
    engine.take(x!, tensor(indices, { dtype: 'int32' }), axis),
  split: ([x], { sections, axis, part }: { sections: number[]; axis: number; part: number }) =>
    engine.split(x!, sections, axis)[part]!,
  broadcastTo: ([x], { shape }: { shape: number[] }) => engine.broadcastTo(x!, shape),
  l1Penalty: (xs, options: engine.Penalty) => engine.l1Penalty(xs, options),
  l2Penalty: (xs, options: engine.Penalty) => engine.l2Penalty(xs, options),
}
const operations = engine as unknown as Record<string, (...args: unknown[]) => Tensor>
for (const name of ['sum', 'mean', 'max', 'min', 'variance', 'std', 'logSumExp'])
  calls[name] = ([x], { axes, ...options }: { axes: number[] | null }) =>
    operations[name]!(x, axes ?? undefined, options)

function call(name: string, inputs: readonly Tensor[], options: object): Tensor {
  const own = calls[name] as ((inputs: readonly Tensor[], options: object) => Tensor) | undefined
  if (own) return own(inputs, options)
  return operations[name]!(...inputs, ...(Object.keys(options).length > 0 ? [options] : []))
}

// What adds numbers around 1 of both signs, so that their rounding errors stay where they cancel.
const sums = ['sum', 'mean', 'variance', 'std', 'matmul', 'cumsum', 'logSumExp']

function expectClose(name: string, actual: Tensor, expected: Values): void {
  expect(actual).toMatchObject({ dtype: expected.dtype, shape: expected.shape })
  const values = expected.data.map(Number)
  const largest = Math.max(...values.map(x => (Number.isNaN(x) ? 0 : Math.abs(x))))
  const least = sums.includes(name) ? 0.1 : largest / 100
  const relative = expected.dtype === 'float32' ? 2e-6 : 1e-13
  for (const [i, value] of values.entries()) {
    const bound = relative * Math.max(Math.abs(value), least)
    const close = Number.isNaN(value) ? Number.isNaN(actual.data[i]) : Math.abs(actual.data[i]! - value) <= bound
    expect(close, `${actual.data[i]} at ${i}, where PyTorch has ${value}`).toBe(true)
  }
}

// The scalar that is differentiated: what the operation makes of the inputs, weighted.
function weighted({
  name,
  options,
  inputs,
  cotangent,
}: Case): (floats: readonly Tensor[]) => readonly [Tensor, Tensor] {
  return floats => {
    const rest = [...floats]
    const y = call(
      name,
      inputs.map(x => (x.dtype.startsWith('float') ? rest.shift()! : toTensor(x))),
      options,
    )
    return [sum(engine.multiply(y, toTensor(cotangent))), y]
  }
}
const floatsOf = ({ inputs }: Case) => inputs.map(toTensor).filter(isFloating)

test.each(cases.map((item, i) => [item.name, item.inputs[0]!.dtype, i, item] as const))(
  '%s in %s agrees with PyTorch, forward and backward (case %i)',
  (name, _, __, item) => {
    scope(() => {
      const { auxiliary, gradient } = valueAndGrad(weighted(item))(floatsOf(item))
      expectClose(name, auxiliary, item.output)
      for (const [i, expected] of item.gradients.entries()) expectClose(name, gradient[i]!, expected)
    })
  },
)

test.each(cases.filter(({ seconds }) => seconds).map((item, i) => [item.name, i, item] as const))(
  'the gradient of the gradient of %s agrees with PyTorch (case %i)',
  (name, _, item) => {
    scope(() => {
      const product = (floats: readonly Tensor[]) => {
        const parts = grad(weighted(item))(floats).map((g, i) =>
          sum(engine.multiply(g, toTensor(item.directions![i]!))),
        )
        return parts.reduce((total, part) => engine.add(total, part))
      }
      const seconds = grad(product)(floatsOf(item))
      for (const [i, expected] of item.seconds!.entries()) expectClose(name, seconds[i]!, expected)
    })
  },
)
