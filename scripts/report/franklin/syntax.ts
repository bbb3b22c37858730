import type { Extension as FromMarkdownExtension } from 'mdast-util-from-markdown'
import type { Extension } from 'micromark-util-types'
import type { Processor } from 'unified'
import { blocks, blocksFromMarkdown } from './blocks.ts'
import { calls } from './calls.ts'
import { divisionFences, divisionFencesFromMarkdown } from './division-fence.ts'
import { formulas, formulasFromMarkdown } from './formulas.ts'
import { inline, inlineFromMarkdown } from './inline.ts'
import { looseLists } from './lists.ts'

/** Tokenises what Franklin.jl adds to Markdown, apart from its commands, which are directives. */
export default function remarkFranklin(this: Processor): void {
  const data = this.data() as { micromarkExtensions?: Extension[]; fromMarkdownExtensions?: FromMarkdownExtension[] }
  data.micromarkExtensions = [
    ...(data.micromarkExtensions ?? []),
    looseLists(),
    divisionFences,
    blocks,
    inline,
    formulas,
    calls,
  ]
  data.fromMarkdownExtensions = [
    ...(data.fromMarkdownExtensions ?? []),
    blocksFromMarkdown,
    divisionFencesFromMarkdown,
    inlineFromMarkdown,
    formulasFromMarkdown,
  ]
}
