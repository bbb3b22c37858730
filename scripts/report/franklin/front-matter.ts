import type { FrontMatter } from '../front-matter.ts'
import type { Variables } from './franklin.ts'
import type { Value } from './literal.ts'

/** What a page says of itself, from its variables. `author` is that of the page alone. */
export function toFrontMatter(variables: Variables): FrontMatter {
  const text = (...names: readonly string[]) =>
    names.map(name => variables.get(name)).find(value => typeof value === 'string')
  const texts = (value: Value | undefined) =>
    typeof value === 'string' && value ? [value] : Array.isArray(value) ? value.map(String) : undefined
  const title = text('title')
  const description = text('description', 'descr', 'rss_description')
  const language = text('language')
  const date = text('date', 'published')
  const authors = texts(variables.get('authors') ?? variables.get('author'))
  const tags = texts(variables.get('tags'))
  const draft = variables.get('draft')
  const order = variables.get('order')
  return {
    ...(title && { title }),
    ...(description && { description }),
    ...(language && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language) && { language }),
    ...(date && { date }),
    ...(authors && { authors }),
    ...(tags && { tags }),
    ...(typeof draft === 'boolean' && { draft }),
    ...(typeof order === 'number' && { order }),
  }
}
