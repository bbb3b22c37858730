import Handlebars from 'handlebars'

/** A mistake in a file of the theme. The message begins with its place: `templates/layouts/page.hbs:3:5: …`. */
export class ThemeError extends Error {
  override readonly name = 'ThemeError'
  /** From the folder above the theme, with `/`: `templates/layouts/page.hbs`. */
  readonly file: string
  /** From 1; missing if unknown. */
  readonly line: number | undefined
  readonly column: number | undefined
  readonly reason: string

  constructor(file: string, reason: string, place?: { line: number; column: number }) {
    super(`${file}${place ? `:${place.line}:${place.column}` : ''}: ${reason}`)
    this.file = file
    this.reason = reason
    this.line = place?.line
    this.column = place?.column
  }
}

/** Template texts by path, such as `layouts/page.hbs`. */
export type TemplateTexts = ReadonlyMap<string, string>

/** Handlebars' own errors: messages end in ` - line:column`, columns count from 0. */
interface HandlebarsError extends Error {
  readonly lineNumber?: number
  readonly column?: number
}

export type Render = (view: object) => string

/**
 * Compiles the layouts, with everything under `partials/` at hand. Templates are strict: a name that the view does not
 * have is an error, and so are helpers of one's own (a theme computes nothing, it arranges what it is given).
 * @returns a function for each layout, by its name: `page` for `layouts/page.hbs`
 */
export function compileLayouts(texts: TemplateTexts): ReadonlyMap<string, Render> {
  const handlebars = Handlebars.create()
  const layouts = new Map<string, Render>()
  for (const [path, text] of texts) {
    checkPartials(path, text, texts)
    const [, kind, name] = /^(layouts|partials)\/(.*)\.hbs$/.exec(path) ?? []
    // Indentation would go into the <pre> of whatever a partial prints.
    const options = { strict: true, knownHelpersOnly: true, preventIndent: true }
    const template = located(path, handlebars.compile(text, options))
    if (kind === 'partials') handlebars.registerPartial(name!, template)
    else if (kind === 'layouts') layouts.set(name!, view => template(view))
  }
  return layouts
}

/** Names the template in whatever goes wrong inside it; Handlebars knows line and column, but no file. */
function located(path: string, template: Handlebars.TemplateDelegate): Handlebars.TemplateDelegate {
  return (context, options) => {
    try {
      return template(context, options)
    } catch (error) {
      if (error instanceof ThemeError) throw error
      throw toThemeError(path, error as HandlebarsError)
    }
  }
}

/** Handlebars notices a missing partial only when it is printed, and then not where. */
function checkPartials(path: string, text: string, texts: TemplateTexts): void {
  const visitor = new Handlebars.Visitor()
  const check = ({ name, loc }: hbs.AST.PartialStatement | hbs.AST.PartialBlockStatement) => {
    const partial = 'original' in name ? String(name.original) : undefined
    if (partial === undefined || partial === '@partial-block' || texts.has(`partials/${partial}.hbs`)) return
    const place = { line: loc.start.line, column: loc.start.column + 1 }
    throw new ThemeError(`templates/${path}`, `unknown partial: ${partial}`, place)
  }
  visitor.PartialStatement = check
  visitor.PartialBlockStatement = block => {
    check(block)
    Handlebars.Visitor.prototype.PartialBlockStatement.call(visitor, block)
  }
  visitor.accept(parse(path, text))
}

function parse(path: string, text: string): hbs.AST.Program {
  try {
    return Handlebars.parse(text)
  } catch (error) {
    const failure = error as HandlebarsError
    if (failure.lineNumber !== undefined) throw toThemeError(path, failure)
    // A syntax error carries no place; the lexer still stands on the token that did not fit.
    const { yylloc } = (Handlebars as unknown as { Parser: { lexer: { yylloc: Record<string, number> } } }).Parser.lexer
    const found = /got '(.*)'/.exec(failure.message)?.[1] ?? 'this'
    const reason = `invalid template; unexpected ${found === 'EOF' ? 'end of file' : found}`
    throw new ThemeError(`templates/${path}`, reason, { line: yylloc.first_line!, column: yylloc.first_column! + 1 })
  }
}

function toThemeError(path: string, { message, lineNumber, column }: HandlebarsError): ThemeError {
  const place = lineNumber === undefined ? undefined : { line: lineNumber, column: (column ?? 0) + 1 }
  const reason = message
    .replace(/ - \d+:\d+$/, '')
    .replace(/^"(.+)" not defined in .*$/s, 'unknown name: $1')
    .replace(/^You specified knownHelpersOnly, but used the unknown helper (.+)$/, 'unknown helper: $1')
  return new ThemeError(`templates/${path}`, reason, place)
}
