import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from '@jest/globals'
import { createGateway } from '@cachechart/adapters/node'
import { memoryStore, type CacheRecord } from '@cachechart/core'
import { runCommandLine } from '../run-command-line.ts'
import type { Screen } from '../terminal.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(async () => {
    server.close()
    server.closeAllConnections()
    await once(server, 'close')
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a server on a port has such an address
}

/** A gateway that has answered /a twice, and what it has recorded of it. */
async function startGateway() {
  const records: CacheRecord[] = []
  const origin = await listen((_request, response) => {
    response
      .writeHead(200, { 'Cache-Control': 'max-age=60', Vary: 'X-Tone', 'Surrogate-Key': 'news' })
      .end('page')
  })
  const gateway = createGateway({
    origin,
    store: memoryStore(),
    admin: { port: 0 },
    onRecord: (record) => void records.push(record),
  })
  stops.push(() => gateway.close({ timeout: 0 }))
  const { url, admin } = await gateway.listen({ port: 0 })
  for (const tone of ['calm', 'calm']) await (await fetch(`${url}/a`, { headers: { 'X-Tone': tone } })).text()
  return { url, admin: String(admin?.port), records }
}

async function recorded(records: readonly CacheRecord[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'cachechart-explain-'))
  stops.push(() => rm(folder, { recursive: true }))
  const file = join(folder, 'trace.jsonl')
  await writeFile(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  return file
}

async function runOn(screen: Screen | undefined, ...args: string[]) {
  const printed = { out: '', err: '' }
  const code = await runCommandLine(['explain', ...args], {
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
    screen,
    onStop: () => () => {},
    onReport: () => () => {},
  })
  return { code, ...printed }
}

const run = (...args: string[]) => runOn(undefined, ...args)

describe('cachechart explain, asked of a running gateway', () => {
  test('prints the headline, the reasons with their clauses, what is stored, and what was before', async () => {
    const { url, admin } = await startGateway()
    const { code, out, err } = await run(`${url}/a`, '--admin', admin, '--header', 'X-Tone: calm')
    expect([code, err]).toEqual([0, ''])
    const lines = out.split('\n')
    expect(lines[0]).toMatch(
      /^Hit: the stored response is fresh: \d s old, with a freshness lifetime of 60 s\.$/,
    )
    expect(lines[1]).toBe(`GET ${url}/a`)
    expect(lines.slice(2, 6)).toEqual([
      '',
      'Why',
      expect.stringMatching(/^ {2}- The stored response is fresh: .* \(RFC 9111 §4\.2\)$/),
      '  - Its freshness lifetime is 60 s (Cache-Control: max-age). (RFC 9111 §5.2.2.1)',
    ])
    expect(out).toMatch(
      /\nStored\n {2}200, \d s old, fresh for \d\d s more, 4 B(ytes)?.*, by x-tone "calm", labelled news\n/i,
    )
    expect(out).toMatch(/\nLast\n {2}transaction 1 \(leader\), GET \d s ago, delivered after \d+ ms\n/)
    expect(out).toContain('    The reply is stored.\n')
    // eslint-disable-next-line no-control-regex -- no control may be there: that is what is looked for
    expect(out).not.toMatch(/\u001b/)
  })

  test('says so where nothing is stored, and what is for other requests', async () => {
    const { url, admin } = await startGateway()
    expect((await run(`${url}/b`, '--admin', admin)).out).toContain('\nStored\n  nothing\n')
    const { out } = await run(`${url}/a`, '--admin', admin, '--header', 'X-Tone: loud', '--method', 'HEAD')
    expect(out).toMatch(
      /^Miss: what is stored for this key was selected by other request fields \(Vary\)\.\nHEAD /,
    )
    expect(out).toContain('A stored response was selected by x-tone: "calm"; this request says "loud".')
    expect(out).toContain('for other requests\n')
  })

  test('prints the answer as JSON', async () => {
    const { url, admin } = await startGateway()
    const { code, out } = await run(`${url}/a`, '--admin', admin, '--json')
    expect([code, (JSON.parse(out) as { readonly outcome: string }).outcome]).toEqual([0, 'miss'])
  })

  test('shows clauses in grey on a screen that has colours', async () => {
    const { url, admin } = await startGateway()
    const { out } = await runOn({ columns: 80, hasColour: true }, `${url}/b`, '--admin', admin)
    expect(out).toContain('  - Nothing is stored for this key. \u001b[90m(RFC 9111 §4)\u001b[39m\n')
  })

  test('prints nothing that a terminal would obey, whatever a field says', async () => {
    const { url, admin } = await startGateway()
    const hostile = '\u009b31m\u00e9"\\'
    await (await fetch(`${url}/a`, { headers: { 'X-Tone': hostile } })).text()
    const { code, out } = await run(`${url}/a?%1b[31m`, '--admin', admin, '--header', `X-Tone: ${hostile}`)
    expect(code).toBe(0)
    const vary = await run(`${url}/a`, '--admin', admin)
    for (const text of [out, vary.out]) expect(text.replaceAll(/[\n§…]/g, '')).toMatch(/^[\x20-\x7e]*$/)
    expect(vary.out).toContain('%C2%9B31m')
    const { out: json } = await run(`${url}/a`, '--admin', admin, '--json')
    expect(json.trim()).toMatch(/^[\x20-\x7e]*$/)
    expect(json).toContain('\\u009b31m')
  })

  test('tells each worker of a gateway that has several, and those that are silent', async () => {
    const { url, admin } = await startGateway()
    const { out: json } = await run(`${url}/a`, '--admin', admin, '--json')
    const pool = await listen((_request, response) => {
      const workers = [
        { worker: 1, explanation: JSON.parse(json) as object },
        { worker: 2, state: 'silent' },
      ]
      response.end(JSON.stringify({ workers }))
    })
    const { code, out } = await run(`${url}/a`, '--admin', pool)
    expect(code).toBe(0)
    expect(out).toMatch(/^Worker 1\n\nMiss: [^]*\nWorker 2 has not answered\.\n$/)
  })

  test.each(['null', '{}', '7', '[]', '{"workers":7}', '{"headline":"x"}', 'no JSON'])(
    'fails where what answers is no gateway: %s',
    async (answer) => {
      const other = await listen((_request, response) => response.end(answer))
      const { code, err } = await run('http://a/', '--admin', other, '--header', 'Authorization: secret')
      expect([code, err]).toEqual([1, expect.stringContaining('answered something else')])
      expect(err).not.toContain('secret')
    },
  )

  test('fails where nothing answers, or the gateway refuses', async () => {
    const { admin } = await startGateway()
    expect(await run('http://user:secret@a/', '--admin', admin)).toMatchObject({
      code: 1,
      err: expect.not.stringContaining('secret'),
    })
    expect((await run('http://a/', '--admin', '1')).code).toBe(1)
  })

  test.each([
    [[]],
    [['http://a/']],
    [['--admin', '9090']],
    [['news', '--admin', '9090']],
    [['http://a/', '--admin', '9090', '--trace', 'x']],
    [['http://a/', '--admin', '9090', '--id', '1']],
    [['--trace', 'x']],
    [['http://a/', '--trace', 'x', '--id', '1']],
    [['http://a/', '--admin', '9090', '--header', 'no colon']],
  ])('ends with 2 for what makes no sense: %j', async (args) => {
    expect((await run(...args)).code).toBe(2)
  })
})

