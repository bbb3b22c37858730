/** The grammars of Shiki that reports may use, each with the other names that authors give it. */
const grammars: Readonly<Record<string, readonly string[]>> = {
  asm: [],
  bibtex: ['bib'],
  c: ['h'],
  cmake: [],
  cpp: ['c++', 'cc', 'cxx', 'cuda', 'cu', 'hpp'],
  csharp: ['c#', 'cs'],
  css: [],
  diff: ['patch'],
  docker: ['dockerfile'],
  'fortran-free-form': ['f90', 'fortran'],
  glsl: [],
  go: ['golang'],
  handlebars: ['hbs'],
  haskell: ['hs'],
  html: ['htm'],
  ini: ['conf', 'properties'],
  java: [],
  javascript: ['cjs', 'js', 'mjs'],
  json: ['ipynb'],
  jsonc: [],
  jsx: [],
  julia: ['jl'],
  kotlin: ['kt'],
  latex: ['sty'],
  lua: [],
  make: ['makefile', 'mk'],
  markdown: ['md'],
  matlab: ['octave'],
  nix: [],
  perl: ['pl'],
  powershell: ['ps1'],
  python: ['py'],
  r: [],
  ruby: ['rb'],
  rust: ['rs'],
  scala: [],
  scss: [],
  shellscript: ['bash', 'sh', 'shell', 'zsh'],
  shellsession: ['console'],
  sql: [],
  swift: [],
  tex: [],
  toml: [],
  tsx: [],
  typescript: ['cts', 'mts', 'ts'],
  wgsl: [],
  xml: ['svg'],
  yaml: ['yml'],
  zig: [],
}

const plain = ['', 'plain', 'plaintext', 'text', 'txt']

const grammarOf = new Map(
  Object.entries(grammars).flatMap(([grammar, names]) => [grammar, ...names].map(name => [name, grammar] as const)),
)

/** Whether code in the language is highlighted, or is plain text by its name. Case does not matter. */
export function knowsLanguage(language: string): boolean {
  return plain.includes(language.toLowerCase()) || findGrammar(language) !== undefined
}

/** The grammar of a language by any of its names; none for plain text and unknown languages. */
export function findGrammar(language: string): string | undefined {
  return grammarOf.get(language.toLowerCase())
}

/** All grammars, by the names of Shiki's modules. */
export const grammarNames: readonly string[] = Object.keys(grammars)
