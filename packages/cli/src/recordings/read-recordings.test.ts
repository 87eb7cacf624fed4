import { execFileSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { CacheRecord } from '@cachechart/core'
import { linesOf, recordedTraffic, writeRecording } from '../fixtures/recorded-traffic.ts'
import { readRecordings, type ReadingOptions } from './read-recordings.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachechart-recordings-'))
})
afterEach(() => rm(folder, { recursive: true }))

let records: readonly CacheRecord[]
beforeAll(async () => {
  records = await recordedTraffic(['http://a.example/1', 'http://a.example/2', 'http://a.example/1'])
})

const inFolder = (name: string): string => join(folder, name)

async function read(files: readonly string[], options?: ReadingOptions) {
  const found: CacheRecord[] = []
  for await (const { record } of readRecordings(files, options)) found.push(record)
  return found
}

/** The records again, as of another cache, or of another file of the same, which begins at that time. */
const headed = (run: string, at: number, some = records.slice(1)): readonly CacheRecord[] => {
  const [start] = records
  if (start?.kind !== 'start') throw new TypeError('a recording begins with its start')
  return [{ ...start, run, at }, ...some]
}

describe('the records of files', () => {
  test('are those that were written, with file and line', async () => {
    const file = await writeRecording(inFolder('a.jsonl'), records)
    expect(await read([file])).toEqual(records)
    for await (const located of readRecordings([file]))
      expect(records[located.line - 1]).toEqual(located.record)
  })

  test('come in the order in which the files begin, all of a cache together, and no file twice', async () => {
    const parts: [name: string, run: string, at: number][] = [
      ['new.jsonl', 'one', 30],
      ['other.jsonl', 'two', 15],
      ['old.jsonl', 'one', 10],
      ['trace.1.jsonl', 'one', 20],
      ['trace.2.jsonl', 'one', 20],
    ]
    for (const [name, run, at] of parts)
      await writeRecording(inFolder(name), headed(run, at, [{ kind: 'loss', at, count: name.length }]))
    const files = [...parts.map(([name]) => inFolder(name)), inFolder('./old.jsonl')]
    const order: string[] = []
    for await (const { file, line } of readRecordings(files)) if (line === 1) order.push(file)
    expect(order).toEqual(
      ['old.jsonl', 'trace.2.jsonl', 'trace.1.jsonl', 'new.jsonl', 'other.jsonl'].map(inFolder),
    )
  })

  test('come from a pipe with a name as well', async () => {
    const pipe = inFolder('pipe')
    execFileSync('mkfifo', [pipe])
    const reading = read([pipe])
    createWriteStream(pipe).end(linesOf(records))
    expect(await reading).toEqual(records)
  })

  test('are told of but for a last one that was cut off, wherever that was', async () => {
    const text = Buffer.from(linesOf([...records, ...headed('é', 1, [])]))
    const whole = text.lastIndexOf('\n', -2) + 1
    for (let cut = whole + 1; cut < text.length - 1; cut += 7) {
      const file = inFolder('cut.jsonl')
      await writeFile(file, text.subarray(0, cut))
      const told: unknown[] = []
      expect(await read([file], { onCutOff: (...where) => void told.push(where) })).toEqual(records)
      expect(told).toEqual([[file, records.length + 1]])
    }
  })

  test('come to an end when somebody says so', async () => {
    const many = Array.from({ length: 10_000 }, (): CacheRecord => ({
      kind: 'loss',
      at: 0,
      count: 1_000_000,
    }))
    const file = await writeRecording(inFolder('a.jsonl'), [...records, ...many])
    const stop = new AbortController()
    const reading = (async () => {
      for await (const { line } of readRecordings([file], { signal: stop.signal }))
        if (line === 2) stop.abort(new RangeError('enough'))
    })()
    await expect(reading).rejects.toThrow('enough')
  })
})

describe('what is no recording is told by file and line', () => {
  const mebibyte = 2 ** 20
  const cases: [what: string, content: () => string | Uint8Array, says: RegExp][] = [
    ['nothing', () => '', /bad\.jsonl is empty: nothing was recorded\.$/],
    ['empty lines', () => '\n\n', /is empty/],
    ['another kind of text', () => 'GET / 200\n', /bad\.jsonl:1: it is no JSON: /],
    ['a text without an end', () => '{"kind":', /bad\.jsonl:1: it is no JSON: /],
    ['bytes', () => Uint8Array.from([0x1f, 0x8b, 0xff, 0x0a]), /bad\.jsonl:1 is no text in UTF-8\.$/],
    [
      'bytes later on',
      () => Buffer.concat([Buffer.from(linesOf(records)), Buffer.from([0xc3, 0x0a])]),
      /:\d+ is no text/,
    ],
    [
      'a line that does not end',
      () => Buffer.alloc(17 * mebibyte, 0x61),
      /bad\.jsonl:1 is longer than 16 MiB\.$/,
    ],
    ['a list in a list, and so on', () => `${'['.repeat(mebibyte)}\n`, /bad\.jsonl:1: it is no JSON/],
    ['deep JSON that ends', () => `${'['.repeat(mebibyte)}${']'.repeat(mebibyte)}\n`, /bad\.jsonl:1: /],
    ['a number', () => '7\n', /bad\.jsonl:1: /],
    ['another kind', () => '{"kind":"\\u001b[2J"}\n', /bad\.jsonl:1: kind: /],
    [
      'records without a start',
      () => linesOf(records.slice(1)),
      /bad\.jsonl:1 does not begin a recording: "kind" should be "start"/,
    ],
    ['a member that is wrong', () => linesOf(records).replace('"id":1', '"id":"1"'), /bad\.jsonl:2: id: /],
  ]
  test.each(cases)('%s', async (_what, content, says) => {
    const file = inFolder('bad.jsonl')
    await writeFile(file, content())
    const message = await read([file]).then(
      () => 'it was read',
      (error: Error) => error.message,
    )
    expect(message).toMatch(says)
    // oxlint-disable-next-line no-control-regex -- that is what must not be there
    expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u{10ffff}]/u)
  })

  test('a file that is not there, and one that cannot be read', async () => {
    await expect(read([inFolder('nowhere.jsonl')])).rejects.toThrow(
      /There is no file .*nowhere\.jsonl\. A gateway writes it: --trace/,
    )
    await expect(read([folder])).rejects.toThrow('cannot be read: EISDIR')
    await expect(read(['-', '-'])).rejects.toThrow('Standard input (-) can be read once.')
  })

  test('a line that is wrong in the middle, which is not taken for one that was cut off', async () => {
    const file = await writeRecording(inFolder('a.jsonl'), records)
    await appendFile(file, '{"kind":"ste\n')
    await expect(read([file])).rejects.toThrow(`a.jsonl:${records.length + 1}: it is no JSON`)
  })
})
