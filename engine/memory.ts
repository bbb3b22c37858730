import { kernels } from './kernels/instance.ts'

/** Where the next block is cut from, and the blocks that were given back, by size. */
interface Heap {
  top: number
  readonly free: Map<number, number[]>
}

let heap: Heap | undefined

/**
 * Takes a block of at least `bytes` bytes from the engine's memory, aligned to 64, its contents left as they are.
 * A block that was given back with the same size class is taken first, so a loop that repeats its sizes needs no more.
 *
 * @throws Error when the 4 GiB that WebAssembly can address are used up.
 */
export function allocate(bytes: number): number {
  heap ??= { top: Math.ceil(kernels().heapBase() / 64) * 64, free: new Map() }
  const size = sizeClass(bytes)
  const block = heap.free.get(size)?.pop()
  if (block !== undefined) return block
  const pointer = heap.top
  reserve(pointer + size, bytes)
  heap.top = pointer + size
  return pointer
}

/** Gives back the block at `pointer`, which was allocated with the same number of bytes. */
export function free(pointer: number, bytes: number): void {
  const size = sizeClass(bytes)
  const blocks = heap!.free.get(size)
  if (blocks) blocks.push(pointer)
  else heap!.free.set(size, [pointer])
}

/** Bytes taken from WebAssembly's memory so far, whether in use or given back. */
export function memorySize(): number {
  return heap?.top ?? 0
}

/** The memory as it lies now. Growth detaches it: ask again after anything that may allocate. */
export function buffer(): ArrayBuffer {
  return kernels().memory.buffer
}

// Multiples of 64 up to 512, above that eight classes between powers of two: at most an eighth is wasted. One vector
// more than asked for, because kernels may read past the end.
function sizeClass(bytes: number): number {
  const needed = bytes + 16
  const step = needed <= 512 ? 64 : 1 << (28 - Math.clz32(needed - 1))
  return Math.ceil(needed / step) * step
}

// Some more than needed is asked for: each growth makes V8 collect garbage, and what is not written takes no memory.
function reserve(end: number, bytes: number): void {
  const { memory } = kernels()
  const pages = Math.ceil((end - memory.buffer.byteLength) / 65536)
  if (pages <= 0) return
  if (grow(Math.max(pages, 256)) || grow(pages)) return
  throw new Error(`invalid size; the engine's memory is full, release temporaries with scope(): ${bytes} bytes`)
}

function grow(pages: number): boolean {
  try {
    kernels().memory.grow(pages)
    return true
  } catch {
    return false
  }
}
