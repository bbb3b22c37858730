import type { Element, ElementContent, Properties } from 'hast'

/** A hast element, as short as in JSX; strings become text. */
export function h(tagName: string, properties: Properties, ...children: (ElementContent | string)[]): Element {
  return {
    type: 'element',
    tagName,
    properties,
    children: children.map(child => (typeof child === 'string' ? { type: 'text', value: child } : child)),
  }
}
