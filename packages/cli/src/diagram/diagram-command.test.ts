import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { toDiagram, toDot, toJson, toMermaid, toSvg, toText } from '@cachechart/viz'
import { recordedTerminal } from '../fixtures/recorded-terminal.ts'
import { recordedTraffic, writeRecording } from '../fixtures/recorded-traffic.ts'
import { runCommandLine } from '../run-command-line.ts'
import type { Screen } from '../terminal.ts'

const xstate = `${fileURLToPath(new URL('../../../core/node_modules/', import.meta.url))}xstate`

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachechart-diagram-'))
})
afterAll(() => rm(folder, { recursive: true }))

const inFolder = (name: string): string => join(folder, name)

async function runOn(screen: Screen | undefined, ...args: readonly string[]) {
  const { terminal, printed } = recordedTerminal()
  const code = await runCommandLine(['diagram', ...args], { ...terminal, screen })
  return { code, ...printed }
}

const run = (...args: readonly string[]) => runOn(undefined, ...args)

/** A module that can make machines. */
async function moduleOf(name: string, text: string): Promise<string> {
  const file = inFolder(name)
  const door = `const door = (id: string) => createMachine({ id, initial: 'open', states: { open: { on: { push: 'shut' } }, shut: {} } })`
  await writeFile(file, `import { createMachine } from '${xstate}'\n${door}\n${text}\n`)
  return file
}

const transaction = toDiagram(transactionMachine)
const flight = toDiagram(flightMachine)

describe('cachechart diagram', () => {
  test.each([
    [[], toMermaid(transaction)],
    [['transaction', '--format', 'mermaid'], toMermaid(transaction)],
    [['flight'], toMermaid(flight)],
    [['flight', '--unfold'], toMermaid(flight, { edges: 'unfolded' })],
    [['flight', '--format', 'dot'], toDot(flight)],
    [['flight', '--format', 'json'], toJson(flight)],
    [['flight', '--format', 'text'], toText(flight, { width: 100 })],
    [['flight', '--format', 'text', '--width', '60'], toText(flight, { width: 60 })],
    [['flight', '--format', 'text', '--colour', 'always'], toText(flight, { width: 100, colour: 'ansi' })],
  ])('%j prints what was asked for', async (args, text) => {
    expect(await run(...args)).toEqual({ code: 0, out: text, err: '' })
  })

  test('prints a text as wide as the terminal, and in colours where it has some', async () => {
    const { out } = await runOn({ columns: 70, hasColour: true }, 'flight', '--format', 'text')
    expect(out).toBe(toText(flight, { width: 70, colour: 'ansi' }))
    const plain = await runOn(
      { columns: 70, hasColour: true },
      'flight',
      '--format',
      'text',
      '--colour',
      'never',
    )
    expect(plain.out).toBe(toText(flight, { width: 70 }))
  })

  test.each([
    ['m.mmd', toMermaid(flight)],
    ['m.gv', toDot(flight)],
    ['m.txt', toText(flight, { width: 100 })],
    ['m.json', toJson(flight)],
    ['m', toMermaid(flight)],
  ])('writes to %s what its name says', async (name, text) => {
    const file = inFolder(name)
    expect(await run('flight', '--out', file)).toEqual({
      code: 0,
      out: '',
      err: `Wrote the diagram of the flight machine to ${file}.\n`,
    })
    expect(await readFile(file, 'utf8')).toBe(text)
  })

  test('writes pictures', async () => {
    const [svg, png] = [inFolder('m.svg'), inFolder('m.png')]
    expect(await run('flight', '--out', svg, '--theme', 'dark')).toMatchObject({ code: 0 })
    expect(await readFile(svg, 'utf8')).toBe(await toSvg(flight, { theme: 'dark' }))
    expect(await run('flight', '--out', png, '--scale', '2')).toMatchObject({ code: 0 })
    expect((await readFile(png)).subarray(0, 8)).toEqual(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'))
  })

  test('does not send a PNG to a terminal, and says what to do', async () => {
    const { code, out, err } = await runOn({ columns: 80, hasColour: true }, 'flight', '--format', 'png')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toBe('error: A PNG is nothing that a terminal can show. Write it to a file: --out FILE.png\n')
  })

  test('says why a file cannot be written', async () => {
    const { code, out, err } = await run('--out', inFolder('no/such/folder.mmd'))
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^error: .*folder\.mmd cannot be written: ENOENT.*\n$/)
  })
})

