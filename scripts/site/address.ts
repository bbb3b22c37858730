/** The file of the site that a report becomes: `day1.md` → `day1/index.html`, `index.md` → `index.html`. */
export function pageAddress(name: string): string {
  const path = name.replace(/\.md$/, '')
  return path === 'index' || path.endsWith('/index') ? `${path}.html` : `${path}/index.html`
}

/** The page that lists all claims of the site. */
export const claimsAddress = 'claims/index.html'
