/** The words of the interface in one language, from `templates/strings/<language>.yml`. */
export interface Strings {
  readonly [name: string]: string | readonly string[]
}

/** The strings of a language, of its primary subtag (`ja` for `ja-JP`), or English. */
export function chooseStrings(all: ReadonlyMap<string, Strings>, language: string): Strings {
  const exact = language.toLowerCase()
  const strings = all.get(exact) ?? all.get(exact.split('-')[0]!) ?? all.get('en')
  if (!strings) throw new Error('missing strings: templates/strings/en.yml')
  return strings
}

/** The string of a count, of its own where the language has one for one: `claims` and `claimsOne`. */
export function formatCount(strings: Strings, name: string, count: number): string {
  const string = (count === 1 ? strings[`${name}One`] : undefined) ?? strings[name]
  return String(string).replace('{count}', String(count))
}

/**
 * A date as it is written in a language, from the strings `date` (`{year} {month} {monthName} {day}`) and `months`.
 * `Intl` would write it differently from one version of Node to the next.
 */
export function formatDate(date: string, strings: Strings): string {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})(?:T.*)?$/.exec(date) ?? []
  const monthName = strings.months?.[Number(month) - 1]
  if (!day || monthName === undefined) return date
  const parts: Record<string, string> = { year: year!, month: `${Number(month)}`, monthName, day: `${Number(day)}` }
  return String(strings.date).replace(/\{(\w+)\}/g, (all, name: string) => parts[name] ?? all)
}
