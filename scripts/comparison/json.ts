import type { Problem } from '../report/problem.ts'
import type { Changes } from './changes.ts'

/** What `--json` prints: the changes without what is shown, which `--out` is for. */
export function toJson({ exhibits, ...changes }: Changes, messages: readonly Problem[]) {
  return {
    ...changes,
    exhibits: exhibits.map(({ before, after }) => {
      const { path, line, title, output } = (after ?? before)!
      return { path, line, title, mime: output.mime, kind: before ? (after ? 'changed' : 'removed') : 'added' }
    }),
    messages,
  }
}
