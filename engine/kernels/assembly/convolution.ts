import { transposeInto } from './block'
import { isFinite } from './sparse'
import { packColumns, TILE_WIDTH, tile } from './tile'

// A convolution of stride 1 without padding, ReLU, and the largest of 2 × 2 pixels, all at once. x is
// (images, channels, height, width), W (units, channels, sizeY, sizeX), y (images, units, cellsY, cellsX).
// What it computes is bit for bit what the three do one after the other.

// Four pixels that are pooled make the four rows of a tile, so that bias, ReLU and pooling happen while they are at
// hand. `at` becomes the number of the largest, 0 to 3, as an integer of T's size; y and at leave a cell with its units
// side by side, and are transposed at the end of an image. Where all four patches are blank, as in the background of
// images, every sum is +0 as long as W is finite: nothing needs to be multiplied.
// @ts-ignore: decorator
@inline
function convolvePool<T>(
  x: usize, w: usize, b: usize, y: usize, at: usize, images: usize, channels: usize, height: usize, width: usize,
  sizeY: usize, sizeX: usize, units: usize, scratch: usize): void {
  const depth = channels * sizeY * sizeX
  const row = (units * sizeof<T>() + TILE_WIDTH - 1) & ~(TILE_WIDTH - 1)
  const cellsY = (height - sizeY + 1) >> 1
  const cellsX = (width - sizeX + 1) >> 1
  const cells = cellsY * cellsX
  const biases = scratch + row * depth
  const ofBlank = biases + row
  const patches = ofBlank + row
  const corner = patches + depth * 4 * sizeof<T>()
  const largest = corner + 4 * TILE_WIDTH
  const places = largest + cells * row
  packColumns<T>(w, scratch, units, depth, depth, TILE_WIDTH / sizeof<T>())
  memory.fill(biases, 0, row)
  memory.copy(biases, b, units * sizeof<T>())
  // The sum is added too: +0 with a bias of −0 is +0.
  for (let j: usize = 0; j < row; j += 16)
    v128.store(ofBlank + j, rectified<T>(v128.add<T>(v128.splat<T>(0), v128.load(biases + j))))
  const finite = isFinite<T>(w, units * depth)
  const line = width * sizeof<T>()
  const image = channels * height * line
  for (let i: usize = 0; i < images; i++, x += image) {
    let cell: usize = 0
    for (let cy: usize = 0; cy < cellsY; cy++)
      for (let cx: usize = 0; cx < cellsX; cx++, cell += row) {
        const blank = packCell<T>(x + 2 * (cy * line + cx * sizeof<T>()), patches, channels, height, line, sizeY, sizeX)
        if (blank && finite)
          for (let j: usize = 0; j < row; j += 16) {
            v128.store(largest + cell + j, v128.load(ofBlank + j))
            v128.store(places + cell + j, v128.splat<T>(0))
          }
        else
          for (let j: usize = 0; j < row; j += TILE_WIDTH) {
            tile<T>(patches, scratch + j * depth, depth, corner, TILE_WIDTH, true)
            pool<T>(corner, biases + j, largest + cell + j, places + cell + j)
            pool<T>(corner + 16, biases + j + 16, largest + cell + j + 16, places + cell + j + 16)
          }
      }
    const step = cells * sizeof<T>()
    transposeInto<T>(largest, row, y + i * units * step, step, cells, units)
    transposeInto<T>(places, row, at + i * units * step, step, cells, units)
  }
}

// The patches of a cell's four pixels as a panel [depth][4]. Returns whether no bit in them is set.
// @ts-ignore: decorator
@inline
function packCell<T>(
  x: usize, panel: usize, channels: usize, height: usize, line: usize, sizeY: usize, sizeX: usize): bool {
  let bits = v128.splat<T>(0)
  for (let c: usize = 0; c < channels; c++, x += height * line)
    for (let k: usize = 0, upper = x; k < sizeY; k++, upper += line)
      for (let l: usize = 0, from = upper; l < sizeX; l++, from += sizeof<T>(), panel += 4 * sizeof<T>())
        if (sizeof<T>() == 4) {
          const pixels = v128.load64_lane(from + line, v128.load64_zero(from), 1)
          bits = v128.or(bits, pixels)
          v128.store(panel, pixels)
        } else {
          const upperPixels = v128.load(from)
          const lowerPixels = v128.load(from + line)
          bits = v128.or(bits, v128.or(upperPixels, lowerPixels))
          v128.store(panel, upperPixels)
          v128.store(panel, lowerPixels, 16)
        }
  return !v128.any_true(bits)
}

