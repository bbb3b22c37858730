// One step of an optimizer on n parameters w, in place: g is their gradient, other tensors are what the optimizer
// remembers. The formulas are those of optimizer.ts; every product, sum, quotient and root is rounded once.

// w ← w − rate · g
// @ts-ignore: decorator
@inline
function descend<T>(w: usize, g: usize, rate: T, n: usize): void {
  const vector = v128.splat<T>(rate)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16)
    v128.store(w + i, v128.sub<T>(v128.load(w + i), v128.mul<T>(vector, v128.load(g + i))))
}
export function descend_float32(w: usize, g: usize, rate: f32, n: usize): void {
  descend<f32>(w, g, rate, n)
}
export function descend_float64(w: usize, g: usize, rate: f64, n: usize): void {
  descend<f64>(w, g, rate, n)
}

// v ← momentum · v − rate · g, then w ← w + v; of Nesterov w ← w + (momentum · v − rate · g).
// @ts-ignore: decorator
@inline
function momentum<T>(w: usize, v: usize, g: usize, rate: T, momentum: T, nesterov: bool, n: usize): void {
  const rates = v128.splat<T>(rate)
  const momenta = v128.splat<T>(momentum)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const step = v128.mul<T>(rates, v128.load(g + i))
    const velocity = v128.sub<T>(v128.mul<T>(momenta, v128.load(v + i)), step)
    v128.store(v + i, velocity)
    const move = nesterov ? v128.sub<T>(v128.mul<T>(momenta, velocity), step) : velocity
    v128.store(w + i, v128.add<T>(v128.load(w + i), move))
  }
}
export function momentum_float32(w: usize, v: usize, g: usize, rate: f32, mu: f32, nesterov: bool, n: usize): void {
  momentum<f32>(w, v, g, rate, mu, nesterov, n)
}
export function momentum_float64(w: usize, v: usize, g: usize, rate: f64, mu: f64, nesterov: bool, n: usize): void {
  momentum<f64>(w, v, g, rate, mu, nesterov, n)
}

// h ← keep · h + add · g², then w ← w − rate · g / (√h + epsilon)
// @ts-ignore: decorator
@inline
function scaleBySquares<T>(w: usize, h: usize, g: usize, rate: T, keep: T, add: T, epsilon: T, n: usize): void {
  const rates = v128.splat<T>(rate)
  const kept = v128.splat<T>(keep)
  const added = v128.splat<T>(add)
  const epsilons = v128.splat<T>(epsilon)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const gradient = v128.load(g + i)
    const square = v128.mul<T>(added, v128.mul<T>(gradient, gradient))
    const squares = v128.add<T>(v128.mul<T>(kept, v128.load(h + i)), square)
    v128.store(h + i, squares)
    const root = v128.add<T>(v128.sqrt<T>(squares), epsilons)
    v128.store(w + i, v128.sub<T>(v128.load(w + i), v128.div<T>(v128.mul<T>(rates, gradient), root)))
  }
}
export function scaleBySquares_float32(
  w: usize, h: usize, g: usize, rate: f32, keep: f32, add: f32, epsilon: f32, n: usize): void {
  scaleBySquares<f32>(w, h, g, rate, keep, add, epsilon, n)
}
export function scaleBySquares_float64(
  w: usize, h: usize, g: usize, rate: f64, keep: f64, add: f64, epsilon: f64, n: usize): void {
  scaleBySquares<f64>(w, h, g, rate, keep, add, epsilon, n)
}

// h ← keep · h + add · g², Δ = g · √(s + epsilon) / √(h + epsilon), s ← keep · s + add · Δ², w ← w − rate · Δ
// @ts-ignore: decorator
@inline
function adadelta<T>(w: usize, h: usize, s: usize, g: usize, rate: T, keep: T, add: T, epsilon: T, n: usize): void {
  const rates = v128.splat<T>(rate)
  const kept = v128.splat<T>(keep)
  const added = v128.splat<T>(add)
  const epsilons = v128.splat<T>(epsilon)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const gradient = v128.load(g + i)
    const square = v128.mul<T>(added, v128.mul<T>(gradient, gradient))
    const squares = v128.add<T>(v128.mul<T>(kept, v128.load(h + i)), square)
    v128.store(h + i, squares)
    const moves = v128.load(s + i)
    const ratio = v128.div<T>(
      v128.sqrt<T>(v128.add<T>(moves, epsilons)), v128.sqrt<T>(v128.add<T>(squares, epsilons)))
    const move = v128.mul<T>(ratio, gradient)
    const squared = v128.mul<T>(added, v128.mul<T>(move, move))
    v128.store(s + i, v128.add<T>(v128.mul<T>(kept, moves), squared))
    v128.store(w + i, v128.sub<T>(v128.load(w + i), v128.mul<T>(rates, move)))
  }
}
export function adadelta_float32(
  w: usize, h: usize, s: usize, g: usize, rate: f32, keep: f32, add: f32, epsilon: f32, n: usize): void {
  adadelta<f32>(w, h, s, g, rate, keep, add, epsilon, n)
}
export function adadelta_float64(
  w: usize, h: usize, s: usize, g: usize, rate: f64, keep: f64, add: f64, epsilon: f64, n: usize): void {
  adadelta<f64>(w, h, s, g, rate, keep, add, epsilon, n)
}

// m ← keepM · m + addM · g, v ← keepV · v + addV · g², w ← keepW · w − rate · m / (√v · correction + epsilon)
// @ts-ignore: decorator
@inline
function adam<T>(
  w: usize, m: usize, v: usize, g: usize, rate: T, keepM: T, addM: T, keepV: T, addV: T,
  correction: T, epsilon: T, keepW: T, n: usize): void {
  const rates = v128.splat<T>(rate)
  const keptM = v128.splat<T>(keepM)
  const addedM = v128.splat<T>(addM)
  const keptV = v128.splat<T>(keepV)
  const addedV = v128.splat<T>(addV)
  const corrections = v128.splat<T>(correction)
  const epsilons = v128.splat<T>(epsilon)
  const keptW = v128.splat<T>(keepW)
  for (let i: usize = 0, end = n * sizeof<T>(); i < end; i += 16) {
    const gradient = v128.load(g + i)
    const mean = v128.add<T>(v128.mul<T>(keptM, v128.load(m + i)), v128.mul<T>(addedM, gradient))
    const square = v128.mul<T>(addedV, v128.mul<T>(gradient, gradient))
    const squares = v128.add<T>(v128.mul<T>(keptV, v128.load(v + i)), square)
    v128.store(m + i, mean)
    v128.store(v + i, squares)
    const root = v128.add<T>(v128.mul<T>(v128.sqrt<T>(squares), corrections), epsilons)
    const move = v128.div<T>(v128.mul<T>(rates, mean), root)
    v128.store(w + i, v128.sub<T>(v128.mul<T>(keptW, v128.load(w + i)), move))
  }
}
export function adam_float32(
  w: usize, m: usize, v: usize, g: usize, rate: f32, keepM: f32, addM: f32, keepV: f32, addV: f32,
  correction: f32, epsilon: f32, keepW: f32, n: usize): void {
  adam<f32>(w, m, v, g, rate, keepM, addM, keepV, addV, correction, epsilon, keepW, n)
}
export function adam_float64(
  w: usize, m: usize, v: usize, g: usize, rate: f64, keepM: f64, addM: f64, keepV: f64, addV: f64,
  correction: f64, epsilon: f64, keepW: f64, n: usize): void {
  adam<f64>(w, m, v, g, rate, keepM, addM, keepV, addV, correction, epsilon, keepW, n)
}
