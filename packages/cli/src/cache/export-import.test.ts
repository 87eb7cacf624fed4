import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { memoryStore, type InspectableStore, type Store } from '@cachechart/core'
import { sampleResponse } from '@cachechart/core/testing'
import { inspectableMemory } from '../fixtures/inspectable-memory.ts'
import { recordedTerminal } from '../fixtures/recorded-terminal.ts'
import { exportStore } from './export-command.ts'
import { importArchive } from './import-command.ts'
import { statText } from './stat-command.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cachechart-archive-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function filled(): Promise<InspectableStore> {
  const store = inspectableMemory()
  for (const key of ['http://a/1', 'http://a/2', 'http://b/3']) {
    const writer = store.put(key, sampleResponse())
    await writer.write(new TextEncoder().encode(key))
    await writer.commit()
  }
  return store
}

const outcome = async (work: Promise<void>) =>
  work.then(
    () => 'done',
    (error: unknown) => String(Object(error).message),
  )

const exportTo = async (name: string, options: { readonly prefix?: string; readonly json?: true } = {}) => {
  const { terminal, printed } = recordedTerminal()
  const out = join(folder, name)
  const end = await outcome(exportStore(await filled(), { out, prefix: '', now: 0, ...options }, terminal))
  return { end, ...printed, out, text: printed.out }
}

const importFrom = async (
  file: string,
  store: Store = memoryStore(),
  options: { readonly json?: true } = {},
) => {
  const { terminal, printed } = recordedTerminal()
  return { end: await outcome(importArchive(store, { file, ...options }, terminal)), ...printed }
}

describe('cachechart cache export and import', () => {
  test('write what is stored to a file, and from there into a store, and say how much', async () => {
    const { end, text, err, out } = await exportTo('all.tar')
    expect({ end, text, err }).toEqual({
      end: 'done',
      text: 'Exported 3 stored responses, 30 B of bodies.\n',
      err: '',
    })
    const store = memoryStore()
    const first = 'Imported 3 stored responses, 30 B of bodies.\n'
    expect(await importFrom(out, store)).toEqual({ end: 'done', out: first, err: '' })
    const again = 'Imported 0 stored responses, 0 B of bodies. Of others, 3 were there already.\n'
    expect(await importFrom(out, store)).toEqual({ end: 'done', out: again, err: '' })
    expect((await importFrom(out, memoryStore({ maxEntryBytes: 5 }))).out).toBe(
      'Imported 0 stored responses, 0 B of bodies. Of others, 3 the store does not take.\n',
    )
  })

  test('are of the keys that begin as they were asked for, and print JSON for programs', async () => {
    const { text, out } = await exportTo('part.tar', { prefix: 'http://a/', json: true })
    expect(JSON.parse(text)).toEqual({
      entries: 2,
      bodyBytes: 20,
      leftOut: 0,
      archiveBytes: expect.any(Number),
    })
    expect(JSON.parse((await importFrom(out, memoryStore(), { json: true })).out)).toMatchObject({
      imported: 2,
    })
  })

  test('leave no file when they are interrupted, nor take the place of the one that is there', async () => {
    const out = join(folder, 'interrupted.tar')
    writeFileSync(out, 'that of yesterday')
    const { terminal, printed, stop } = recordedTerminal()
    const store = await filled()
    const whole = store.entries()
    store.entries = async function* () {
      for await (const entry of whole) {
        yield entry
        stop('SIGINT')
      }
    }
    const end = await outcome(exportStore(store, { out, prefix: '', now: 0 }, terminal))
    expect({ end, ...printed }).toEqual({ end: 'SIGINT: stopped before the end.', out: '', err: '' })
    expect(readFileSync(out, 'utf8')).toBe('that of yesterday')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('name the file and the entry that is not sound, and what was imported before it', async () => {
    const { out } = await exportTo('changed.tar')
    const bytes = readFileSync(out)
    bytes[bytes.lastIndexOf('http://a/2')] = 0
    writeFileSync(out, bytes)
    expect((await importFrom(out)).end).toBe(
      `${out}: entry 2 (http://a/2): it was changed: its checksum is another. Imported 1 stored response, 10 B of bodies.`,
    )
    const { end } = await importFrom(join(folder, 'nowhere.tar'))
    expect(end).toMatch(/nowhere\.tar cannot be read: ENOENT/)
  })
})

describe('cachechart cache stat', () => {
  test('prints name and value, a line each', () => {
    expect(
      statText({
        store: 'sqlite:a.db',
        entries: 3,
        bodyBytes: 3 * 2 ** 20,
        bytes: null,
        maxBytes: 2 ** 30,
        rejectedValues: 1,
        details: { engine: 'SQLite' },
      }),
    ).toBe(
      [
        'store         sqlite:a.db',
        'entries       3',
        'bodies        3 MiB',
        'takes         unknown',
        'at most       1 GiB',
        'not believed  1',
        'engine        SQLite',
        '',
      ].join('\n'),
    )
  })
})
