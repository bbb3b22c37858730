import { parseTypeScript, type SyntaxProblem } from './syntax.ts'

/** A part of an expression whose value says why the whole came out as it did. */
export interface Operand {
  /** Offsets in the expression's code. */
  readonly start: number
  readonly end: number
}

/**
 * Checks that a text is one expression, and finds what its operators work on: in `a.x - b > 2 && !f(c)` that is `a.x`,
 * `b` and `c`.
 */
export function readExpression(source: string): { operands: Operand[]; problems: SyntaxProblem[] } {
  const { syntax, comments, problems } = parseTypeScript(`(${source}\n)`)
  const operands: Operand[] = []
  const refuse = (offset: number, reason: string) => problems.push({ offset, reason })
  const [statement] = syntax.body
  if (problems.length === 0) {
    const expression = statement?.type === 'ExpressionStatement' ? (statement.expression as Node) : undefined
    // Anything else would be code beside the expression, or would swallow what follows it.
    if (
      syntax.body.length !== 1 ||
      expression?.type !== 'ParenthesizedExpression' ||
      expression.end < source.length + 3
    )
      refuse(1, 'invalid expression; one TypeScript expression is expected')
    else if (comments.length) refuse(comments[0]!.start, 'invalid expression; it cannot hold a comment')
    else visit(expression.expression!, true)
  }
  const shift = ({ offset, reason }: SyntaxProblem) => ({
    offset: Math.min(Math.max(offset - 1, 0), source.length),
    reason,
  })
  return { operands, problems: problems.map(shift) }

  /** @param judged whether what comes of the node decides the expression as true or false */
  function visit(node: Node, judged: boolean): void {
    switch (node.type) {
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
        visit(node.expression!, judged)
        break
      case 'LogicalExpression':
        visit(node.left!, judged)
        visit(node.right!, judged)
        break
      case 'BinaryExpression':
        visit(node.left!, false)
        visit(node.right!, false)
        break
      case 'UnaryExpression':
        visit(node.argument!, judged && node.operator === '!')
        break
      case 'ConditionalExpression':
        visit(node.test!, true)
        visit(node.consequent!, judged)
        visit(node.alternate!, judged)
        break
      case 'AssignmentExpression':
      case 'UpdateExpression':
        refuse(node.start, 'invalid expression; it changes a variable: = assigns, === compares')
        break
      case 'AwaitExpression':
        refuse(node.start, 'invalid expression; it cannot wait: await it in a cell')
        break
      case 'CallExpression':
        if (!judged || !visitCall(node)) add(node)
        break
      case 'Literal':
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
        break
      case 'Identifier':
        if (!constants.has(node.name!)) add(node)
        break
      case 'TemplateLiteral':
        if (node.expressions!.length) add(node)
        break
      default:
        add(node)
    }
  }

  /** Of `list.every(test)`, which is only true or false, the list tells more. Returns whether anything does. */
  function visitCall({ callee, arguments: args = [] }: Node): boolean {
    const before = operands.length
    if (callee!.type === 'MemberExpression') {
      const { object } = callee!
      if (object!.type !== 'Super' && !(object!.type === 'Identifier' && namespaces.has(object!.name!)))
        visit(object!, false)
    }
    for (const argument of args) if (argument.type !== 'SpreadElement') visit(argument, false)
    return operands.length > before
  }

  function add({ start, end }: Node): void {
    operands.push({ start: start - 1, end: end - 1 })
  }
}

const constants = new Set(['undefined', 'NaN', 'Infinity'])
const namespaces = new Set(['Array', 'JSON', 'Math', 'Number', 'Object', 'String'])

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly name?: string
  readonly operator?: string
  readonly expression?: Node
  readonly expressions?: readonly Node[]
  readonly left?: Node
  readonly right?: Node
  readonly argument?: Node
  readonly test?: Node
  readonly consequent?: Node
  readonly alternate?: Node
  readonly callee?: Node
  readonly object?: Node
  readonly arguments?: readonly Node[]
}
