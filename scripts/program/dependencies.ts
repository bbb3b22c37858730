import type { Cell } from '../report/cell.ts'
import { type Expression, sourceOf } from '../report/expression.ts'
import { parseTypeScript } from './syntax.ts'

/** A statement of the cells, by the names in it. */
interface Statement {
  readonly index: number
  /** Names that it gives a value to, or may change the value of. */
  readonly writes: ReadonlySet<string>
  /** All names in it. */
  readonly mentions: ReadonlySet<string>
}

/**
 * For each expression, the statements of the cells, counted through, in which its value, or that of a name it stands
 * on, may have been computed: the runs that these statements read are the runs behind it. Names are compared, not
 * scopes, so that there may be a statement too many but never one too few.
 */
export function findSources(cells: readonly Cell[], expressions: readonly Expression[]): number[][] {
  const nodes = cells.flatMap(
    ({ lines }) => parseTypeScript(lines.join('\n')).syntax.body as unknown as readonly Node[],
  )
  // What imports and the language give is the same for every statement.
  const declared = new Set(nodes.flatMap(node => declaredIn(node) ?? []))
  const statements = nodes.map((node, index) => toStatement(node, index, declared))
  return expressions.map(expression => {
    const names = new Set(namesIn(parseTypeScript(`(${sourceOf(expression)}\n)`).syntax as unknown as Node))
    const found = new Set<number>()
    let pending = statements
    for (;;) {
      const writing = pending.filter(({ writes }) => [...writes].some(name => names.has(name)))
      if (!writing.length) return [...found].sort((a, b) => a - b)
      pending = pending.filter(statement => !writing.includes(statement))
      for (const { index, mentions } of writing) {
        found.add(index)
        for (const name of mentions) names.add(name)
      }
    }
  })
}

interface Node {
  readonly type: string
  readonly name?: string
  readonly computed?: boolean
  readonly [key: string]: unknown
}

function toStatement(node: Node, index: number, known: ReadonlySet<string>): Statement {
  const mentions = new Set([...namesIn(node)].filter(name => known.has(name)))
  const declared = declaredIn(node)
  // A loop or a call may change whatever it is about; a declaration only what it changes by name.
  const writes = declared ? new Set([...declared, ...changedIn(node)]) : mentions
  return { index, writes, mentions }
}

/** The names a declaration declares; undefined for another statement. */
function declaredIn(node: Node): string[] | undefined {
  const declaration = node.type === 'ExportNamedDeclaration' ? (node.declaration as Node | null) : node
  if (declaration?.type === 'VariableDeclaration')
    return (declaration.declarations as { id: Node }[]).flatMap(({ id }) => [...namesIn(id)])
  if (declaration?.type === 'FunctionDeclaration' || declaration?.type === 'ClassDeclaration')
    return [...namesIn(declaration.id as Node)]
  return declaration?.type === 'ImportDeclaration' || declaration?.type.startsWith('TS') ? [] : undefined
}

const changing = /^(push|pop|shift|unshift|splice|sort|reverse|fill|copyWithin|set|add|delete|clear|assign)$/

/** Roots of what is assigned to, and of calls that change what they are called on or given. */
function* changedIn(node: Node): Generator<string> {
  for (const inner of nodesIn(node)) {
    if (inner.type === 'AssignmentExpression') yield* namesIn(inner.left as Node)
    else if (inner.type === 'UpdateExpression') yield* namesIn(inner.argument as Node)
    else if (inner.type === 'CallExpression') {
      const callee = inner.callee as Node
      const method = callee.type === 'MemberExpression' ? (callee.property as Node).name : callee.name
      if (method && changing.test(method)) yield* namesIn(inner)
    }
  }
}

function* namesIn(node: Node): Generator<string> {
  for (const inner of nodesIn(node)) if (inner.type === 'Identifier') yield inner.name!
}

/** A node and those in it, but for the names of properties. */
function* nodesIn(node: Node): Generator<Node> {
  yield node
  for (const [key, value] of Object.entries(node)) {
    const named = (key === 'property' && node.type === 'MemberExpression') || (key === 'key' && !node.shorthand)
    if (named && !node.computed) continue
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child === 'object' && child !== null && typeof (child as Node).type === 'string')
        yield* nodesIn(child as Node)
  }
}
