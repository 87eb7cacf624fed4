import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { assertInvariants, type TraceRecord } from '@cachechart/core/testing'
import { beforeAll, describe, expect, test } from '@jest/globals'

const placeOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const guide = readFileSync(placeOf('../../docs/guides/testing.md'), 'utf8')

/** The files that a reader of the guide is told to write, by name. */
const files = new Map(
  [...guide.matchAll(/^```typescript\n\/\/ (?<name>\S+)\n(?<text>[\s\S]*?)^```/gm)].map(({ groups }) => [
    groups?.['name'] ?? '',
    groups?.['text'] ?? '',
  ]),
)

/** What a reader is shown as a program's words. */
const shown = [...guide.matchAll(/^```text\n(?<text>[\s\S]*?)^```/gm)].map(({ groups }) => groups?.['text'])

interface Ran {
  readonly code: number
  readonly output: string
}

/** Runs tests of the guide in a folder of their own, as its reader would. */
async function runIn(
  folder: string,
  changes: ReadonlyMap<string, string>,
  tests: readonly string[],
): Promise<Ran> {
  const place = placeOf(`./.generated-${folder}`)
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place, { recursive: true })
  for (const [name, text] of [...files, ...changes]) writeFileSync(`${place}/${name}`, text)
  const { NODE_OPTIONS: _jest, NODE_TEST_CONTEXT: _test, ...env } = process.env
  const options = { cwd: place, env, timeout: 60_000 }
  const running = promisify(execFile)(process.execPath, ['--conditions=source', '--test', ...tests], options)
  const ran = await running.then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, output: stdout }),
  )
  rmSync(place, { recursive: true, force: true })
  return ran
}

/** What the guide has its reader write in place of a sound `delete`. */
const changedDelete = /let `delete` be `(?<text>[^`]+)`/.exec(guide)?.groups?.['text'] ?? 'not told'

const inLines = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)

test('the guide has a file for each of its steps', () => {
  expect([...files.keys()]).toEqual([
    'own-store.ts',
    'own-store.test.ts',
    'own-store-property.test.ts',
    'freshness-property.test.ts',
    'faulty-store.test.ts',
    'traces.test.ts',
    'own-backend.test.ts',
    'own-adapter.test.ts',
  ])
})

test('the trace that it shows is refused with the words that it shows', () => {
  const told = { transaction: 2, key: 'https://example.com/', at: 0 } as const
  const lost: TraceRecord[] = [
    { ...told, event: 'request.lookup', from: 'received', to: 'awaitCache' },
    { ...told, event: 'flight.shared', from: 'awaitFlight', to: 'delivering' },
  ]
  let refusal: unknown
  try {
    assertInvariants(lost)
  } catch (error) {
    refusal = error
  }
  expect(`${String(refusal)}\n`).toBe(shown[2])
})

test('its settings for Jest can be copied', () => {
  const [, text = ''] = /^```json\n"jest": (.*)\n```$/m.exec(guide) ?? []
  expect(JSON.parse(text)).toEqual({
    extensionsToTreatAsEsm: ['.ts'],
    transform: { '\\.ts$': '@swc/jest' },
  })
})

test('its store is the one among the examples', () => {
  expect(files.get('own-store.ts')).toBe(readFileSync(placeOf('../../examples/testing/own-store.ts'), 'utf8'))
})

describe('whoever follows the guide', () => {
  let passed: Ran
  let failed: Ran
  beforeAll(async () => {
    const store = files.get('own-store.ts') ?? ''
    const [sound, changed] = ['delete: (key) => remove(where((kept) => kept.key === key))', changedDelete]
    const forgetting = store.replace(sound, `delete: ${changed}`)
    const broken = new Map([['own-store.ts', forgetting]])
    const property = (files.get('own-store-property.test.ts') ?? '').replace(
      'fc.assert(property)',
      'fc.assert(property, { seed: -1335709982 })',
    )
    broken.set('own-store-property.test.ts', property)
    passed = await runIn('guide', new Map(), [])
    failed = await runIn('broken-guide', broken, ['own-store.test.ts', 'own-store-property.test.ts'])
  }, 90_000)

  test('sees all tests pass', () => {
    expect(passed.output).toMatch(/^ℹ fail 0$/m)
    expect(passed.code).toBe(0)
  })

  test('sees the failures that are shown, of the store that forgets to delete', () => {
    // Six cases of the contract, as is said, and the property.
    expect(failed.output).toMatch(/^ℹ fail 7$/m)
    const lines = inLines(failed.output)
    const [contract = '', counterexample = ''] = shown
    // How the class of an error is told depends on the version of Node.
    const expected = [...inLines(contract.replace(/^Error \[(.*)\]: /, '')), ...inLines(counterexample)]
    expect(expected.filter((line) => !lines.some((one) => one.endsWith(line)))).toEqual([])
  })
})
