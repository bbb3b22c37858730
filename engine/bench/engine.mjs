// The engine's side, through the public API as a report writes it. usage: engine.mjs DATA PEAK WORK
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { mnist } from 'backprose/datasets/mnist'
import {
  accuracy,
  adam,
  batchNormalization,
  conv2d,
  dense,
  flatten,
  he,
  load,
  matmul,
  maxPool2d,
  normal,
  relu,
  scope,
  seeded,
  sequential,
  sgd,
  softmaxCrossEntropy,
  supply,
  train,
  unflatten,
} from 'backprose/engine'

const [folder, peak, name] = process.argv.slice(2)
const gigaflops = 'GFLOP/s'

function read() {
  const bytes = ({ name }) => readFileSync(join(folder, name.split('/').at(-1)))
  supply(new Map(mnist.files.map(file => [file.sha256, bytes(file)])))
  return load(mnist)
}

const weights = { initializer: he }
const layers = () => [dense(784, 40, weights), relu, dense(40, 20, weights), relu, dense(20, 10, weights)]

const works = {
  mlp: () => training({ layers: layers(), optimizer: sgd({ learningRate: 0.1 }) }, 2000),
  run: () => ({
    unit: 's',
    round() {
      const { training, test } = read()
      const model = sequential(layers())
      const optimizer = sgd({ learningRate: 0.1 })
      const options = { data: training, batchSize: 100, steps: 2000, every: 10, random: seeded(0) }
      for (const { parameters, batch } of train({ model, loss: softmaxCrossEntropy, optimizer, ...options })) {
        accuracy(model, parameters, test)
        accuracy(model, parameters, batch)
      }
    },
  }),
  conv() {
    const convolution = [unflatten([1, 28, 28]), conv2d(1, 30, 5, weights), relu, maxPool2d(2), flatten]
    const affine = [dense(4320, 100, weights), relu, dense(100, 10, weights)]
    return training({ layers: [...convolution, ...affine], optimizer: adam() }, 40)
  },
  batchnorm() {
    const hidden = [784, 100, 100, 100, 100].flatMap(n => [dense(n, 100, weights), batchNormalization(100), relu])
    return training({ layers: [...hidden, dense(100, 10, weights)], optimizer: sgd({ learningRate: 0.1 }) }, 500)
  },
  matmul32: () => multiplication('float32'),
  matmul64: () => multiplication('float64'),
  peak32: () => multiplyAdd('peak32', 4),
  peak64: () => multiplyAdd('peak64', 2),
}

function training({ layers, optimizer }, steps) {
  const options = { data: read().training, batchSize: 100, random: seeded(0) }
  const model = sequential(layers)
  const every = { steps: Number.POSITIVE_INFINITY, every: steps }
  const loop = train({ model, loss: softmaxCrossEntropy, optimizer, ...options, ...every })
  return { unit: 'µs', scale: 1e6 / steps, round: () => loop.next() }
}

function multiplication(dtype) {
  const [A, B] = [1, 2].map(seed => normal(seeded(seed), [1024, 1024], { dtype }))
  return { unit: gigaflops, work: 2 * 1024 ** 3, round: () => scope(() => void matmul(A, B)) }
}

function multiplyAdd(kernel, lanes) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(peak)))
  const n = 2e7
  return { unit: gigaflops, work: 2 * 12 * n * lanes, round: () => exports[kernel](n) }
}

const { unit, scale = 1, work, round } = works[name]()
// V8 compiles the kernels a second time, better, while they run: one round goes before. A run is taken as it comes.
if (name !== 'run') round()
console.log(JSON.stringify({ unit, about: `Node ${process.version}, V8 ${process.versions.v8}` }))
for await (const _ of createInterface({ input: process.stdin })) {
  const start = process.hrtime.bigint()
  round()
  const seconds = Number(process.hrtime.bigint() - start) / 1e9
  const value = work ? work / seconds / 1e9 : seconds * scale
  console.log(JSON.stringify({ value, megabytes: process.resourceUsage().maxRSS / 1024 }))
}
