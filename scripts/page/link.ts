/** Writes the address of a file of the site, or of something outside of it, for the page that it is called for. */
export type Link = (href: string) => string

/**
 * Links of a page: relative and percent-encoded, so that they work under any base path and from the file system.
 * @param from the page's own file, such as `reports/day1/index.html`
 */
export function relativeLink(from: string): Link {
  const folders = from.split('/').slice(0, -1)
  return href => {
    if (isExternal(href)) return href
    const target = href.split('/')
    let shared = 0
    while (shared < folders.length && shared < target.length - 1 && folders[shared] === target[shared]) shared++
    return [...folders.slice(shared).map(() => '..'), ...target.slice(shared).map(encodeURIComponent)].join('/')
  }
}

/** Links of a page that is served at addresses of any depth, such as 404. */
export function absoluteLink(base: string): Link {
  return href => (isExternal(href) ? href : base + href.split('/').map(encodeURIComponent).join('/'))
}

export function isExternal(href: string): boolean {
  return /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(href)
}
