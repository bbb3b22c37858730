// Windows over images: x is (images, channels, height, width). A window is sizeY × sizeX elements; windows lie strideY
// and strideX apart, countY × countX of them, the first one paddingY rows above and paddingX columns left of the image.

// Patches as rows: y is (images · countY · countX, channels · sizeY · sizeX), zeros where a window leaves the image.
// @ts-ignore: decorator
@inline
function im2col<T>(
  x: usize, y: usize, images: i32, channels: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  const row = <usize>width * sizeof<T>()
  const plane = <usize>height * row
  for (let i = 0; i < images; i++, x += <usize>channels * plane)
    for (let top = -paddingY, endY = top + countY * strideY; top < endY; top += strideY)
      for (let left = -paddingX, endX = left + countX * strideX; left < endX; left += strideX) {
        const before = min(max(-left, 0), sizeX)
        const inside = max(min(left + sizeX, width), left + before)
        for (let c = 0; c < channels; c++)
          for (let v = top; v < top + sizeY; v++) {
            let u = left
            if (v >= 0 && v < height) {
              for (; u < left + before; u++, y += sizeof<T>()) store<T>(y, 0)
              const source = x + <usize>c * plane + <usize>v * row
              for (; u < inside; u++, y += sizeof<T>()) store<T>(y, load<T>(source + <usize>u * sizeof<T>()))
            }
            for (; u < left + sizeX; u++, y += sizeof<T>()) store<T>(y, 0)
          }
      }
}
export function im2col_float32(
  x: usize, y: usize, images: i32, channels: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  im2col<f32>(
    x, y, images, channels, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}
export function im2col_float64(
  x: usize, y: usize, images: i32, channels: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  im2col<f64>(
    x, y, images, channels, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}

// The transpose of im2col: x[pixel] = Σ of the elements of y that im2col would have copied from it, in y's order.
// @ts-ignore: decorator
@inline
function col2im<T>(
  x: usize, y: usize, images: i32, channels: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  const row = <usize>width * sizeof<T>()
  const plane = <usize>height * row
  memory.fill(x, 0, <usize>images * <usize>channels * plane)
  for (let i = 0; i < images; i++, x += <usize>channels * plane)
    for (let top = -paddingY, endY = top + countY * strideY; top < endY; top += strideY)
      for (let left = -paddingX, endX = left + countX * strideX; left < endX; left += strideX) {
        const from = max(left, 0)
        const to = min(left + sizeX, width)
        for (let c = 0; c < channels; c++)
          for (let v = top; v < top + sizeY; v++, y += <usize>sizeX * sizeof<T>())
            if (v >= 0 && v < height)
              for (let u = from; u < to; u++) {
                const pixel = x + <usize>c * plane + <usize>v * row + <usize>u * sizeof<T>()
                store<T>(pixel, load<T>(pixel) + load<T>(y + <usize>(u - left) * sizeof<T>()))
              }
      }
}
export function col2im_float32(
  x: usize, y: usize, images: i32, channels: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  col2im<f32>(
    x, y, images, channels, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}
export function col2im_float64(
  x: usize, y: usize, images: i32, channels: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  col2im<f64>(
    x, y, images, channels, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}

// Pooling: y is (images, channels, countY, countX). Windows see only what lies within the image.

// The largest element, and into `at` its number within the image's channel; the first of several, NaN before all.
// @ts-ignore: decorator
@inline
function maxPool<T>(
  x: usize, y: usize, at: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  const plane = <usize>height * <usize>width * sizeof<T>()
  for (let p = 0; p < planes; p++, x += plane)
    for (let top = -paddingY, endY = top + countY * strideY; top < endY; top += strideY)
      for (let left = -paddingX, endX = left + countX * strideX; left < endX; left += strideX) {
        const toX = min(left + sizeX, width)
        let place = max(top, 0) * width + max(left, 0)
        let largest = load<T>(x + <usize>place * sizeof<T>())
        for (let v = max(top, 0), toY = min(top + sizeY, height); v < toY; v++)
          for (let u = max(left, 0); u < toX; u++) {
            const value = load<T>(x + <usize>(v * width + u) * sizeof<T>())
            if (value > largest || (value != value && largest == largest)) {
              largest = value
              place = v * width + u
            }
          }
        store<T>(y, largest)
        store<i32>(at, place)
        y += sizeof<T>()
        at += 4
      }
}
export function maxPool_float32(
  x: usize, y: usize, at: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  maxPool<f32>(x, y, at, planes, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}
export function maxPool_float64(
  x: usize, y: usize, at: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  maxPool<f64>(x, y, at, planes, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}

// dx[at] += dy, in the order of dy; `size` elements of dx and `count` of dy a plane.
// @ts-ignore: decorator
@inline
function maxPoolGradient<T>(dy: usize, at: usize, dx: usize, planes: usize, size: usize, count: usize): void {
  memory.fill(dx, 0, planes * size * sizeof<T>())
  for (let p: usize = 0; p < planes; p++, dx += size * sizeof<T>())
    for (let i: usize = 0; i < count; i++, dy += sizeof<T>(), at += 4) {
      const pixel = dx + <usize>load<i32>(at) * sizeof<T>()
      store<T>(pixel, load<T>(pixel) + load<T>(dy))
    }
}
export function maxPoolGradient_float32(
  dy: usize, at: usize, dx: usize, planes: usize, size: usize, count: usize): void {
  maxPoolGradient<f32>(dy, at, dx, planes, size, count)
}
export function maxPoolGradient_float64(
  dy: usize, at: usize, dx: usize, planes: usize, size: usize, count: usize): void {
  maxPoolGradient<f64>(dy, at, dx, planes, size, count)
}

// The mean: the sum, row by row from the top, divided by the number of elements.
// @ts-ignore: decorator
@inline
function averagePool<T>(
  x: usize, y: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  const plane = <usize>height * <usize>width * sizeof<T>()
  for (let p = 0; p < planes; p++, x += plane)
    for (let top = -paddingY, endY = top + countY * strideY; top < endY; top += strideY)
      for (let left = -paddingX, endX = left + countX * strideX; left < endX; left += strideX) {
        const fromY = max(top, 0)
        const toY = min(top + sizeY, height)
        const fromX = max(left, 0)
        const toX = min(left + sizeX, width)
        let sum: T = 0
        for (let v = fromY; v < toY; v++)
          for (let u = fromX; u < toX; u++) sum += load<T>(x + <usize>(v * width + u) * sizeof<T>())
        store<T>(y, sum / <T>((toY - fromY) * (toX - fromX)))
        y += sizeof<T>()
      }
}
export function averagePool_float32(
  x: usize, y: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  averagePool<f32>(x, y, planes, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}
export function averagePool_float64(
  x: usize, y: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  averagePool<f64>(x, y, planes, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}

// dx[i] = Σ dy / number of elements, over the windows that see i.
// @ts-ignore: decorator
@inline
function averagePoolGradient<T>(
  dy: usize, dx: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  const plane = <usize>height * <usize>width * sizeof<T>()
  memory.fill(dx, 0, <usize>planes * plane)
  for (let p = 0; p < planes; p++, dx += plane)
    for (let top = -paddingY, endY = top + countY * strideY; top < endY; top += strideY)
      for (let left = -paddingX, endX = left + countX * strideX; left < endX; left += strideX) {
        const fromY = max(top, 0)
        const toY = min(top + sizeY, height)
        const fromX = max(left, 0)
        const toX = min(left + sizeX, width)
        const part = load<T>(dy) / <T>((toY - fromY) * (toX - fromX))
        dy += sizeof<T>()
        for (let v = fromY; v < toY; v++)
          for (let u = fromX; u < toX; u++) {
            const pixel = dx + <usize>(v * width + u) * sizeof<T>()
            store<T>(pixel, load<T>(pixel) + part)
          }
      }
}
export function averagePoolGradient_float32(
  dy: usize, dx: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  averagePoolGradient<f32>(
    dy, dx, planes, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}
export function averagePoolGradient_float64(
  dy: usize, dx: usize, planes: i32, height: i32, width: i32, sizeY: i32, sizeX: i32,
  strideY: i32, strideX: i32, paddingY: i32, paddingX: i32, countY: i32, countX: i32): void {
  averagePoolGradient<f64>(
    dy, dx, planes, height, width, sizeY, sizeX, strideY, strideX, paddingY, paddingX, countY, countX)
}
