import type { NavigationItem } from '../page/page.ts'
import type { Document } from '../report/document.ts'
import { pageAddress } from './address.ts'

export function pageTitle({ frontMatter, heading, name }: Document): string {
  return (
    frontMatter?.title ??
    (heading ||
      name
        .replace(/(\/?index)?\.md$/, '')
        .split('/')
        .at(-1) ||
      'Home')
  )
}

/** The pages as a tree of their folders: by `order`, then by title. */
export function buildNavigation(pages: readonly Document[]): NavigationItem[] {
  interface Node {
    name: string
    page?: Document
    children: Map<string, Node>
  }
  const root: Node = { name: '', children: new Map() }
  for (const page of pages) {
    const parts = page.name.replace(/\.md$/, '').split('/')
    if (parts.at(-1) === 'index') parts.pop()
    let node = root
    for (const name of parts) {
      if (!node.children.has(name)) node.children.set(name, { name, children: new Map() })
      node = node.children.get(name)!
    }
    node.page = page
  }
  const order = ({ page }: Node) => page?.frontMatter?.order ?? Number.POSITIVE_INFINITY
  const title = ({ page, name }: Node) => (page ? pageTitle(page) : name)
  const toItems = (node: Node): NavigationItem[] =>
    [...node.children.values()]
      .sort((a, b) => (order(a) < order(b) ? -1 : order(a) > order(b) ? 1 : title(a) < title(b) ? -1 : 1))
      .map(child => ({
        title: title(child),
        ...(child.page && { href: pageAddress(child.page.name) }),
        children: toItems(child),
      }))
  return toItems(root)
}
