import { existsSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { removeSite } from '../site/publish.ts'
import { parseOptions } from './usage.ts'

const help = `Removes the site and everything stored in .backprose/, and nothing else.
The next build trains all experiments again.

Usage: backprose clean [--out site]

  --out DIR    the folder of the site (default: site)
  --help       this text
`

export async function run(args: string[]): Promise<number> {
  const { out, help: wanted } = parseOptions('clean', args, {
    out: { type: 'string', default: 'site' },
    help: { type: 'boolean', short: 'h' },
  })
  if (wanted) {
    process.stdout.write(help)
    return 0
  }
  const folder = resolve(out)
  if (!removeSite(folder) && existsSync(folder)) {
    console.error(`backprose: ${out} was not made by backprose and is left alone`)
    return 1
  }
  rmSync(resolve('.backprose'), { recursive: true, force: true })
  return 0
}
