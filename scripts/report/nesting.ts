import type { Nodes, Root } from 'mdast'
import type { Construct, ParseContext, TokenizeContext } from 'micromark-util-types'
import type { Place } from './problem.ts'

declare module 'micromark-util-types' {
  interface ContainerState {
    /** How many levels of a tree lead to what a container holds. */
    depth?: number
  }
}

/** How many levels a tree may have; a list has two. Every pass over a tree calls itself for each of them. */
const mostLevels = 500

/** How many of them quotes, lists and notes may make: a few are left for what stands in them. */
const mostOfContainers = 480

const greaterThan = 62
const openBracket = 91

/**
 * Lets containers open only so deep. Deeper ones would take micromark time that grows with
 * the square of their number, for each line.
 */
export function boundNesting({ constructs }: ParseContext, refuse: (place: Place) => void): void {
  // How deep the line that is being read is after its prefixes so far, by offset: micromark looks at a line more than
  // once, and what it saw behind the place where it starts again does not count.
  const reached: { line: number; offset: number; depth: number }[] = []
  const depthOf = ({ now }: TokenizeContext): number => {
    const { line, offset } = now()
    while (reached.length && (reached.at(-1)!.line !== line || reached.at(-1)!.offset > offset)) reached.pop()
    return reached.at(-1)?.depth ?? 0
  }
  const reach = (context: TokenizeContext, depth: number): void => {
    depthOf(context)
    const { line, offset } = context.now()
    reached.push({ line, offset, depth })
  }
  const bounded = (container: Construct, levels: number): Construct => ({
    ...container,
    tokenize(effects, ok, nok) {
      const depth = depthOf(this) + levels
      if (depth > mostOfContainers) {
        refuse(this.now())
        return nok
      }
      const opened = (code: Parameters<typeof ok>[0]) => {
        this.containerState!.depth = depth
        reach(this, depth)
        return ok(code)
      }
      return container.tokenize.call(this, effects, opened, nok)
    },
    continuation: {
      ...container.continuation!,
      tokenize(effects, ok, nok) {
        const { depth = levels } = this.containerState!
        const continued = (code: Parameters<typeof ok>[0]) => {
          reach(this, depth)
          return ok(code)
        }
        return container.continuation!.tokenize.call(this, effects, continued, nok)
      },
    },
  })
  const containers = constructs.document as Record<string, Construct[]>
  for (const [code, all] of Object.entries(containers)) {
    const levels = Number(code) === greaterThan || Number(code) === openBracket ? 1 : 2
    containers[code] = all.map(construct => (construct.continuation ? bounded(construct, levels) : construct))
  }
}

/** Cuts a tree off where it nests so deeply that walking it would exhaust the stack; returns the first such place. */
export function cutNesting(tree: Root): Place | undefined {
  const waiting: { node: Nodes; level: number }[] = [{ node: tree, level: 0 }]
  let first: Nodes | undefined
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { node, level } = next
    if (!('children' in node)) continue
    if (level < mostLevels) for (const child of node.children) waiting.push({ node: child, level: level + 1 })
    else if (node.children.length) {
      node.children.length = 0
      if (!first || node.position!.start.offset! < first.position!.start.offset!) first = node
    }
  }
  return first?.position?.start
}

/** The line with the most marks of emphasis, which is all that can nest without a bound. */
export function findDeepest(source: string): Place {
  let [line, most] = [1, 0]
  for (const [index, text] of source.split(/\r\n|\r|\n/).entries()) {
    const marks = text.match(/[*_~]/g)?.length ?? 0
    if (marks > most) [line, most] = [index + 1, marks]
  }
  return { line, column: 1 }
}

export const tooDeep = `invalid nesting; quotes, lists and emphasis are nested more than ${mostLevels} levels deep`
