import type { Root } from 'hast'
import { visit } from '../report/visit.ts'
import { markAnswers } from './answers.ts'
import type { Article } from './article.ts'
import { resolveCitations } from './citations.ts'
import { fillContents } from './contents.ts'
import { mergeFootnotes } from './footnotes.ts'
import { identifyHeadings } from './headings.ts'
import { numberFloats } from './numbers.ts'
import { resolveReferences } from './references.ts'

/** Numbers and refers, lists and collects across the whole page; afterwards no mark of its origins is left. */
export function finishArticle(tree: Root, article: Article): void {
  mergeFootnotes(tree, article)
  identifyHeadings(tree, article)
  numberFloats(tree, article)
  resolveReferences(tree, article)
  resolveCitations(tree, article)
  markAnswers(tree, article)
  fillContents(tree, article)
  visit(tree, 'element', (element, index, parent) => {
    const { properties, children } = element
    const isBareCell = Array.isArray(properties.className) && properties.className.includes('cell') && !children.length
    // Macros have done their work in the formulas, and a cell that shows nothing is no part of the text.
    if (properties.dataDirective === 'newcommand' || isBareCell) {
      parent!.children.splice(index!, 1)
      return index
    }
    delete properties.dataOrigin
    delete properties.dataDirective
    return undefined
  })
}
