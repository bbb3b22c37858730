// Measured by the benchmark; no part of the engine.
// What the processor can do at most: multiply-adds between registers, in as many independent chains as it takes to
// wait for none. The constants come from memory, since V8 makes splats anew inside loops.
// @ts-ignore: decorator
@inline
function peak<T>(constants: usize, n: usize): void {
  const x = v128.load(constants)
  const y = v128.load(constants, 16)
  let a = x
  let b = x
  let c = x
  let d = x
  let e = x
  let f = x
  let g = x
  let h = x
  let i = x
  let j = x
  let k = x
  let l = x
  for (; n > 0; n--) {
    a = v128.add<T>(v128.mul<T>(a, x), y)
    b = v128.add<T>(v128.mul<T>(b, x), y)
    c = v128.add<T>(v128.mul<T>(c, x), y)
    d = v128.add<T>(v128.mul<T>(d, x), y)
    e = v128.add<T>(v128.mul<T>(e, x), y)
    f = v128.add<T>(v128.mul<T>(f, x), y)
    g = v128.add<T>(v128.mul<T>(g, x), y)
    h = v128.add<T>(v128.mul<T>(h, x), y)
    i = v128.add<T>(v128.mul<T>(i, x), y)
    j = v128.add<T>(v128.mul<T>(j, x), y)
    k = v128.add<T>(v128.mul<T>(k, x), y)
    l = v128.add<T>(v128.mul<T>(l, x), y)
  }
  a = v128.add<T>(v128.add<T>(v128.add<T>(a, b), v128.add<T>(c, d)), v128.add<T>(v128.add<T>(e, f), v128.add<T>(g, h)))
  v128.store(constants, v128.add<T>(a, v128.add<T>(v128.add<T>(i, j), v128.add<T>(k, l))), 32)
}

const CONSTANTS = memory.data(48, 16)

/** 12 n multiply-adds of vectors. */
export function peak32(n: usize): void {
  v128.store(CONSTANTS, v128.splat<f32>(0.5))
  v128.store(CONSTANTS, v128.splat<f32>(0.25), 16)
  peak<f32>(CONSTANTS, n)
}
export function peak64(n: usize): void {
  v128.store(CONSTANTS, v128.splat<f64>(0.5))
  v128.store(CONSTANTS, v128.splat<f64>(0.25), 16)
  peak<f64>(CONSTANTS, n)
}
