import fc from 'fast-check'
import type { Node, Parent } from 'unist'
import { visit as theirs } from 'unist-util-visit'
import { expect, it } from 'vitest'
import { EXIT, visit as ours, SKIP } from './visit.ts'

const tree = () => ({
  type: 'root',
  children: [
    { type: 'a', children: [{ type: 'b', value: 1 }] },
    { type: 'b', value: 2 },
    {
      type: 'a',
      children: [
        { type: 'a', children: [] },
        { type: 'b', value: 3 },
      ],
    },
  ],
})

/** What a visitor that answers with these results sees, and what it leaves. */
function trace(visit: typeof ours, answers: readonly unknown[], type?: string) {
  const root = tree()
  const seen: unknown[] = []
  const visitor = (node: Node, index: number | undefined, parent: Parent | undefined) => {
    seen.push([node.type, (node as { value?: number }).value, index, parent?.type])
    const answer = answers[seen.length % answers.length]
    if (answer !== 'remove') return answer
    parent?.children.splice(index!, 1)
    return [SKIP, index]
  }
  if (type === undefined) visit(root as Node, visitor as never)
  else visit(root as Node, type, visitor as never)
  return { root, seen }
}

it('visits what unist-util-visit visits, whatever the visitor answers', () => {
  const answer = fc.constantFrom(undefined, true, SKIP, EXIT, 1, 2, [SKIP, 1], 'remove')
  const answers = fc.array(answer, { minLength: 1, maxLength: 7 })
  // Going back to an index again and again would never end.
  const ends = (list: readonly unknown[]) =>
    !list.some(one => typeof one === 'number' || Array.isArray(one)) || list.includes(EXIT)
  fc.assert(
    fc.property(answers.filter(ends), fc.constantFrom(undefined, 'a', 'b'), (list, type) => {
      expect(trace(ours, list, type)).toEqual(trace(theirs as never, list, type))
    }),
  )
})
