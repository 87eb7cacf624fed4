import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { load, openOrigin, recordingsIn, run, startGateway } from './trace-stage.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(60_000)

const folders: string[] = []
const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'cachechart-trace-'))
  folders.push(folder)
  return folder
}

let origin: Awaited<ReturnType<typeof openOrigin>>
beforeAll(async () => {
  origin = await openOrigin()
})
afterAll(async () => {
  origin.close()
  for (const folder of folders) await rm(folder, { recursive: true })
})

interface Replayed {
  readonly transactions: number
  readonly incomplete: number
  readonly lost: number
  readonly difference: { readonly file: string; readonly line: number; readonly what: string } | null
}

/** What `cachechart replay` finds. */
async function replayed(...files: readonly string[]) {
  const { code, out, err } = await run('replay', ...files, '--json')
  return { code, err, result: JSON.parse(out) as Replayed } // as the command writes it
}

describe('a gateway under load that is stopped', () => {
  let folder: string
  let file: string
  const requests = 700
  beforeAll(async () => {
    folder = await newFolder()
    file = join(folder, 'trace.jsonl')
    const gateway = await startGateway(origin.url, '--trace', file, '--trace-redact', 'Accept-Language')
    await load(gateway.url, requests)
    await gateway.stop()
  })

  test('has written a trace that replays to the very same transitions', async () => {
    const { code, err, result } = await replayed(file)
    expect({ code, err, ...result }).toMatchObject({
      code: 0,
      err: '',
      incomplete: 0,
      lost: 0,
      difference: null,
    })
    expect(result.transactions).toBeGreaterThanOrEqual(requests * 0.9)
  })

  test('has written no secret, and all for its owner alone', async () => {
    const text = await readFile(file, 'utf8')
    expect(text).not.toContain('top-secret')
    expect(text).not.toMatch(/"accept-language","(de|en)"/i)
    expect(text).toMatch(/"cookie","redacted-[\da-f]{16}"/i)
    expect(text).toMatch(/"set-cookie","redacted-[\da-f]{16}"/i)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('is found out where one line is changed, with the number of the line', async () => {
    const lines = (await readFile(file, 'utf8')).split('\n')
    const at = lines.findIndex((line) => line.includes('"event":"lookup.fresh"'))
    const forged = lines.with(at, (lines[at] ?? '').replace('"lookup.fresh"', '"lookup.stale"'))
    const changed = join(folder, 'forged')
    await writeFile(changed, forged.join('\n'))
    const { code, err, result } = await replayed(changed)
    expect([code, err]).toEqual([1, 'error: The replay goes another way.\n'])
    expect(result.difference).toMatchObject({ file: changed, line: at + 1, what: 'event' })
    const { out } = await run('replay', changed)
    expect(out).toContain(`The first difference is in ${changed}:${at + 1}: transaction `)
    expect(out).toMatch(/\n {2}recorded {2}lookup\.stale\n {2}replayed {2}lookup\.fresh\n$/)
  })

  test('can be read from standard input, and to a test', async () => {
    const { code, out } = await run('replay', file, '--id', '1', '--test-out', '-')
    expect(code).toBe(0)
    expect(out).toContain("import { replay } from '@cachechart/core/recording'\n")
  })
})

describe('the files of a trace', () => {
  test('are begun anew and kept in number, and together replay to the very same', async () => {
    const folder = await newFolder()
    const file = join(folder, 'trace.jsonl')
    const limits = ['--trace-max-bytes', '256KiB', '--trace-files', '100']
    const gateway = await startGateway(origin.url, '--trace', file, ...limits)
    await load(gateway.url, 700)
    await gateway.stop()
    const { files, names, texts } = await recordingsIn(folder)
    expect(names).toEqual(expect.arrayContaining(['trace.jsonl', 'trace.1.jsonl', 'trace.2.jsonl']))
    expect(texts.every((text) => Buffer.byteLength(text) <= 256 * 1024)).toBe(true)
    expect(texts.every((text) => text.startsWith('{"kind":"start"') && text.endsWith('}\n'))).toBe(true)
    expect(await replayed(...files)).toMatchObject({ code: 0, result: { incomplete: 0, difference: null } })
    const last = await replayed(file)
    expect(last).toMatchObject({ code: 0, result: { difference: null } })
  })

  test('are those of one gateway at a time', async () => {
    const folder = await newFolder()
    const file = join(folder, 'trace.jsonl')
    const gateway = await startGateway(origin.url, '--trace', file)
    const second = await run('gateway', origin.url, '--port', '0', '--trace', file)
    expect(second).toEqual({
      code: 1,
      out: '',
      err: `error: The trace cannot be written to ${file}: another gateway writes there. Give each its own.\n`,
    })
    gateway.program.process.kill('SIGKILL')
    await gateway.program.ended
    const third = await startGateway(origin.url, '--trace', file)
    await third.stop()
    expect((await recordingsIn(folder)).names).toEqual(['trace.1.jsonl', 'trace.jsonl'])
  })

  test('are each worker’s own, which goes on in a new one when another worker takes its place', async () => {
    const folder = await newFolder()
    const file = join(folder, 'trace.jsonl')
    const gateway = await startGateway(origin.url, '--trace', file, '--workers', '2', '--admin-port', '0')
    const [, admin = ''] = await gateway.program.printed(/What is in flight: (\S+)\n/)
    await load(gateway.url, 200)
    const story = (await (await fetch(admin)).json()) as {
      readonly workers: readonly { readonly pid: number }[]
    } // as the admin address answers
    process.kill(story.workers[0]?.pid ?? 0, 'SIGKILL')
    await gateway.program.printed(/worker 1 .*listens\./)
    await load(gateway.url, 200)
    expect(await gateway.stop()).toEqual({ code: 0, signal: null })
    const { names, files } = await recordingsIn(folder)
    expect(names).toEqual(['trace.w1.1.jsonl', 'trace.w1.jsonl', 'trace.w2.jsonl'])
    expect(await replayed(...files)).toMatchObject({ code: 0, result: { difference: null } })
  })

  test('do not take the place of what is no trace', async () => {
    const file = join(await newFolder(), 'requests.jsonl')
    await writeFile(file, '{"url":"/"}\n')
    const { code, err } = await run('gateway', origin.url, '--port', '0', '--trace', file)
    expect([code, err]).toEqual([
      1,
      `error: The trace cannot be written to ${file}: there is a file that is no trace, and it would be lost. Give another name.\n`,
    ])
    expect(await readFile(file, 'utf8')).toBe('{"url":"/"}\n')
  })
})
