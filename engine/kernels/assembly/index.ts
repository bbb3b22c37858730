// Every kernel is written once for both float types, as a generic function of T = f32 or f64 on 128-bit vectors
// (4 or 2 lanes), and exported under its name and dtype. Pointers are byte addresses. The host allocates whole
// vectors, so a kernel may read and write up to the end of the last one: tails need no code of their own where
// garbage in the padding is harmless.
export * from './activation'
export * from './arithmetic'
export * from './batch'
export * from './comparison'
export * from './compressed'
export * from './convolution'
export * from './derivative'
export * from './elementwise'
export * from './logic'
export * from './math'
export * from './matmul'
export * from './normalization'
export * from './optimizer'
export * from './reduction'
export { copyRegion } from './region'
export * from './selection'
export * from './softmax'
export * from './sort'
export * from './transpose'
export * from './wide'
export * from './window'

/** The first address that no kernel uses: the host's memory begins here. */
export function heapBase(): usize {
  return __heap_base
}
