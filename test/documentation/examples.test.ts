import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { composeModule, type KnownExports } from './compose-module.ts'
import { readExamples, type Example } from './read-examples.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const generated = fileURLToPath(new URL('./.generated', import.meta.url))
const publicModules = [
  '@cachechart/core',
  '@cachechart/core/testing',
  '@cachechart/adapters/fetch',
  '@cachechart/adapters/node',
  '@cachechart/adapters/undici',
  '@cachechart/adapters/web',
  '@cachechart/viz',
]

const run = async (modules: ReadonlyMap<string, string>): Promise<Record<string, string>> => {
  rmSync(generated, { recursive: true, force: true })
  mkdirSync(generated, { recursive: true })
  for (const [file, text] of modules) writeFileSync(file, text)
  const runner = fileURLToPath(new URL('./run-modules.ts', import.meta.url))
  const { NODE_OPTIONS: _jest, ...env } = process.env
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--conditions=source', runner, ...modules.keys()],
    {
      env,
      timeout: 60_000,
    },
  )
  return JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1)) as Record<string, string> // run-modules.ts writes it so
}

const knownFor = async ({ file }: Example): Promise<KnownExports> => {
  const own = file.endsWith('.ts')
    ? [[`../../../${relative(root, file)}`, Object.keys(await import(file))] as const]
    : []
  const exported = publicModules.map(async (name) => [name, Object.keys(await import(name))] as const)
  return new Map([...own, ...(await Promise.all(exported))])
}

const fileOf = (title: string) => join(generated, `${title.replaceAll(/[^A-Za-z0-9]+/g, '-')}.ts`)

describe('every example that a reader is shown', () => {
  const examples = readExamples(root)
  let failures: Record<string, string> = {}

  beforeAll(async () => {
    const modules = new Map<string, string>()
    for (const example of examples) {
      modules.set(
        fileOf(example.title),
        composeModule(example, await knownFor(example), 'http://origin.invalid'),
      )
    }
    failures = await run(modules)
  }, 90_000)

  test.each(examples.map(({ title }) => title))('runs, and gives what it says: %s', (title) => {
    expect(failures[fileOf(title)]).toBeUndefined()
  })
})

describe('the runner of examples', () => {
  test('catches an example that does not run, and one that does not give what it says', async () => {
    const example = (code: string) =>
      composeModule({ title: '', file: '', code }, new Map(), 'http://origin.invalid')
    const wrong = fileOf('wrong value')
    const broken = fileOf('broken code')
    const right = fileOf('right')
    const failures = await run(
      new Map([
        [wrong, example(`console.log(1 + 1, 'a') // 3, 'a'`)],
        [broken, example(`noSuchThing()`)],
        [right, example(`[1, 2].length // 2\nconsole.log(1) // a remark`)],
      ]),
    )
    expect(Object.keys(failures).toSorted()).toEqual([broken, wrong])
  }, 90_000)
})