// ReLU of the sums with their bias, then the first of the largest of four; NaN counts as larger than any number.
// @ts-ignore: decorator
@inline
function pool<T>(sums: usize, biases: usize, largest: usize, places: usize): void {
  const bias = v128.load(biases)
  let best = rectified<T>(v128.add<T>(v128.load(sums), bias))
  let place = v128.splat<T>(0)
  for (let pixel = 1; pixel < 4; pixel++) {
    sums += TILE_WIDTH
    const value = rectified<T>(v128.add<T>(v128.load(sums), bias))
    const firstNaN = v128.and(v128.ne<T>(value, value), v128.eq<T>(best, best))
    const better = v128.or(v128.gt<T>(value, best), firstNaN)
    best = v128.bitselect(value, best, better)
    place = v128.bitselect(sizeof<T>() == 4 ? i32x4.splat(pixel) : i64x2.splat(pixel), place, better)
  }
  v128.store(largest, best)
  v128.store(places, place)
}

// In this operand order pmax keeps NaN.
// @ts-ignore: decorator
@inline
function rectified<T>(x: v128): v128 {
  return v128.pmax<T>(x, v128.splat<T>(0))
}

// A row of scratch for a patch: whole vectors, with a 1 behind its elements.
// @ts-ignore: decorator
@inline
function patchRow<T>(depth: usize): usize {
  return ((depth + 1) * sizeof<T>() + 15) & ~15
}

// The gradient by W and b: each cell's gradient, where its output is positive, goes to the pixel it came from, and takes
// the patch around it along; the patch's 1 makes the gradient of b. Pixels come in the order of the image, so sums are
// those of the products of all patches with mostly zero gradients. That leaves out products with 0, so x must be
// finite.
// @ts-ignore: decorator
@inline
function convolvePoolGradient<T>(
  x: usize, y: usize, at: usize, dy: usize, dw: usize, db: usize, images: usize, channels: usize, height: usize,
  width: usize, sizeY: usize, sizeX: usize, units: usize, scratch: usize): void {
  const depth = channels * sizeY * sizeX
  const row = patchRow<T>(depth)
  const cellsY = (height - sizeY + 1) >> 1
  const cellsX = (width - sizeX + 1) >> 1
  const cells = cellsY * cellsX
  const line = width * sizeof<T>()
  const patches = scratch + units * row
  const pixels = patches + 4 * cells * row + 16
  const below = pixels + (cells + 1) * 16
  memory.fill(scratch, 0, units * row)
  for (let i: usize = 0; i < images; i++, x += channels * height * line) {
    packPatches<T>(x, patches, channels, height, line, sizeY, sizeX, 2 * cellsY, 2 * cellsX, row)
    for (let u: usize = 0; u < units; u++) {
      const end = route<T>(y, at, dy, pixels, below, patches, cellsY, cellsX, row)
      const sums = scratch + u * row
      let v: usize = 0
      for (; v + 7 * 16 <= row; v += 7 * 16) addSeven<T>(pixels, end, v, sums + v)
      for (; v < row; v += 16) addOne<T>(pixels, end, v, sums + v)
      y += cells * sizeof<T>()
      at += cells * sizeof<T>()
      dy += cells * sizeof<T>()
    }
  }
  for (let u: usize = 0; u < units; u++) {
    memory.copy(dw + u * depth * sizeof<T>(), scratch + u * row, depth * sizeof<T>())
    store<T>(db + u * sizeof<T>(), load<T>(scratch + u * row + depth * sizeof<T>()))
  }
}

// @ts-ignore: decorator
@inline
function packPatches<T>(
  x: usize, patch: usize, channels: usize, height: usize, line: usize, sizeY: usize, sizeX: usize,
  countY: usize, countX: usize, row: usize): void {
  const length = sizeX * sizeof<T>()
  for (let py: usize = 0; py < countY; py++)
    for (let px: usize = 0; px < countX; px++, patch += row) {
      let to = patch
      for (let c: usize = 0; c < channels; c++)
        for (let k: usize = 0; k < sizeY; k++, to += length) {
          const from = x + (c * height + py + k) * line + px * sizeof<T>()
          // The last vector may spill over what comes next, which is written after it.
          for (let l: usize = 0; l < length; l += 16) v128.store(to + l, v128.load(from + l))
        }
      store<T>(to, 1)
    }
}

// Lists the pixels that receive a gradient as (address of their patch, gradient), in the order of rows of pixels: those
// of the lower row of a row of cells wait in `below`. It does not branch on what it finds. Returns the list's end.
// @ts-ignore: decorator
@inline
function route<T>(
  y: usize, at: usize, dy: usize, list: usize, below: usize, patches: usize, cellsY: usize, cellsX: usize,
  row: usize): usize {
  const line: usize = 2 * cellsX * row
  for (let cy: usize = 0; cy < cellsY; cy++, patches += line) {
    let waiting = below
    for (let cx: usize = 0; cx < cellsX; cx++, patches += 2 * row) {
      const place: usize = load<u32>(at)
      const lower = place >> 1
      const patch = patches + lower * line + (place & 1) * row
      const positive = <usize>(load<T>(y) > 0)
      const entry = select<usize>(waiting, list, <bool>lower)
      store<u32>(entry, <u32>patch)
      store<T>(entry, load<T>(dy), 8)
      list += (positive & ~lower) << 4
      waiting += (positive & lower) << 4
      y += sizeof<T>()
      at += sizeof<T>()
      dy += sizeof<T>()
    }
    for (let entry = below; entry < waiting; entry += 16, list += 16) v128.store(list, v128.load(entry))
  }
  return list
}

