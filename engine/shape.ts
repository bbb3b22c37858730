/** The length of each axis; `[]` of a scalar. */
export type Shape = readonly number[]

/** The list that the function `name` was given, known to be a shape. @throws Error of anything else. */
export function shapeOf(name: string, shape: Shape): Shape {
  if (!Array.isArray(shape)) throw new Error(`invalid shape of ${name}; not a list, such as [3, 4]: ${String(shape)}`)
  if (!shape.every(n => Number.isInteger(n) && n >= 0))
    throw new Error(`invalid shape of ${name}; not a list of non-negative integers: ${formatShape(shape)}`)
  return shape
}

/** The number of elements: the product of the lengths, 1 for a scalar. */
export function size(shape: Shape): number {
  let product = 1
  for (const n of shape) product *= n
  return product
}

export function sameShape(a: Shape, b: Shape): boolean {
  if (a.length !== b.length) return false
  for (let axis = 0; axis < a.length; axis++) if (a[axis] !== b[axis]) return false
  return true
}

/** As NumPy writes a shape: `(3, 4)`, `(3,)` of a vector, `()` of a scalar. */
export function formatShape(shape: Shape): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`
}

/**
 * The shape that both operands of the function `name` broadcast to: aligned at their last axes, lengths agree or one of them is 1 or absent.
 *
 * @throws Error if they do not.
 */
export function broadcastShapes(name: string, a: Shape, b: Shape): Shape {
  if (sameShape(a, b)) return a
  const [long, short] = a.length >= b.length ? [a, b] : [b, a]
  return long.map((n, axis) => {
    const m = short[axis - long.length + short.length] ?? 1
    if (n !== m && n !== 1 && m !== 1)
      throw new Error(`invalid shapes; ${name} cannot broadcast ${formatShape(a)} with ${formatShape(b)}`)
    return n === 1 ? m : n
  })
}

/** Whether `own` broadcasts to exactly `shape`. */
export function broadcasts(own: Shape, shape: Shape): boolean {
  const extra = shape.length - own.length
  return extra >= 0 && own.every((n, axis) => n === 1 || n === shape[axis + extra])
}

/** The axis that the function `name` was given, counted from the first; a negative one counts from the last. @throws Error if there is no such axis. */
export function axisOf(name: string, shape: Shape, axis: number): number {
  const counted = axis < 0 ? axis + shape.length : axis
  if (!Number.isInteger(axis) || counted < 0 || counted >= shape.length)
    throw new Error(`invalid axis of ${name}; ${axesOfShape(shape)}: ${axis}`)
  return counted
}

function axesOfShape(shape: Shape): string {
  const n = shape.length
  return n === 0 ? '() has none' : `not one of ${formatShape(shape)}, from ${-n} to ${n - 1}`
}
