import type { Located } from '../program/bundle.ts'
import type { Place, Problems } from '../report/problem.ts'
import { TaskError } from '../run/failure.ts'

/**
 * Reports why a task failed, at the innermost place in the author's code that is known, else at `fallback`. Anything
 * but a failure of the task is a mistake of ours, and is thrown on.
 */
export function reportFailure(
  error: unknown,
  locate: (place: Place) => Located | undefined,
  fallback: Located,
  suffix: string,
  problems: Problems,
): void {
  if (!(error instanceof TaskError)) throw error
  const { kind, reason, frames } = error.failure
  const place = frames.map(locate).find(found => found !== undefined) ?? fallback
  problems.error(place.path, place, kind, `${reason}${suffix}`)
}
