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
  /**
   * The pages as a tree. Large sites show only the branch that the page is on, and of a long one what is about it, or 500
   * pages would hold 250,000 links.
   */
  readonly tree: readonly LinkView[]
  /** From the outermost group to the one that holds the page. */
  readonly trail: readonly LinkView[]
  /** The pages before and after in reading order. */
  readonly neighbors: { readonly previous: LinkView | null; readonly next: LinkView | null } | null
}

/** As many entries as a reader can take in at once. */
const fullTree = 100

export function viewNavigation(items: readonly NavigationItem[], path: string, link: Link): NavigationView {
  const { size, pages, places, trails, firstPages } = outline(items)
  const trail = trails.get(path) ?? []
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
  const target = (item: NavigationItem) => firstPages.get(item) ?? item
  const tree = (branch: readonly NavigationItem[], level = 0): LinkView[] => {
    const isOpen = (item: NavigationItem) => size <= fullTree || item === trail[level] || item.href === path
    const [start, end] = range(branch.length, branch.findIndex(isOpen))
    const more = (index: number) => (branch[index] ? [view(target(branch[index]), [], '…')] : [])
    const shown = branch
      .slice(start, end)
      .map(item => (isOpen(item) ? view(item, tree(item.children, level + 1)) : view(target(item), [], item.title)))
    return [...more(start - 1), ...shown, ...more(end)]
  }
  const here = places.get(path)
  const neighbor = (by: number) => {
    const page = here === undefined ? undefined : pages[here + by]
    return page ? view(page) : null
  }
  const [previous, next] = [neighbor(-1), neighbor(1)]
  return {
    tree: tree(items),
    trail: trail.map(item => view(item)),
    neighbors: previous || next ? { previous, next } : null,
  }
}

/** Which entries of so many are shown: those about the one that matters. */
function range(count: number, middle: number): [start: number, end: number] {
  const start = Math.max(0, Math.min(middle - fullTree / 2, count - fullTree))
  return [start, Math.min(count, start + fullTree)]
}

interface Outline {
  /** How many entries there are. */
  readonly size: number
  /** In reading order. */
  readonly pages: readonly NavigationItem[]
  /** By address, which of the pages it is. */
  readonly places: ReadonlyMap<string, number>
  /** By address, the groups that hold it, from the outermost. */
  readonly trails: ReadonlyMap<string, readonly NavigationItem[]>
  /** By group, the first entry in it that leads somewhere. */
  readonly firstPages: ReadonlyMap<NavigationItem, NavigationItem>
}

/** One for all pages of a site: to make it takes as long as the site has pages. */
const outlines = new WeakMap<readonly NavigationItem[], Outline>()

function outline(items: readonly NavigationItem[]): Outline {
  const known = outlines.get(items)
  if (known) return known
  const pages: NavigationItem[] = []
  const places = new Map<string, number>()
  const trails = new Map<string, readonly NavigationItem[]>()
  const firstPages = new Map<NavigationItem, NavigationItem>()
  let size = 0
  const walk = (item: NavigationItem, trail: readonly NavigationItem[]): NavigationItem | undefined => {
    size++
    const { href, children } = item
    if (href !== undefined && !isExternal(href)) {
      if (!places.has(href)) places.set(href, pages.length)
      pages.push(item)
    }
    if (href !== undefined && !trails.has(href)) trails.set(href, trail)
    let first = href === undefined ? undefined : item
    const within = [...trail, item]
    for (const child of children) {
      const found = walk(child, within)
      first ??= found
    }
    if (first) firstPages.set(item, first)
    return first
  }
  for (const item of items) walk(item, [])
  const made = { size, pages, places, trails, firstPages }
  outlines.set(items, made)
  return made
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