function addSeven<T>(list: usize, end: usize, offset: usize, sums: usize): void {
  let c0 = v128.load(sums)
  let c1 = v128.load(sums, 16)
  let c2 = v128.load(sums, 32)
  let c3 = v128.load(sums, 48)
  let c4 = v128.load(sums, 64)
  let c5 = v128.load(sums, 80)
  let c6 = v128.load(sums, 96)
  for (; list < end; list += 16) {
    const g = v128.load_splat<T>(list, 8)
    const patch = <usize>load<u32>(list) + offset
    c0 = v128.add<T>(c0, v128.mul<T>(g, v128.load(patch)))
    c1 = v128.add<T>(c1, v128.mul<T>(g, v128.load(patch, 16)))
    c2 = v128.add<T>(c2, v128.mul<T>(g, v128.load(patch, 32)))
    c3 = v128.add<T>(c3, v128.mul<T>(g, v128.load(patch, 48)))
    c4 = v128.add<T>(c4, v128.mul<T>(g, v128.load(patch, 64)))
    c5 = v128.add<T>(c5, v128.mul<T>(g, v128.load(patch, 80)))
    c6 = v128.add<T>(c6, v128.mul<T>(g, v128.load(patch, 96)))
  }
  v128.store(sums, c0)
  v128.store(sums, c1, 16)
  v128.store(sums, c2, 32)
  v128.store(sums, c3, 48)
  v128.store(sums, c4, 64)
  v128.store(sums, c5, 80)
  v128.store(sums, c6, 96)
}

function addOne<T>(list: usize, end: usize, offset: usize, sums: usize): void {
  let sum = v128.load(sums)
  for (; list < end; list += 16)
    sum = v128.add<T>(sum, v128.mul<T>(v128.load_splat<T>(list, 8), v128.load(<usize>load<u32>(list) + offset)))
  v128.store(sums, sum)
}

/** Bytes that either direction needs in `scratch`. */
// @ts-ignore: decorator
@inline
function scratchSize<T>(depth: usize, cells: usize, units: usize): usize {
  const row = (units * sizeof<T>() + TILE_WIDTH - 1) & ~(TILE_WIDTH - 1)
  const forward = row * (depth + 2 + 2 * cells) + depth * 4 * sizeof<T>() + 4 * TILE_WIDTH
  const backward = (units + 4 * cells) * patchRow<T>(depth) + 16 + 32 * (cells + 1)
  return max(forward, backward)
}

export function isFinite_float32(x: usize, n: usize): bool {
  return isFinite<f32>(x, n)
}
export function isFinite_float64(x: usize, n: usize): bool {
  return isFinite<f64>(x, n)
}
export function convolvePoolScratch_float32(depth: usize, cells: usize, units: usize): usize {
  return scratchSize<f32>(depth, cells, units)
}
export function convolvePoolScratch_float64(depth: usize, cells: usize, units: usize): usize {
  return scratchSize<f64>(depth, cells, units)
}
export function convolvePool_float32(
  x: usize, w: usize, b: usize, y: usize, at: usize, images: usize, channels: usize, height: usize, width: usize,
  sizeY: usize, sizeX: usize, units: usize, scratch: usize): void {
  convolvePool<f32>(x, w, b, y, at, images, channels, height, width, sizeY, sizeX, units, scratch)
}
export function convolvePool_float64(
  x: usize, w: usize, b: usize, y: usize, at: usize, images: usize, channels: usize, height: usize, width: usize,
  sizeY: usize, sizeX: usize, units: usize, scratch: usize): void {
  convolvePool<f64>(x, w, b, y, at, images, channels, height, width, sizeY, sizeX, units, scratch)
}
export function convolvePoolGradient_float32(
  x: usize, y: usize, at: usize, dy: usize, dw: usize, db: usize, images: usize, channels: usize, height: usize,
  width: usize, sizeY: usize, sizeX: usize, units: usize, scratch: usize): void {
  convolvePoolGradient<f32>(x, y, at, dy, dw, db, images, channels, height, width, sizeY, sizeX, units, scratch)
}
export function convolvePoolGradient_float64(
  x: usize, y: usize, at: usize, dy: usize, dw: usize, db: usize, images: usize, channels: usize, height: usize,
  width: usize, sizeY: usize, sizeX: usize, units: usize, scratch: usize): void {
  convolvePoolGradient<f64>(x, y, at, dy, dw, db, images, channels, height, width, sizeY, sizeX, units, scratch)
}