describe('cachechart explain, of a recording', () => {
  test('tells the story of one transaction, step by step, with times and reasons', async () => {
    const { url, records } = await startGateway()
    const { code, out, err } = await run('--trace', await recorded(records), '--id', '1')
    expect([code, err]).toEqual([0, ''])
    const lines = out.split('\n')
    expect(lines[0]).toBe(
      'Miss: nothing is stored for this key. The reply is stored: nothing forbids to store it.',
    )
    expect(lines[1]).toMatch(new RegExp(`^transaction 1 \\(leader\\), GET ${url}/a, \\d{4}-.*Z, \\d+ ms$`))
    expect(out).toMatch(/\n {4,6}\d+ ms {2}The store is asked for a stored response\. \[awaitCache\]\n/)
    expect(out).toContain('            - Nothing is stored for this key. (RFC 9111 §4)\n')
    expect(out).toMatch(/ms {2}The response was delivered to its end\. \[delivered\]\n$/)
  })

  test('tells of the last request for a URL, and as JSON', async () => {
    const { url, records } = await startGateway()
    const { out } = await run(`${url}/a`, '--trace', await recorded(records), '--json')
    expect(JSON.parse(out)).toMatchObject({
      id: 2,
      ending: 'ended',
      steps: [{}, { event: 'lookup.fresh' }, {}],
    })
  })

  test('says where the recording ends before the transaction does, and where it would go another way', async () => {
    const { records } = await startGateway()
    const isEnd = (record: CacheRecord) => record.kind === 'step' && record.event === 'delivery.done'
    const open = await run('--trace', await recorded(records.filter((record) => !isEnd(record))), '--id', '1')
    expect(open.out).toContain('\nThe recording ends before it does.\n')
    const tampered = records.map((record) =>
      record.kind === 'step' && record.event === 'reply.store'
        ? { ...record, event: 'reply.decline' as const }
        : record,
    )
    const { out } = await run('--trace', await recorded(tampered), '--id', '1')
    expect(out).toContain(
      '\nFrom here on it would go another way now: event: recorded reply.decline; now reply.store\n',
    )
  })

  test('fails where nothing is known of it', async () => {
    const { records } = await startGateway()
    const file = await recorded(records)
    expect(await run('--trace', file, '--id', '77')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Transaction 77 does not begin in the recording.'),
    })
    expect((await run('--trace', file, '--id', 'other:1')).err).toContain('in the recording of that cache.')
    expect((await run('http://nobody.example/', '--trace', file)).code).toBe(1)
    expect((await run('--trace', `${file}.gone`, '--id', '1')).code).toBe(1)
  })
})
