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
