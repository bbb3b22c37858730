import type { Directive } from '../report/directive.ts'
import type { Document } from '../report/document.ts'
import type { Place } from '../report/problem.ts'

/** Where something of the page was written. */
export interface Origin extends Place {
  readonly document: Document
  readonly path: string
  /** As it is written there. */
  readonly source: string
  readonly directive?: Directive
}