describe('cachechart diagram of a module', () => {
  test('takes its one machine, in whatever name, and leaves its types out', async () => {
    const one = await moduleOf(
      'one.ts',
      "export const size: number = 1\nexport const it = door('one')\nexport default it",
    )
    expect((await run(one)).out).toContain('shut')
    const plain = await moduleOf(
      'two.ts',
      "export const a = door('a')\nexport const b = door('b')\nexport default b",
    )
    expect(JSON.parse((await run(plain, '--format', 'json')).out)).toMatchObject({ id: 'b' })
    const named = await run(plain, '--format', 'json', '--export', 'a')
    expect(JSON.parse(named.out)).toMatchObject({ id: 'a' })
  })

  const broken: [what: string, text: string, args: readonly string[], says: RegExp][] = [
    [
      'exports several',
      "export const a = door('a'), b = door('b')",
      [],
      /exports several machines: a, b\. Say which: --export NAME\.\n$/,
    ],
    [
      'exports none of this name',
      "export const a = door('a')",
      ['--export', 'c'],
      /exports no machine c; its machines are a\.\n$/,
    ],
    [
      'exports no machine',
      'export const a = { states: {} }',
      [],
      /exports a; it should export a machine of XState 5/,
    ],
    ['exports nothing', '', [], /exports nothing; it should export a machine/],
    ['throws', 'throw new Error("not \\u001b[2J today")', [], /could not be loaded: not %1B\[2J today\n$/],
    [
      'throws nothing that is an error',
      'throw Object.create(null)',
      [],
      /could not be loaded: it throws something that is no error\n$/,
    ],
    ['does not parse', 'export const =', [], /could not be loaded: /],
  ]
  test.each(broken)('that %s is told of', async (what, text, args, says) => {
    const file = await moduleOf(`${what.replaceAll(' ', '-')}.ts`, text)
    const { code, out, err } = await run(file, ...args)
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(says)
  })

  test('that is not there is told of', async () => {
    const { code, err } = await run(inFolder('nowhere.ts'))
    expect(code).toBe(1)
    expect(err).toMatch(
      /^error: There is no file ".*nowhere\.ts": cachechart diagram wants transaction, flight or the path of/,
    )
  })
})

describe('cachechart diagram shows on it', () => {
  test('the way of one recorded transaction, or of the flight that it leads', async () => {
    const file = await writeRecording(
      inFolder('t.jsonl'),
      await recordedTraffic(['http://a/1', 'http://a/1']),
    )
    const way = await run('--trace', file, '--id', '2', '--format', 'text')
    expect(way).toMatchObject({ code: 0, err: '' })
    expect(way.out).toContain('Transaction 2, GET http://a/1')
    expect((await run('flight', '--trace', file, '--id', '1', '--format', 'text')).out).toContain(
      'flight of transaction 1',
    )
    expect(await run('--trace', file, '--id', '9')).toMatchObject({
      code: 1,
      err: 'error: Nothing is recorded of transaction 9.\n',
    })
    expect(await run('flight', '--trace', file, '--id', '2')).toMatchObject({ code: 1, out: '' })
  })

  test.each([
    [{ inFlight: [{ state: 'awaitBackend.attached', inState: 20 }] }, 0, /1 in flight/],
    [{ inFlight: [] }, 0, /Nothing is in flight/],
    [{ inFlight: [{ state: 'elsewhere', inState: 20 }] }, 1, /elsewhere/],
    [{ inFlight: [{ state: 7 }] }, 1, /answered something else/],
    [{}, 1, /answered something else/],
  ])('what a gateway has in flight: %j', async (answer, code, says) => {
    const admin = createServer((_request, response) => response.end(JSON.stringify(answer))).listen(
      0,
      '127.0.0.1',
    )
    await new Promise((resolve) => admin.once('listening', resolve))
    const { port } = admin.address() as AddressInfo // it listens on a port
    const ended = await run('--admin', String(port), '--format', 'text')
    admin.close()
    expect(ended.code).toBe(code)
    expect(code === 0 ? ended.out : ended.err).toMatch(says)
  })

  test('what is different in another machine, of which it finds the one of the same id', async () => {
    const before = await moduleOf('before.ts', "export const a = door('a')")
    const after = await moduleOf(
      'after.ts',
      "export const b = door('b')\nexport const a = createMachine({ id: 'a', initial: 'open', states: { open: {} } })",
    )
    const { code, out, err } = await run(before, '--compare', after, '--format', 'text')
    expect(code).toBe(0)
    expect(out).toContain('shut')
    expect(err).toMatch(/^removed: .*shut/m)
    const renamed = await moduleOf('renamed.ts', "export const c = door('c')")
    expect((await run(before, '--compare', renamed)).err).toMatch(/^changed: .* a → c$/m)
    const data = await run(before, '--compare', after, '--format', 'json')
    expect(JSON.parse(data.out)).toEqual(
      expect.arrayContaining([expect.objectContaining({ what: 'state', how: 'removed', name: 'shut' })]),
    )
    expect((await run(before, '--compare', before)).err).toBe('The machines are alike.\n')
  })
})

describe('cachechart diagram refuses, as a mistake of use', () => {
  test.each([
    [['store'], 'Allowed choices are transaction, flight, and the file of a module (.js, .ts).'],
    [['--format', 'pdf'], 'Allowed choices are mermaid, dot, svg, png, text, json.'],
    [['--scale', '2'], '--scale is for png, and this is to be mermaid'],
    [['--format', 'png', '--scale', '9'], 'It is a whole number from 1 to 8.'],
    [['--format', 'dot', '--theme', 'dark'], '--theme is for svg, png'],
    [['--format', 'json', '--admin', '1'], '--admin is for mermaid, dot, svg, png, text'],
    [
      ['--out', 'way.pdf'],
      '--out is to end in .mmd, .mermaid, .dot, .gv, .svg, .png, .txt, .json, not in .pdf',
    ],
    [['--trace', 'x.jsonl'], '--trace and --id belong together'],
    [['--id', '1'], '--trace and --id belong together'],
    [['--admin', '1', '--compare', 'x.ts'], "cannot be used with option '--compare <file>'"],
  ])('%j', async (args, says) => {
    const { code, out, err } = await run(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(says)
  })
})
