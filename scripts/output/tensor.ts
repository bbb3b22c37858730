/** A tensor copied out of the engine's memory: what is yielded, returned or displayed. `data` is in row-major order. */
export interface TensorData {
  readonly dtype: string
  readonly shape: readonly number[]
  readonly data: TensorValues
}

export type TensorValues = Float32Array | Float64Array | Int32Array | Uint8Array

/** Tells a tensor by its shape, not by its class: the engine is bundled into Programs and unknown here. */
export function isTensor(value: unknown): value is TensorData {
  if (typeof value !== 'object' || value === null) return false
  const { dtype, shape, data } = value as Partial<TensorData>
  return (
    typeof dtype === 'string' &&
    Array.isArray(shape) &&
    ArrayBuffer.isView(data) &&
    shape.reduce((size: number, n: number) => size * n, 1) === (data as Float32Array).length
  )
}
