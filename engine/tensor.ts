import type { Float } from './kernels/signature.ts'
import { allocate, buffer, free } from './memory.ts'
import { type Shape, size } from './shape.ts'

/** The dtypes that hold data: `bool` is bytes that are 0 and 1. */
export type Integer = 'int32' | 'uint8' | 'bool'
export type DType = Float | Integer
export type { Float }

/** A tensor's elements, in row-major order; `bool` is 0 and 1. */
export interface Elements {
  float32: Float32Array<ArrayBuffer>
  float64: Float64Array<ArrayBuffer>
  int32: Int32Array<ArrayBuffer>
  uint8: Uint8Array<ArrayBuffer>
  bool: Uint8Array<ArrayBuffer>
}

/**
 * A dense array of one dtype, in row-major order, in the engine's memory. Arithmetic is done in `float32` and
 * `float64`; `int32`, `uint8` and `bool` hold data. A tensor is made by functions such as `tensor` and `zeros`, not
 * by its constructor.
 */
export class Tensor<D extends DType = DType> {
  readonly dtype: D
  readonly shape: Shape
  private address: number
  private origin: Origin | undefined
  private compressed: Compressed | undefined

  /** @param origin makes the elements once their address is asked for. */
  constructor(dtype: D, shape: Shape, origin?: Origin) {
    this.dtype = dtype
    this.shape = shape
    this.origin = origin
    this.address = allocate(size(shape) * bytesPerElement(dtype))
    scoped?.push(this)
  }

  /** The byte address of the first element. */
  get pointer(): number {
    if (this.address < 0) throw new Error('invalid tensor; it was released at the end of its scope')
    if (this.origin) {
      this.origin.fill(this.address)
      this.forgetOrigin()
    }
    return this.address
  }

  /** The rows that the elements are to be made from, as long as nobody has asked for them: none can have been written. */
  get gathered(): Gathered | undefined {
    return this.origin && 'source' in this.origin ? this.origin : undefined
  }

  /** The elements where they still lie outside of the engine's memory, as long as nobody has asked for them. */
  get outside(): Uint8Array | undefined {
    return this.origin && 'bytes' in this.origin ? this.origin.bytes : undefined
  }

  /** A copy of the elements in another form, made by `compress` when first asked for and until they are written. */
  compressedBy(compress: () => Compressed): Compressed {
    this.compressed ??= compress()
    return this.compressed
  }

  /** To be called whenever elements were written that a compressed copy may be kept of. */
  written(): void {
    this.compressed?.release()
    this.compressed = undefined
  }

  private forgetOrigin(): void {
    this.origin?.release()
    this.origin = undefined
  }

  /** A copy of the elements. */
  get data(): Elements[D] {
    return view(this).slice() as Elements[D]
  }

  /** Gives the memory back. Any later use of the tensor is an error. */
  release(): void {
    if (this.address < 0) return
    free(this.address, size(this.shape) * bytesPerElement(this.dtype))
    this.address = -1
    this.forgetOrigin()
    this.written()
  }
}

/** What elements are made from that are not there before somebody looks at them. */
export type Origin = Gathered | Outside
interface Maker {
  fill(address: number): void
  release(): void
}

/** Rows of a tensor of bytes, divided, that are to be floats. */
export interface Gathered extends Maker {
  readonly source: Tensor
  /** The address of as many 32-bit row numbers as there are rows. */
  readonly indices: number
  readonly divisor: number
}

/** Bytes that are to be copied. */
export interface Outside extends Maker {
  readonly bytes: Uint8Array
}

/** The elements of a matrix of bytes that are not zero; without data, if leaving out the others is not worth it. */
export interface Compressed {
  /** Addresses, as kernels/assembly/compressed.ts describes them. */
  readonly data?: { readonly starts: number; readonly entries: number }
  release(): void
}

// The tensors that the innermost scope has made.
let scoped: Tensor[] | undefined

// Whether scopes release nothing, because what they made is still to be differentiated.
let held = false

/**
 * Calls `f` and releases every tensor made meanwhile, except those in what it returns: a tensor, or arrays and plain
 * objects of tensors. What is returned belongs to the scope around this one, if any. A loop of many steps puts each
 * in a scope, so that memory stays flat:
 *
 *     for (let i = 0; i < steps; i++) scope(() => assign(W, subtract(W, multiply(0.1, gradient(W)))))
 */
export function scope<T>(f: () => T): T {
  if (held) return f()
  const outer = scoped
  const own: Tensor[] = []
  let kept: readonly Tensor[] = []
  scoped = own
  try {
    const result = f()
    if (result instanceof Promise) throw new Error('invalid scope; its function returns before it is done: a promise')
    kept = tensorsIn(result)
    return result
  } finally {
    scoped = outer
    // A few are found sooner in a list.
    const keeps = kept.length > 16 ? new Set(kept) : { has: (tensor: Tensor) => kept.includes(tensor) }
    for (const tensor of own) {
      if (!keeps.has(tensor)) tensor.release()
      else outer?.push(tensor)
    }
  }
}

/** Calls `f` with the scopes in it left open: what they make is released by the scope around. */
export function hold<T>(f: () => T): T {
  const outer = held
  held = true
  try {
    return f()
  } finally {
    held = outer
  }
}

/** The tensors in a value, in the order of its arrays and of the keys of its objects. */
export function tensorsIn(value: unknown, found: Tensor[] = []): Tensor[] {
  if (value instanceof Tensor) found.push(value)
  else if (Array.isArray(value)) for (const part of value) tensorsIn(part, found)
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    for (const name of Object.keys(value)) tensorsIn((value as Record<string, unknown>)[name], found)
  return found
}

/**
 * The elements where they lie. A view is only good until the next allocation: growing the memory detaches it.
 */
export function view<D extends DType>({ dtype, shape, pointer }: Tensor<D>): Elements[D] {
  return new (elements(dtype))(buffer(), pointer, size(shape)) as Elements[D]
}

export function elements(dtype: DType) {
  switch (dtype) {
    case 'float32':
      return Float32Array
    case 'float64':
      return Float64Array
    case 'int32':
      return Int32Array
    case 'uint8':
    case 'bool':
      return Uint8Array
    default:
      throw new Error(`unknown dtype; not one of float32, float64, int32, uint8, bool: ${dtype satisfies never}`)
  }
}

export function bytesPerElement(dtype: DType): number {
  return elements(dtype).BYTES_PER_ELEMENT
}

/** What `name` was given, known to be a tensor. @throws Error of anything else. */
export function tensorOf(x: Tensor, name: string): Tensor {
  if (!(x instanceof Tensor)) throw new Error(`invalid operand; ${name} takes tensors: ${described(x)}`)
  return x
}

function described(value: unknown): string {
  const text = Array.isArray(value) ? JSON.stringify(value) : String(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}

/** Whether the tensor holds floats. */
export function isFloating(x: Tensor): x is Tensor<Float> {
  return x.dtype === 'float32' || x.dtype === 'float64'
}

/** What `name` was given, known to hold floats. @throws Error of another dtype, and of anything else. */
export function floating(x: Tensor, name: string): Tensor<Float> {
  if (!isFloating(tensorOf(x, name)))
    throw new Error(`invalid dtype; ${name} takes float32 or float64, cast first: ${x.dtype}`)
  return x as Tensor<Float>
}
