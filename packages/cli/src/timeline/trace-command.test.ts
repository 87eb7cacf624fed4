import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { CacheRecord, RecordingStart } from '@cachechart/core'
import { recordedTerminal } from '../fixtures/recorded-terminal.ts'
import { linesOf, recordedTraffic, writeRecording } from '../fixtures/recorded-traffic.ts'
import { runCommandLine } from '../run-command-line.ts'

let folder: string
let file: string
let records: readonly CacheRecord[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachechart-trace-'))
  records = await recordedTraffic(['http://a.example/news', 'http://a.example/tea', 'http://a.example/news'])
  file = await writeRecording(join(folder, 'trace.jsonl'), records)
})
afterAll(() => rm(folder, { recursive: true }))

async function run(...args: readonly string[]) {
  const { terminal, printed } = recordedTerminal()
  const code = await runCommandLine(['trace', ...args], terminal)
  return { code, ...printed }
}

/** Each takes a second more than the one before it. */
const slower = (some: readonly CacheRecord[]): readonly CacheRecord[] => {
  const begins = new Map<number, number>()
  return some.map((record) => {
    if (record.kind === 'begin') begins.set(record.id, record.at)
    return record.kind === 'step' && record.to === 'delivered'
      ? { ...record, at: (begins.get(record.id) ?? 0) + record.id * 1_000 }
      : record
  })
}

const idsIn = (list: string): readonly string[] =>
  list
    .split('\n')
    .slice(1, -1)
    .map((line) => line.split(' ', 1)[0] ?? '')

