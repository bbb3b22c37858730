import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { prepareExperiment } from '../program/plan.ts'
import { Problems } from '../report/problem.ts'
import { encode } from '../run/canonical.ts'
import { createDatasets, type DatasetFile } from '../run/datasets.ts'
import { runId } from '../run/digest.ts'
import { createLocalExecutor } from '../run/local-executor.ts'
import { type LockEntry, parseLock } from '../run/lock.ts'
import { createPool } from '../run/pool.ts'
import { chromium, findBrowser, firefox } from './fixtures/browsers.ts'
import { repeatRun } from './repeat.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const compiled = join(root, '.build')
const { entries } = parseLock(readFileSync(join(root, 'backprose.lock'), 'utf8'))
/** The first published run of each experiment. */
const sample = [...new Map(entries.toReversed().map(entry => [entry.experiment, entry])).values()]

/** By what is in a bundle's file: the experiment, the text and, in a folder, the file. */
const bundles = new Map<string, string>()
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'backprose-'))
  const problems = new Problems()
  const workspace = { workingDirectory: root.replace(/\/$/, ''), root: join(root, 'content') }
  for (const [k, { experiment, case: params, id }] of sample.entries()) {
    const { run } = (await prepareExperiment(experiment, workspace, problems))!
    expect(runId(run.text, params), `backprose.lock is not of today: ${experiment}`).toBe(id)
    bundles.set(experiment, join(folder, `${k}.mjs`))
    writeFileSync(join(folder, `${k}.mjs`), run.text)
  }
  expect(problems.list()).toEqual([])
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const digests = (runs: readonly LockEntry[]) => runs.map(({ experiment, digest }) => [experiment, digest])

/** One after another, as the lock has them. */
async function repeatAll(repeat: (entry: LockEntry) => Promise<string>): Promise<[string, string][]> {
  const repeated: [string, string][] = []
  for (const entry of sample) repeated.push([entry.experiment, await repeat(entry)])
  return repeated
}

describe('every published experiment gives the same bits', { timeout: 900_000 }, () => {
  it('in Node without its optimizing compiler', async () => {
    const pool = createPool({
      jobs: 2,
      childEntry: join(compiled, 'scripts/run/child-main.js'),
      execArgv: ['--no-opt'],
    })
    const execute = createLocalExecutor({ bundles, pool })
    const repeated = await Promise.all(
      sample.map(async ({ experiment, case: params, id }) => {
        const { digest } = await repeatRun(execute, { experiment, params, id })
        return [experiment, digest]
      }),
    )
    expect(repeated).toEqual(digests(sample))
  })

  describe('in a browser', () => {
    let server: Server
    let address: string
    beforeAll(async () => {
      server = await serve()
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
    })
    afterAll(() => server.close())

    // Chromium is a test of every machine; Firefox where it is, and in continuous integration.
    const browsers = findBrowser('Firefox') || process.env.CI ? [chromium, firefox] : [chromium]
    if (!browsers.includes(firefox))
      console.warn(
        '\nFirefox is missing: whether it gives the same bits is NOT tested here (on Debian: apt-get install firefox-esr)\n',
      )

    it.each(browsers)('$name', async browser => {
      const page = await browser.open(address)
      try {
        const repeated = await repeatAll(
          ({ experiment, case: params }) =>
            page.evaluate(
              `repeat(${JSON.stringify(bundles.get(experiment)!.slice(folder.length + 1))}, ${JSON.stringify(encode(params))}, 600)`,
            ) as Promise<string>,
        )
        expect(repeated).toEqual(digests(sample))
        const fails = (bundle: string, seconds: number) => page.evaluate(`repeat('${bundle}', 'null', ${seconds})`)
        expect(await fails('loop.mjs', 1)).toBe('timeout: timed out after 1 s')
        expect(await fails('throw.mjs', 9)).toBe('threw: RangeError: invalid rate; not a number: fast')
        expect(await fails('clock.mjs', 9)).toBe(
          'threw: unavailable in Programs: Date; results must not depend on time',
        )
      } finally {
        await page.close()
      }
    })
  })
})

/** The page, its worker, bundles, data: what a published site has for its readers. */
async function serve(): Promise<Server> {
  const script = async (options: BuildOptions) => {
    const { outputFiles } = await build({
      ...options,
      bundle: true,
      write: false,
      target: 'es2022',
      absWorkingDir: root,
    })
    return outputFiles![0]!.text
  }
  const files = new Map<string, string>([
    ['/', '<!doctype html><title>Runs</title><script src="page.js"></script>'],
    ['/page.js', await script({ entryPoints: ['scripts/reader/fixtures/page.ts'], format: 'iife' })],
    ['/worker.js', await script({ entryPoints: ['scripts/reader/worker-main.ts'], format: 'esm' })],
    ['/loop.mjs', 'export function run() { for (;;); }'],
    ['/throw.mjs', "export function* run() { throw new RangeError('invalid rate; not a number: fast') }"],
    ['/clock.mjs', 'export const run = () => new Date()'],
  ])
  const data = new Map<string, DatasetFile>()
  for (const name of readdirSync(join(compiled, 'engine/datasets')).filter(name => name.endsWith('.js')))
    for (const value of Object.values(await import(join(compiled, 'engine/datasets', name))))
      for (const file of (value as { files?: DatasetFile[] }).files ?? []) data.set(`/data/${file.sha256}`, file)
  const locate = createDatasets()

  const server = createServer(async ({ url = '/' }, response) => {
    const dataset = data.get(url)
    const body = dataset
      ? readFileSync(await locate(dataset))
      : (files.get(url) ?? (/^\/\d+\.mjs$/.test(url) ? readFileSync(join(folder, url)) : undefined))
    if (body === undefined) response.writeHead(404).end()
    else
      response
        .writeHead(200, {
          'Content-Type': url === '/' ? 'text/html' : dataset ? 'application/octet-stream' : 'text/javascript',
        })
        .end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return server
}
