// TensorFlow.js-wasm's side, where it is installed: npm install --no-save @tensorflow/tfjs @tensorflow/tfjs-backend-wasm
// usage: tensorflow_peer.mjs DATA WORK
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'

const [folder, work] = process.argv.slice(2)
if (work !== 'mlp') throw new Error(`unknown work: ${work}`)
const require = createRequire(import.meta.url)
const tf = require('@tensorflow/tfjs')
const { setThreadsCount, setWasmPaths } = require('@tensorflow/tfjs-backend-wasm')
setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`)
setThreadsCount(1)
await tf.setBackend('wasm')
await tf.ready()

const pixels = readFileSync(join(folder, 'train-images-idx3-ubyte')).subarray(16)
const labels = readFileSync(join(folder, 'train-labels-idx1-ubyte')).subarray(8)
const dense = (inputs, units) => [
  tf.variable(tf.randomNormal([inputs, units], 0, Math.sqrt(2 / inputs))),
  tf.variable(tf.zeros([units])),
]
const layers = [dense(784, 40), dense(40, 20), dense(20, 10)]
const optimizer = tf.train.sgd(0.1)

function step() {
  const x = new Float32Array(100 * 784)
  const t = new Int32Array(100)
  for (let i = 0; i < 100; i++) {
    const row = Math.floor(Math.random() * labels.length)
    for (let j = 0; j < 784; j++) x[i * 784 + j] = pixels[row * 784 + j] / 255
    t[i] = labels[row]
  }
  tf.tidy(() => {
    const inputs = tf.tensor2d(x, [100, 784])
    const targets = tf.oneHot(tf.tensor1d(t, 'int32'), 10)
    optimizer.minimize(() => {
      let z = inputs
      for (const [i, [W, b]] of layers.entries()) {
        z = tf.add(tf.matMul(z, W), b)
        if (i < 2) z = tf.relu(z)
      }
      return tf.losses.softmaxCrossEntropy(targets, z)
    })
  })
}

const steps = 50
const round = () => {
  for (let i = 0; i < steps; i++) step()
}
round()
console.log(JSON.stringify({ unit: 'µs', about: `TensorFlow.js ${tf.version_core}` }))
for await (const _ of createInterface({ input: process.stdin })) {
  const start = process.hrtime.bigint()
  round()
  const microseconds = Number(process.hrtime.bigint() - start) / 1e3 / steps
  console.log(JSON.stringify({ value: microseconds, megabytes: process.resourceUsage().maxRSS / 1024 }))
}
