import type { TensorData, TensorValues } from '../output/tensor.ts'
import { fromBase64, toBase64 } from './base64.ts'

// As in canonical.ts: taken at load, before a Program can replace them.
const { getPrototypeOf, hasOwn, keys, prototype: objectPrototype } = Object
const { isArray } = Array
const { isInteger, isNaN: isNotANumber } = Number
const { apply } = Reflect
const Memory = ArrayBuffer
const Bytes = Uint8Array
const Words = Uint32Array
const typedArray = getPrototypeOf(Uint8Array.prototype)
const classOf = Object.getOwnPropertyDescriptor(typedArray, Symbol.toStringTag)!.get!
const lengthOf = Object.getOwnPropertyDescriptor(typedArray, 'length')!.get!

interface Kind {
  readonly Values: new (memory: ArrayBuffer) => TensorValues
  readonly class: string
  /** Bytes an element. */
  readonly size: number
}

const kinds: Readonly<Record<string, Kind>> = {
  __proto__: null as never,
  bool: { Values: Uint8Array, class: 'Uint8Array', size: 1 },
  float32: { Values: Float32Array, class: 'Float32Array', size: 4 },
  float64: { Values: Float64Array, class: 'Float64Array', size: 8 },
  int32: { Values: Int32Array, class: 'Int32Array', size: 4 },
  uint8: { Values: Uint8Array, class: 'Uint8Array', size: 1 },
}
const bareDtypes: Readonly<Record<string, string>> = {
  __proto__: null as never,
  Float32Array: 'float32',
  Float64Array: 'float64',
  Int32Array: 'int32',
  Uint8Array: 'uint8',
}
const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1

/** `{"~tensor":{"data":…,"dtype":…,"shape":[…]}}` for a tensor or a bare typed array; undefined for anything else. */
export function encodeTensor(value: object): string | undefined {
  const bare = apply(classOf, value, []) as string | undefined
  if (bare !== undefined) {
    const dtype = bareDtypes[bare]
    if (dtype === undefined) return undefined
    return write(dtype, `${apply(lengthOf, value, [])}`, value as TensorValues)
  }
  // A record with other fields too is no tensor but holds one; an engine's own tensor may have more, such as a pointer.
  const prototype = getPrototypeOf(value)
  if ((prototype === objectPrototype || prototype === null) && !hasOnlyFields(value)) return undefined
  const { dtype, shape } = value as Partial<TensorData>
  const kind = typeof dtype === 'string' ? kinds[dtype] : undefined
  if (!kind || !isArray(shape)) return undefined
  const { data } = value as TensorData
  if (apply(classOf, data, []) !== kind.class) return undefined
  let length = 1
  let sizes = ''
  for (let i = 0; i < shape.length; i++) {
    const size: unknown = shape[i]
    if (!isInteger(size) || (size as number) < 0) return undefined
    length *= size as number
    sizes += i ? `,${size}` : `${size}`
  }
  return length === apply(lengthOf, data, []) ? write(dtype!, sizes, data) : undefined
}

/** The tensor in what stands under `~tensor`; undefined if it is none. Whether `shape` fits, `encode` tells. */
export function decodeTensor(json: unknown): TensorData | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const { data: text, dtype, shape } = json as { data?: unknown; dtype?: unknown; shape?: unknown }
  const kind = typeof dtype === 'string' ? kinds[dtype] : undefined
  const bytes = typeof text === 'string' ? fromBase64(text) : undefined
  if (!kind || !bytes || !isArray(shape)) return undefined
  const length = apply(lengthOf, bytes, []) as number
  if (length % kind.size) return undefined
  const memory = new Memory(length)
  const copy = new Bytes(memory)
  for (let i = 0; i < length; i++) copy[i] = bytes[i]!
  if (!littleEndian) swap(copy, length, kind.size)
  return { dtype: dtype as string, shape, data: new kind.Values(memory) }
}

function hasOnlyFields(value: object): boolean {
  return keys(value).length === 3 && hasOwn(value, 'dtype') && hasOwn(value, 'shape') && hasOwn(value, 'data')
}

function write(dtype: string, sizes: string, data: TensorValues): string {
  const { Values, size } = kinds[dtype]!
  const length = apply(lengthOf, data, []) as number
  const memory = new Memory(length * size)
  const values = new Values(memory)
  for (let i = 0; i < length; i++) values[i] = data[i]!
  // Which bits a NaN has depends on how the code that made it happened to be compiled.
  if (dtype === 'float32') {
    const words = new Words(memory)
    for (let i = 0; i < length; i++) if (isNotANumber(values[i])) words[i] = 0x7fc00000
  } else if (dtype === 'float64') {
    const words = new Words(memory)
    const high = littleEndian ? 1 : 0
    for (let i = 0; i < length; i++)
      if (isNotANumber(values[i])) {
        words[2 * i + high] = 0x7ff80000
        words[2 * i + 1 - high] = 0
      }
  }
  const bytes = new Bytes(memory)
  if (!littleEndian) swap(bytes, length * size, size)
  return `{"~tensor":{"data":"${toBase64(bytes, length * size)}","dtype":"${dtype}","shape":[${sizes}]}}`
}

/** Reverses the bytes of each element. */
function swap(bytes: Uint8Array, length: number, size: number): void {
  for (let at = 0; at < length; at += size)
    for (let low = at, high = at + size - 1; low < high; low++, high--) {
      const byte = bytes[low]!
      bytes[low] = bytes[high]!
      bytes[high] = byte
    }
}
