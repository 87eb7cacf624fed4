import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runCommandLine } from './run-command-line.ts'

const impatient = fileURLToPath(new URL('../../../examples/machines/impatient.ts', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachechart-explore-'))
})
afterAll(() => rm(folder, { recursive: true }))

const fileWith = async (name: string, text: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, text)
  return file
}

async function run(...args: string[]) {
  return runOn({}, ...args)
}

async function runOn(screen: { readonly isScreen?: boolean }, ...args: string[]) {
  const printed = { out: '', err: '' }
  const code = await runCommandLine(['explore', ...args], {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
    ...screen,
    onStop: () => () => {},
    onReport: () => () => {},
  })
  return { code, ...printed }
}

describe('cachechart explore', () => {
  test('walks at random with a crowd, and says what holds', async () => {
    const { code, out } = await run('--clients', '8', '--walks', '40')
    expect(code).toBe(0)
    expect(out).toMatch(/^40 walks of [\d,]+ steps in all \(seed 1\)\n8 clients, [\d.]+ s\n/)
    expect(out).toMatch(/^holds {3}one outcome +each client gets exactly one outcome$/m)
    expect(out).toMatch(/^transaction machine: \d+ of \d+ edges walked$/m)
    expect(out).not.toContain('BROKEN')
  })

  test('goes the same ways for the same seed, and prints all of it as JSON', async () => {
    const reports = await Promise.all(
      ['7', '7', '8'].map(async (seed) => {
        const { code, out } = await run('--clients', '4', '--walks', '20', '--seed', seed, '--json')
        expect(code).toBe(0)
        return JSON.parse(out) as {
          readonly steps: number
          readonly seconds: number
          readonly findings: unknown
        }
      }),
    )
    expect(reports.map(({ findings }) => findings)).toEqual([[], [], []])
    expect(reports[0]?.steps).toBe(reports[1]?.steps)
    expect(reports[2]?.steps).not.toBe(reports[1]?.steps)
  })

  test('ends with 1 where a variant of the machines breaks a promise, and tells the story', async () => {
    const { code, out, err } = await run('--clients', '1', '--machine', impatient)
    expect(code).toBe(1)
    expect(out).toMatch(/^BROKEN {2}storable is stored/m)
    expect(out).toMatch(/^\? {7}one outcome/m)
    expect(out).toContain('\n3. Anna leaves\n')
    expect(out).toContain('\nsequenceDiagram\n')
    expect(err).toBe('error: "storable is stored" does not hold.\n')
  })

  test('tells the story in JSON as well', async () => {
    const { code, out } = await run('--clients', '1', '--machine', impatient, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      clients: 1,
      story: {
        invariant: 'storable is stored',
        steps: [{ who: 'Anna' }, { who: 'the lease server' }, { who: 'Anna' }],
      },
    })
  })

  test('shows on a screen how far it has come, in one line that it takes away', async () => {
    const { err } = await runOn({ isScreen: true }, '--clients', '10', '--walks', '1000')
    expect(err).toMatch(/^\r\u001B\[K\d+ walks, \d+ steps\r/)
    expect(err).toMatch(/\r\u001B\[K$/)
    expect(err).not.toContain('\n')
  })
})

describe('cachechart explore refuses', () => {
  test.each([
    ['no number of clients', ['--clients', '0']],
    ['too many clients', ['--clients', '11']],
    ['what is no number', ['--walks', 'many']],
    ['an option that it does not have', ['--depth', '3']],
  ])('%s, as a mistake of use', async (_what, args) => {
    const { code, err } = await run(...args)
    expect(code).toBe(2)
    expect(err).toContain('(--help tells more)')
  })

  const broken: [what: string, text: string, says: string | RegExp][] = [
    [
      'a module that exports no machine',
      'export const machine = 1',
      /exports machine; it should export transactionMachine, flightMachine or both/,
    ],
    ['a module that exports nothing', '', /exports nothing; it should export/],
    ['a module that throws', 'throw new Error("no machine today")', 'could not be loaded: no machine today'],
    ['a module that does not parse', 'export const =', 'could not be loaded: '],
    [
      'what is no machine',
      'export const flightMachine = { id: "flight" }',
      'A cache cannot run the machines of ',
    ],
  ]
  test.each(broken)('%s', async (what, text, says) => {
    const file = await fileWith(`${what.replaceAll(' ', '-')}.mjs`, text)
    const { code, out, err } = await run('--machine', file)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(says)
  })

  test('a file that is not there', async () => {
    const { code, err } = await run('--machine', join(folder, 'nowhere.ts'))
    expect(code).toBe(1)
    expect(err).toMatch(/^error: There is no file ".*nowhere\.ts": --machine wants the path/)
  })
})
