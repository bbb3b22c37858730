// The engine's side of numpy_mlp.py, through the public API as a report writes it. usage: engine_mlp.mjs DATA STEPS
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { mnist } from 'backprose/datasets/mnist'
import { dense, he, load, relu, seeded, sequential, sgd, softmaxCrossEntropy, supply, train } from 'backprose/engine'

const [folder, count] = process.argv.slice(2)
const steps = Number(count)
// V8 compiles the kernels a second time, better, while they run.
const warmUp = 500
supply(
  new Map(
    mnist.files.map(({ name, sha256 }) => [sha256, new Uint8Array(readFileSync(join(folder, name.split('/').at(-1))))]),
  ),
)
const { training } = load(mnist)
const weights = { initializer: he }
const model = sequential([dense(784, 40, weights), relu, dense(40, 20, weights), relu, dense(20, 10, weights)])
let start = 0n
const loop = train({
  model,
  loss: softmaxCrossEntropy,
  optimizer: sgd({ learningRate: 0.1 }),
  data: training,
  batchSize: 100,
  steps: warmUp + steps,
  random: seeded(0),
})
for (const { step } of loop) if (step === warmUp) start = process.hrtime.bigint()
console.log(JSON.stringify({ microseconds: Number(process.hrtime.bigint() - start) / steps / 1000 }))