describe('cachechart trace', () => {
  test('lists what was recorded, a line for each request', async () => {
    const { code, out, err } = await run(file)
    expect([code, err]).toEqual([0, ''])
    expect(out.split('\n')).toEqual([
      expect.stringMatching(/^id {2}began +took +ended +status {2}state +request$/),
      expect.stringMatching(
        /^1 {3}\d{4}-\S+Z +\d+ ms {2}miss\.leader +200 {2}delivered {2}GET http:\/\/a\.example\/news$/,
      ),
      expect.stringMatching(/^2 .* miss\.leader +200 {2}delivered {2}GET http:\/\/a\.example\/tea$/),
      expect.stringMatching(/^3 .* hit\.fresh +200 {2}delivered {2}GET http:\/\/a\.example\/news$/),
      '',
    ])
  })

  test.each([
    [['--url', '/tea'], ['2']],
    [
      ['--key', 'http://a.example/news'],
      ['1', '3'],
    ],
    [['--id', '3', '--format', 'list'], ['3']],
    [
      ['--id', '3', '--id', '2', '--format', 'list'],
      ['3', '2'],
    ],
    [
      ['--url', 'a.example', '--limit', '2'],
      ['1', '2'],
    ],
  ])('chooses by %j', async (args, ids) => {
    const { code, out } = await run(file, ...args)
    expect(code).toBe(0)
    expect(idsIn(out)).toEqual(ids)
  })

  test('chooses the slowest of all, whatever there is room for', async () => {
    const slow = await writeRecording(join(folder, 'slow.jsonl'), slower(records))
    expect(idsIn((await run(slow, '--slowest', '2', '--limit', '2')).out)).toEqual(['3', '2'])
    expect(idsIn((await run(slow, '--slowest', '9')).out)).toEqual(['3', '2', '1'])
    expect(idsIn((await run(slow, '--slowest', '1', '--url', 'tea')).out)).toEqual(['2'])
    expect(idsIn((await run(slow, '--slower-than', '1500ms')).out)).toEqual(['2', '3'])
  })

  test('shows one request with its steps, as text, sequence, picture and JSON', async () => {
    expect((await run(file, '--id', '2')).out).toMatch(
      /#2 GET \/tea[^]*lookup\.obliged → awaitBackend\.attached/,
    )
    expect((await run(file, '--id', '2', '--format', 'mermaid')).out).toMatch(/^sequenceDiagram\n/)
    expect((await run(file, '--id', '2', '--format', 'svg')).out).toMatch(/^<svg [^]*<\/svg>\n?$/)
    const { out } = await run(file, '--id', '2', '--format', 'json')
    expect(JSON.parse(out)).toMatchObject({ transactions: [{ id: 2, url: 'http://a.example/tea' }] })
  })

  test('colours a text only where that is wanted', async () => {
    const always = await run(file, '--id', '2', '--colour', 'always', '--width', '60')
    expect(always.out).toContain('\u001b[')
    expect((await run(file, '--id', '2')).out).not.toContain('\u001b[')
  })

  test('writes to a file by the kind that its name says, for its owner alone', async () => {
    const picture = join(folder, 'picture.svg')
    expect(await run(file, '--out', picture)).toEqual({
      code: 0,
      out: '',
      err: `Wrote the trace of 3 requests to ${picture}.\n`,
    })
    expect(await readFile(picture, 'utf8')).toMatch(/^<svg /)
    expect((await stat(picture)).mode & 0o777).toBe(0o600)
  })

  test('says of several caches which request is meant', async () => {
    const [start] = records
    const other: RecordingStart = { ...(start as RecordingStart), run: 'other\u001b[2J' } // the first record is one
    const both = await writeRecording(join(folder, 'both.jsonl'), [...records, other, ...records.slice(1)])
    const { code, err } = await run(both, '--id', '2')
    expect(code).toBe(1)
    expect(err).toMatch(
      /^error: Several caches have a transaction 2\. Say which: --id RUN:2, of [\da-f-]+, other%1B\[2J\.\n$/,
    )
    const { out } = await run(both, '--id', 'other\u001b[2J:2', '--format', 'json')
    expect(JSON.parse(out)).toMatchObject({ transactions: [{ id: 2, run: 'other\u001b[2J' }] })
    expect((await run(both)).out).toContain('\nother%1B[2J:3 ')
  })

  test('says what it does not show', async () => {
    const part = join(folder, 'part.jsonl')
    const lost: CacheRecord = { kind: 'loss', at: 0, count: 7 }
    await writeFile(
      part,
      `${linesOf([...records.filter((one) => one.kind !== 'begin' || one.id !== 2), lost])}{"kin`,
    )
    const { code, err } = await run(part)
    expect(code).toBe(0)
    expect(err).toMatch(/part\.jsonl:\d+ is cut off: it was being written\.\n/)
    expect(err).toMatch(/Left out: \d+ records of requests whose beginning is not there\.\n/)
    expect(err).toContain('The gateway itself has left out 7 records.\n')
    const { err: limited } = await run(file, '--limit', '1')
    expect(limited).toMatch(/^Left out: 2 requests, as 1 are kept\./)
    expect(limited).toMatch(/Left out: \d+ records of requests that are left out, or whose beginning/)
  })

  test('never lets a URL speak to the terminal', async () => {
    const hostile = await writeRecording(
      join(folder, 'hostile.jsonl'),
      await recordedTraffic(['http://a.example/\u001b[2J\u202e<script>alert(1)</script>']),
    )
    for (const format of ['list', 'text', 'svg', 'mermaid']) {
      const { code, out } = await run(hostile, '--format', format)
      expect(code).toBe(0)
      // oxlint-disable-next-line no-control-regex -- that is what must not be there
      expect(out).not.toMatch(/[\u001b\u202e]/)
      expect(out.includes('<script') && format === 'svg').toBe(false)
    }
  })
})

describe('cachechart trace ends', () => {
  test.each([
    [[], 2],
    [['trace.jsonl', '--format', 'png'], 2],
    [['trace.jsonl', '--out', 'stampede.png'], 2],
    [['-', '--slowest', '3'], 2],
    [['trace.jsonl', '--slowest', '3', '--failed'], 2],
    [['trace.jsonl', '--id', 'one'], 2],
    [['/no/such/file.jsonl'], 1],
  ])('%j with %d', async (args, code) => {
    const ended = await run(...args)
    expect(ended).toMatchObject({ code, out: '' })
    expect(ended.err).not.toBe('')
  })

  test('with 1 where nothing is as it was wished', async () => {
    expect(await run(file, '--id', '9')).toEqual({
      code: 1,
      out: '',
      err: 'error: No transaction 9 is recorded.\n',
    })
    expect(await run(file, '--failed')).toEqual({
      code: 1,
      out: '',
      err: 'error: No request that is recorded is like that.\n',
    })
  })
})
