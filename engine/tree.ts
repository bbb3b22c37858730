import { Tensor, tensorsIn } from './tensor.ts'

/** Tensors in lists and records, nested as one likes: the parameters of a model, their gradients. */
export type Tree = Tensor | readonly Tree[] | { readonly [name: string]: Tree }

/** The tensors of a tree, in the order of its lists and of the keys of its records. */
export function leaves(tree: Tree): Tensor[] {
  return tensorsIn(tree)
}

/** The tree with each tensor replaced by `f` of it. `path` names it: `[0].W`. */
export function mapTree<T extends Tree>(tree: T, f: (leaf: Tensor, path: string) => Tensor, path = ''): T {
  if (tree instanceof Tensor) return f(tree, path) as Tree as T
  if (Array.isArray(tree)) return tree.map((branch, i) => mapTree(branch, f, `${path}[${i}]`)) as Tree as T
  const branches = tree as { readonly [name: string]: Tree }
  const mapped: Record<string, Tree> = {}
  for (const name of Object.keys(branches)) mapped[name] = mapTree(branches[name]!, f, `${path}.${name}`)
  return mapped as Tree as T
}
