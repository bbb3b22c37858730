/** A pair of what stands at corresponding places; one side is missing where something was added or removed. */
export interface Aligned<Item> {
  readonly before?: Item
  readonly after?: Item
}

/**
 * Pairs two lists in their order: what has the same key first, by a longest common subsequence; of what is left between
 * two such pairs, one after the other.
 */
export function align<Item>(
  before: readonly Item[],
  after: readonly Item[],
  keyOf: (item: Item) => string,
): Aligned<Item>[] {
  const [a, b] = [before.map(keyOf), after.map(keyOf)]
  // common[i][j]: how many keys a from i and b from j have in common, in order.
  const common = Array.from({ length: a.length + 1 }, () => new Uint32Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      common[i]![j] = a[i] === b[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!)

  const pairs: Aligned<Item>[] = []
  let [gapA, gapB]: [Item[], Item[]] = [[], []]
  const closeGap = () => {
    for (let k = 0; k < Math.max(gapA.length, gapB.length); k++)
      pairs.push({ ...(k < gapA.length && { before: gapA[k]! }), ...(k < gapB.length && { after: gapB[k]! }) })
    gapA = []
    gapB = []
  }
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length)
    if (i < a.length && j < b.length && a[i] === b[j]) {
      closeGap()
      pairs.push({ before: before[i++]!, after: after[j++]! })
    } else if (j === b.length || (i < a.length && common[i + 1]![j]! >= common[i]![j + 1]!)) gapA.push(before[i++]!)
    else gapB.push(after[j++]!)
  closeGap()
  return pairs
}
