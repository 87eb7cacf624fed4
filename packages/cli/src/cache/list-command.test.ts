import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '@cachechart/core/testing'
import { inspectableMemory } from '../fixtures/inspectable-memory.ts'
import { recordedTerminal } from '../fixtures/recorded-terminal.ts'
import { readerHasLeft } from '../terminal.ts'
import { listEntries, type ListOptions } from './list-command.ts'

const now = 1_700_000_100_000

async function filled() {
  const store = inspectableMemory()
  const put = async (key: string, body: number, changes: Parameters<typeof sampleResponse>[0] = {}) => {
    const writer = store.put(key, sampleResponse(changes))
    if (body > 0) await writer.write(new Uint8Array(body))
    await writer.commit()
  }
  await put('http://a/new', 10, { responseTime: now - 2_000, lifetime: 7_202, surrogateKeys: ['b', 'a'] })
  await put('http://a/old', 3_000_000, { responseTime: now - 200_000_000, etag: null })
  await put('http://b/\u001B[2J', 0, { status: 404, vary: ['accept', 'cookie'], varied: ['text/html', null] })
  return store
}

async function list(options: Partial<ListOptions>) {
  const { terminal, printed } = recordedTerminal()
  await listEntries(await filled(), { prefix: '', limit: 100, now, ...options }, terminal)
  return printed
}

const keysOf = ({ out }: { readonly out: string }) =>
  out
    .trimEnd()
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { readonly key: string }).key)

describe('cachechart cache list', () => {
  test('prints a line for each stored response, which no key can break or colour', async () => {
    expect(await list({})).toEqual({
      out: [
        '   age      ttl        body  status  key\n',
        '    2s       2h        10 B     200  http://a/new\n',
        '    2d    stale    2.86 MiB     200  http://a/old\n',
        '  100s    stale         0 B     404  http://b/%1B[2J  (accept: text/html, cookie: (none))\n',
      ].join(''),
      err: '',
    })
  })

  test('prints a JSON object on each line with --json, and nothing else', async () => {
    const { out } = await list({ json: true, limit: 1 })
    expect(JSON.parse(out)).toEqual({
      key: 'http://a/new',
      url: null,
      status: 200,
      age: 2,
      ttl: 7_200,
      bodyLength: 10,
      varied: {},
      surrogateKeys: ['b', 'a'],
      etag: '"1"',
      storedAt: '2023-11-14T22:14:58.000Z',
      usedAt: null,
    })
  })

  test('begins with the oldest, the largest, or the first by key, as it is told', async () => {
    const [fresh, old, odd] = ['http://a/new', 'http://a/old', 'http://b/\u001B[2J']
    expect(keysOf(await list({ json: true, sort: 'age' }))).toEqual([old, odd, fresh])
    expect(keysOf(await list({ json: true, sort: 'size' }))).toEqual([old, fresh, odd])
    expect(keysOf(await list({ json: true, sort: 'key', limit: 2 }))).toEqual([fresh, old])
    expect(keysOf(await list({ json: true, sort: 'used', limit: Infinity }))).toHaveLength(3)
  })

  test('is of the keys that begin as they were asked for, and says when there are more than were printed', async () => {
    expect(keysOf(await list({ json: true, prefix: 'http://b/' }))).toHaveLength(1)
    expect((await list({ limit: 2 })).err).toBe('There are more than 2: --limit 0 lists all.\n')
    expect((await list({ limit: 2, sort: 'age' })).err).toBe('There are more than 2: --limit 0 lists all.\n')
    expect((await list({ limit: 3 })).err).toBe('')
  })

  test.each([
    ['SIGINT', 'SIGINT: stopped before the end.'],
    [readerHasLeft, 'done'],
  ])(
    'ends when it is told to, and that is no failure when nobody reads it any more: %s',
    async (reason, how) => {
      const { terminal, printed, stop } = recordedTerminal()
      const store = inspectableMemory()
      store.entries = async function* () {
        stop(reason)
        yield* (await filled()).entries()
      }
      const end = await listEntries(store, { prefix: '', limit: 9, json: true, now }, terminal).then(
        () => 'done',
        (error: unknown) => String(Object(error).message),
      )
      expect({ end, ...printed }).toEqual({ end: how, out: '', err: '' })
    },
  )
})
