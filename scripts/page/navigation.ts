import { isExternal, type Link } from './link.ts'
import type { Heading, NavigationItem } from './page.ts'

/** A link of a layout. Every field is there, as templates are strict. */
export interface LinkView {
  readonly title: string
  readonly href: string | null
  /** Whether it leads to the page it stands on. */
  readonly current: boolean
  readonly children: readonly LinkView[]
}

export interface NavigationView {
  /** The pages as a tree. Large sites show only the branch that the page is on, or 500 pages would hold 250,000 links. */
  readonly tree: readonly LinkView[]
  /** From the outermost group to the one that holds the page. */
  readonly trail: readonly LinkView[]
  /** The pages before and after in reading order. */
  readonly neighbors: { readonly previous: LinkView | null; readonly next: LinkView | null } | null
}

/** As many entries as a reader can take in at once. */
const fullTree = 100

export function viewNavigation(items: readonly NavigationItem[], path: string, link: Link): NavigationView {
  const entries = flatten(items)
  const pages = entries.filter(item => item.href !== undefined && !isExternal(item.href))
  const trail = ancestors(items, path)
  const view = (
    { href, ...item }: NavigationItem,
    children: readonly LinkView[] = [],
    title = item.title,
  ): LinkView => ({
    title,
    href: href === undefined ? null : link(href),
    current: href === path,
    children,
  })
  const tree = (branch: readonly NavigationItem[]): LinkView[] =>
    branch.map(item => {
      const open = entries.length <= fullTree || trail.includes(item) || item.href === path
      if (open) return view(item, tree(item.children))
      return view(flatten([item]).find(({ href }) => href !== undefined) ?? item, [], item.title)
    })
  const here = pages.findIndex(item => item.href === path)
  const neighbor = (index: number) => (here < 0 || !pages[index] ? null : view(pages[index]))
  const [previous, next] = [neighbor(here - 1), neighbor(here + 1)]
  return {
    tree: tree(items),
    trail: trail.map(item => view(item)),
    neighbors: previous || next ? { previous, next } : null,
  }
}

/** The headings of depth 2 and 3 as a tree; a depth 3 before the first depth 2 stands at the top. */
export function viewContents(headings: readonly Heading[]): LinkView[] {
  const top: (LinkView & { children: LinkView[] })[] = []
  for (const { depth, id, text } of headings) {
    if (depth !== 2 && depth !== 3) continue
    const item = { title: text, href: `#${id}`, current: false, children: [] }
    const parent = depth === 3 ? top.at(-1) : undefined
    ;(parent ? parent.children : top).push(item)
  }
  return top
}

function flatten(items: readonly NavigationItem[]): NavigationItem[] {
  return items.flatMap(item => [item, ...flatten(item.children)])
}

function ancestors(items: readonly NavigationItem[], path: string): NavigationItem[] {
  for (const item of items) {
    if (flatten(item.children).some(({ href }) => href === path)) return [item, ...ancestors(item.children, path)]
  }
  return []
}
