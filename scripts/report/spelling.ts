/** How many candidates are looked at: with thousands of names and as many wrong ones, comparing all would take minutes. */
const mostCandidates = 5000

/** How many of them are compared letter by letter; of the others only those that differ in one place. */
const mostCompared = 250

/**
 * The candidate that `word` most likely meant, if one is near: at most a third of its letters differ. Of very many only
 * the first are looked at.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  // A word of one letter is like no other.
  let least = Math.min(Math.max(1, Math.floor(word.length / 3)) + 1, word.length, longestDifference)
  const lower = word.toLowerCase()
  let count = 0
  for (const candidate of candidates) {
    if (++count > mostCandidates) break
    if (Math.abs(candidate.length - word.length) >= least) continue
    if (count > mostCompared && !differInOnePlace(word, candidate)) continue
    const distance = editDistance(lower, candidate.toLowerCase(), least)
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** Whether only one letter differs, is left out or too many, or two neighbors are swapped. */
function differInOnePlace(word: string, candidate: string): boolean {
  const [a, b] = withoutEqualEnds(word, candidate)
  return Math.max(a.length, b.length) <= 2
}

/** Words that differ in more letters are not alike, however long they are. */
const longestDifference = 20

/** `; did you mean "step"?`, or nothing. */
export function suggestion(word: string, candidates: Iterable<string>): string {
  const best = closest(word, candidates)
  return best === undefined ? '' : `; did you mean "${best}"?`
}

/**
 * Insertions, deletions, substitutions and swaps of neighbors that turn `a` into `b` (optimal string alignment). Of more
 * than `limit` it only says that they are as many: what lies further from the diagonal is not computed (Ukkonen, 1985).
 */
function editDistance(one: string, other: string, limit: number): number {
  const [a, b] = withoutEqualEnds(one, other)
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row: number[] = new Array(b.length + 1).fill(limit)
    row[0] = i
    let nearest = i
    for (let j = Math.max(1, i - limit); j <= Math.min(b.length, i + limit); j++) {
      const substituted = above[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let steps = Math.min(substituted, above[j]! + 1, row[j - 1]! + 1)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) steps = Math.min(steps, before[j - 2]! + 1)
      row[j] = steps
      nearest = Math.min(nearest, steps)
    }
    // A swap reaches back over one row.
    if (nearest > limit) return limit
    ;[before, above] = [above, row]
  }
  return Math.min(above[b.length]!, limit)
}

/** Two words without the letters that they begin and end with alike, which change nothing about their distance. */
function withoutEqualEnds(a: string, b: string): [string, string] {
  let [from, behind] = [0, 0]
  const most = Math.min(a.length, b.length)
  while (from < most && a.charCodeAt(from) === b.charCodeAt(from)) from++
  while (behind < most - from && a.charCodeAt(a.length - 1 - behind) === b.charCodeAt(b.length - 1 - behind)) behind++
  return [a.slice(from, a.length - behind), b.slice(from, b.length - behind)]
}
