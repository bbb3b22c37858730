import type { Directive } from './directive.ts'
import type { Dialect } from './front-matter.ts'
import type { Problems } from './problem.ts'

/** Commands for formulas by name, with `#1` to `#9` for what follows them: `{ '\\norm': '\\lVert #1 \\rVert' }`. */
export type Macros = Readonly<Record<string, string>>

/** Names that KaTeX can read as one command. */
export const macroName = /^\\(?:[A-Za-z]+|[^A-Za-z\s])$/

/** The macros that files define with `\newcommand`, each once. */
export function readMacros(
  files: Iterable<{ readonly path: string; readonly directives: readonly Directive[]; readonly dialect: Dialect }>,
  problems: Problems,
): Macros {
  const macros = new Map<string, { body: string; at: string }>()
  for (const { path, directives, dialect } of files)
    for (const { name: directive, problem, args, parameters = 0, position } of directives) {
      if (directive !== 'newcommand' || problem || args.length !== 2) continue
      const { line, column } = position!.start
      const refuse = (reason: string) => problems.error(path, { line, column }, 'macro', reason)
      // Franklin's `!#1` is `#1` without a space before it.
      const [name, body] = [
        args[0]!.trim(),
        dialect === 'franklin' ? args[1]!.replaceAll(/!(?=#[1-9])/g, '') : args[1]!,
      ]
      const most = Math.max(0, ...Array.from(body.matchAll(/#([1-9])/g), ([, digit]) => Number(digit)))
      const other = macros.get(name)
      if (!macroName.test(name)) refuse(`invalid macro; a name such as \\R is expected: ${name}`)
      else if (most > parameters) refuse(`invalid macro; #${most} in ${name}, which declares ${parameters} parameters`)
      else if (most < parameters) refuse(`invalid macro; ${name} declares ${parameters} parameters and uses ${most}`)
      else if (other) refuse(`doubled macro: ${name}; also at ${other.at}`)
      else macros.set(name, { body, at: `${path}:${line}:${column}` })
    }
  return Object.fromEntries([...macros].map(([name, { body }]) => [name, body]))
}

/**
 * Macros that formulas may change, as \gdef and \tag do, and what takes such changes back. To copy thousands for each
 * formula would take longer than to typeset it.
 */
export function undoable<Macro>(given: Readonly<Record<string, Macro>>): {
  macros: Record<string, Macro>
  undo: () => void
} {
  const macros = { ...given }
  const changed = new Set<string>()
  return {
    macros: new Proxy(macros, {
      set(target, name, value) {
        changed.add(String(name))
        return Reflect.set(target, name, value)
      },
      deleteProperty(target, name) {
        changed.add(String(name))
        return Reflect.deleteProperty(target, name)
      },
    }),
    undo() {
      for (const name of changed) {
        if (Object.hasOwn(given, name)) macros[name] = given[name]!
        else delete macros[name]
      }
      changed.clear()
    },
  }
}
