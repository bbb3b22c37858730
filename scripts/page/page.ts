/** A page of the site, ready for its layout: plain data. */
export interface Page {
  /** Its file in the site, with `/`: `reports/deep-learning/day1/index.html`. */
  readonly path: string
  /** The title as plain text: document title, navigation, and the heading unless `heading` is given. */
  readonly title: string
  /** The title as HTML without its `<h1>`, if it holds more than text. The caller takes it out of the article. */
  readonly heading?: string
  /** The id of that `<h1>`, for links to it. */
  readonly headingId?: string
  /** BCP 47, such as `ja`. Chooses the strings of the interface, the type and the rules of line breaking. */
  readonly language: string
  readonly description?: string
  /** ISO 8601, such as `2020-06-28`; anything else is shown as it is. */
  readonly date?: string
  readonly authors?: readonly string[]
  /** The article as HTML, without an `<h1>` of the page's title. */
  readonly html: string
  /** The article's headings in document order; those of depth 2 and 3 become the contents. */
  readonly headings: readonly Heading[]
  /** Whether the article holds formulas: only then is KaTeX's style sheet linked. */
  readonly hasMath: boolean
}

export interface Heading {
  readonly depth: number
  /** Of the element, without `#`. */
  readonly id: string
  /** Plain text. */
  readonly text: string
}

/** What all pages share: plain data. */
export interface Site {
  readonly title: string
  readonly description?: string
  /** BCP 47. Of the pages that no report stands behind, such as 404. */
  readonly language: string
  /** Path under which the site is published: begins and ends with `/`. Only 404 needs it, pages link relatively. */
  readonly base: string
  readonly authors: readonly string[]
  /** The page that lists all claims, if there are any. */
  readonly claims?: { readonly path: string; readonly count: number }
  /** The pages in reading order, grouped. */
  readonly navigation: readonly NavigationItem[]
}

export interface NavigationItem {
  readonly title: string
  /** A file of the site, such as `reports/index.html`, or an address with a scheme; missing for a mere group. */
  readonly href?: string
  readonly children: readonly NavigationItem[]
}

/** A file of the theme as it goes into the site. */
export interface AssetFile {
  /** With `/`: `assets/site.1a2b3c4d.css`. */
  readonly path: string
  readonly content: string | Uint8Array
}
