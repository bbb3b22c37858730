import {
  add,
  divide,
  matmul,
  multiply,
  oneHot,
  sigmoid,
  softmax,
  softmaxCrossEntropy,
  subtract,
  sum,
  type Tensor,
  transpose,
} from 'backprose/engine'

export interface Parameters extends Record<string, Tensor> {
  readonly W1: Tensor
  readonly b1: Tensor
  readonly W2: Tensor
  readonly b2: Tensor
}

const hiddenOf = ({ W1, b1 }: Parameters, x: Tensor) => sigmoid(add(matmul(x, W1), b1))
const logitsOf = (p: Parameters, x: Tensor) => add(matmul(hiddenOf(p, x), p.W2), p.b2)

/** 中間層が一つのネットワークの損失。 */
export function lossOf(p: Parameters, x: Tensor, labels: Tensor<'int32'>): Tensor {
  return softmaxCrossEntropy(logitsOf(p, x), labels)
}

/** その勾配。連鎖律を出力側からたどる。 */
export function gradientByHand(p: Parameters, x: Tensor, labels: Tensor<'int32'>): Parameters {
  const [n = 0] = x.shape
  const z = hiddenOf(p, x)
  const delta2 = divide(subtract(softmax(logitsOf(p, x)), oneHot(labels, 3, { dtype: 'float64' })), n)
  const delta1 = multiply(matmul(delta2, transpose(p.W2)), multiply(z, subtract(1, z)))
  return {
    W1: matmul(transpose(x), delta1),
    b1: sum(delta1, 0),
    W2: matmul(transpose(z), delta2),
    b2: sum(delta2, 0),
  }
}
