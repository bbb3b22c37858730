/** The file of the site that a report becomes: `day1.md` → `day1/index.html`, `index.md` → `index.html`. */
export function pageAddress(name: string): string {
  const path = name.replace(/\.md$/, '')
  return path === 'index' || path.endsWith('/index') ? `${path}.html` : `${path}/index.html`
}

/** A link from one file of the site to another: relative, percent-encoded, so that it works under any base path. */
export function relativeAddress(from: string, to: string): string {
  const source = from.split('/').slice(0, -1)
  const target = to.split('/')
  let shared = 0
  while (shared < source.length && shared < target.length - 1 && source[shared] === target[shared]) shared++
  const path = [...source.slice(shared).map(() => '..'), ...target.slice(shared).map(encodeURIComponent)].join('/')
  return path
}
