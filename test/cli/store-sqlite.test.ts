import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { sqliteStore } from '@cachechart/adapters/sqlite'
import { askUntilStored, StoreStage } from './store-stage.ts'
import { HeldOrigin, WorkersGateway } from './workers-stage.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(60_000)

const origin = new HeldOrigin()
const stage = new StoreStage()
let originUrl = ''

beforeAll(async () => {
  originUrl = await origin.open()
})
afterAll(async () => {
  await stage.end()
  origin.close()
})

const inFile = (name: string) => `sqlite:${stage.path(name)}`

describe('a gateway on a SQLite file', () => {
  test.each(['SIGINT', 'SIGKILL'] as const)('has after %s what it had before', async (signal) => {
    const store = inFile(`restart-${signal}.db`)
    const first = await stage.gateway(originUrl, store)
    expect(first.program.out).toMatch(/store sqlite:\S+restart-\S+\.db \(at most 1024 MiB\)\.\n/)
    // The key is the URL, and with it the port.
    const port = new URL(first.url).port
    await askUntilStored(first.client, '/kept')
    first.program.process.kill(signal)
    expect((await first.program.ended).code).toBe(signal === 'SIGINT' ? 0 : null)
    const second = await stage.gateway(originUrl, store, '--port', port)
    const answer = await second.client.ask('/kept')
    expect([answer.body, answer.cacheStatus]).toEqual(['body of /kept', expect.stringContaining('hit')])
    second.program.process.kill('SIGINT')
    expect(await second.program.ended).toEqual({ code: 0, signal: null })
    expect(second.program.err).toBe('')
  })

  test('is looked into, purged, exported and imported while it runs', async () => {
    const store = inFile('running.db')
    const { url, client } = await stage.gateway(originUrl, store)
    for (const path of ['/a', '/b']) await askUntilStored(client, path)
    expect((await stage.cache(store, 'list', '--json')).out.match(/"key":"[^"]*"/g)).toEqual([
      `"key":"${url}/a"`,
      `"key":"${url}/b"`,
    ])
    expect(JSON.parse((await stage.cache(store, 'stat', '--json')).out)).toMatchObject({
      store,
      entries: 2,
      maxBytes: null,
    })
    expect(await stage.body(store, `${url}/a#part`)).toBe('body of /a')
    const archive = stage.path('running.tar')
    expect(await stage.cache(store, 'export', '--out', archive)).toEqual({
      code: 0,
      out: 'Exported 2 stored responses, 20 B of bodies.\n',
      err: '',
    })
    expect(await stage.cache(store, 'purge', `${url}/a`)).toMatchObject({
      code: 0,
      out: 'Removed 1 stored response.\n',
    })
    expect((await client.ask('/a')).cacheStatus).toContain('fwd=uri-miss')
    await askUntilStored(client, '/a')
    expect((await stage.cache(store, 'purge', '--all', '--soft', '--yes', '--json')).out).toBe(
      '{"purged":2}\n',
    )
    expect((await client.ask('/b')).cacheStatus).toContain('fwd=stale')
    const other = inFile('imported.db')
    expect((await stage.cache(other, 'import', archive, '--json')).out).toBe(
      '{"imported":2,"bodyBytes":20,"kept":0,"refused":0,"broken":0}\n',
    )
    expect(await stage.body(other, `${url}/b`)).toBe('body of /b')
  })

  test('does not begin on a file that is none, and says what to do; sets it aside when it is told to', async () => {
    const file = stage.path('foreign.db')
    writeFileSync(file, 'to whom it may concern\n'.repeat(300))
    for (const workers of ['1', '2']) {
      const args = ['gateway', originUrl, '--port', '0', '--store', `sqlite:${file}`, '--workers', workers]
      const { code, out, err } = await stage.run(args)
      expect({ code, out }).toEqual({ code: 1, out: '' })
      expect(err).toMatch(
        /^error: sqlite:\S+foreign\.db: .* --on-corrupt set-aside, and begins a new file\.\n$/,
      )
    }
    const { client } = await stage.gateway(originUrl, `sqlite:${file}`, '--on-corrupt', 'set-aside')
    await askUntilStored(client, '/new')
    const aside = readdirSync(stage.folder).filter(
      (name) => /^foreign\.db.+/.test(name) && !/-(wal|shm)$/.test(name),
    )
    expect(readFileSync(stage.path(String(aside)), 'utf8')).toMatch(/^to whom it may concern/)
  })
})

describe('workers on a SQLite file', () => {
  const store = inFile('workers.db')
  let gateway: WorkersGateway
  beforeAll(async () => {
    gateway = new WorkersGateway(originUrl, [
      '--workers',
      '2',
      '--store',
      store,
      '--max-bytes',
      '64MiB',
      '--store-timeout',
      '20s',
    ])
    await gateway.listening()
  })
  afterAll(() => gateway.end())

  const purge = async (target: unknown) => {
    const response = await fetch(`${gateway.admin}/.cachechart/purge`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(target),
    })
    return response.json()
  }

  test('have together what one of them has stored, and are purged once', async () => {
    expect(gateway.program.err).toMatch(/workers\.db \(at most 64 MiB, 2 workers\)\.\n/)
    const [one, two] = [await gateway.clientOf(1), await gateway.clientOf(2)]
    await askUntilStored(one, '/shared')
    expect((await two.ask('/shared')).cacheStatus).toContain('hit')
    expect(await purge({ url: `${gateway.url}/shared` })).toEqual({
      purged: 1,
      workers: [
        { worker: 1, purged: 0 },
        { worker: 2, purged: 0 },
      ],
    })
    expect((await one.ask('/shared')).cacheStatus).toContain('fwd=uri-miss')
    await askUntilStored(one, '/shared')
    expect(await purge({ url: `${gateway.url}/shared`, soft: true })).toMatchObject({ purged: 1 })
    expect((await two.ask('/shared')).cacheStatus).toContain('fwd=stale')
  })

  test('do not store, or share, what one of them had asked for before a purge', async () => {
    const [one, two] = [await gateway.clientOf(1), await gateway.clientOf(2)]
    const early = one.ask('/held-purged')
    while (origin.held.length < 1) await new Promise((resolve) => setTimeout(resolve, 10))
    await purge({ url: `${gateway.url}/held-purged` })
    // Of the same worker: it may not wait for what was asked for before.
    const another = await gateway.clientOf(1)
    const late = another.ask('/held-purged')
    while (origin.held.length < 2) await new Promise((resolve) => setTimeout(resolve, 10))
    origin.held[0]?.end('before')
    expect((await early).body).toBe('before')
    origin.held[1]?.end('after')
    expect((await late).body).toBe('after')
    // A client has it a moment before the store does.
    while (!(await stage.cache(store, 'list', '--json')).out.includes('/held-purged'))
      await new Promise((resolve) => setTimeout(resolve, 10))
    expect((await two.ask('/held-purged')).body).toBe('after')
  })
})

describe('an import', () => {
  test('that is interrupted leaves whole entries, says how many, and ends with 1', async () => {
    const from = inFile('to-export.db')
    const { client, program } = await stage.gateway(originUrl, from)
    for (const path of ['/1', '/2', '/3']) await askUntilStored(client, path)
    program.process.kill('SIGINT')
    await program.ended
    const archive = stage.path('interrupted.tar')
    await stage.cache(from, 'export', '--out', archive)
    const into = stage.path('interrupted.db')
    const args = ['--conditions=source', '--disable-warning=ExperimentalWarning', 'packages/cli/src/main.ts']
    const child = spawn(process.execPath, [...args, 'cache', 'import', '-', '--store', `sqlite:${into}`])
    let err = ''
    child.stderr.setEncoding('utf8').on('data', (added: string) => (err += added))
    const bytes = readFileSync(archive)
    child.stdin.write(bytes.subarray(0, bytes.indexOf('body of /2')))
    const entries = () => {
      if (!existsSync(into)) return 0
      const store = sqliteStore({ file: into })
      const { entries: found } = store.statistics()
      store.close()
      return found
    }
    while (entries() < 1) await new Promise((resolve) => setTimeout(resolve, 50))
    child.kill('SIGINT')
    const [code] = (await once(child, 'close')) as [number | null]
    expect({ code, err }).toEqual({
      code: 1,
      err: 'error: SIGINT: stopped before the end. Imported 1 stored response, 10 B of bodies.\n',
    })
    expect(entries()).toBe(1)
  })

  test('that is not sound names the entry, and ends with 1', async () => {
    const archive = stage.path('interrupted.tar')
    const bytes = readFileSync(archive)
    const changed = stage.path('changed.tar')
    bytes[bytes.indexOf('body of /3')] = 0
    writeFileSync(changed, bytes)
    const { code, out, err } = await stage.cache(inFile('changed.db'), 'import', changed)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(
      /^error: \S+changed\.tar: entry 3 \(http:\S+\/3\): it was changed: .*\. Imported 2 stored/,
    )
  })
})

describe('an export', () => {
  test('whose reader leaves ends with 1, and says that it is cut off', async () => {
    const program = stage.start(['cache', 'export', '--out', '-'], {
      CACHECHART_STORE: inFile('to-export.db'),
    })
    program.process.stdout?.destroy()
    expect(await program.ended).toEqual({ code: 1, signal: null })
    expect(program.err).toBe('error: nobody reads the archive any more: it is cut off.\n')
  })

  test('that cannot be written leaves nothing behind', async () => {
    const place = stage.path('no-such-folder/cache.tar')
    const { code, err } = await stage.cache(inFile('to-export.db'), 'export', '--out', place)
    expect(code).toBe(1)
    expect(err).toMatch(/^error: \S+cache\.tar cannot be written: ENOENT/)
    expect(readdirSync(stage.folder).filter((name) => name.includes('.part'))).toEqual([])
  })
})
