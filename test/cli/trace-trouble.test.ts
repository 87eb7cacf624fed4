import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { cachechart, openOrigin, run } from './trace-stage.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(60_000)

let folder: string
let origin: Awaited<ReturnType<typeof openOrigin>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachechart-trace-'))
  origin = await openOrigin()
})
afterAll(async () => {
  origin.close()
  await rm(folder, { recursive: true })
})

const command = ['--conditions=source', '--disable-warning=ExperimentalWarning', 'packages/cli/src/main.ts']

/** Runs a command to its end that is given this on standard input, or in which it may have no more memory. */
async function runFed(pieces: Iterable<Buffer>, nodeOptions: readonly string[], ...args: readonly string[]) {
  const program = spawn(process.execPath, [...nodeOptions, ...command, ...args], { stdio: 'pipe' })
  let [out, err] = ['', '']
  program.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  program.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  program.stdin.on('error', () => {})
  const ended = once(program, 'close')
  let isOver = false
  void ended.then(() => (isOver = true))
  for (const piece of pieces) {
    if (isOver) break
    const drained = () => once(program.stdin, 'drain').catch(() => {}) // it has read enough
    if (!program.stdin.write(piece)) await Promise.race([drained(), ended])
  }
  program.stdin.end()
  const [code] = await ended
  return { code, out, err }
}

function* times(count: number, piece: (number: number) => Buffer): Generator<Buffer> {
  for (let number = 0; number < count; number += 1) yield piece(number)
}

describe('a gateway whose trace has no more room on the disk', () => {
  test('says so once, answers as before, and leaves a trace that can be read', async () => {
    const file = join(folder, 'full.jsonl')
    // A file of this process may have so many blocks of 512 or 1024 bytes, then writing fails.
    const script = 'ulimit -f 64; exec "$0" "$@"'
    const args = [
      'gateway',
      origin.url,
      '--port',
      '0',
      '--quiet',
      '--shutdown-timeout',
      '1s',
      '--trace',
      file,
    ]
    const gateway = spawn('sh', ['-c', script, process.execPath, ...command, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [gateway.stdout, gateway.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text))
    const until = async (text: RegExp) => {
      while (!text.test(said))
        await Promise.race([once(gateway.stdout, 'data'), once(gateway.stderr, 'data')])
    }
    await until(/Listening on (\S+),/)
    const url = /Listening on (\S+),/.exec(said)?.[1] ?? ''
    const ask = async (number: number) => (await fetch(`${url}/page-${number}`)).text()
    for (let number = 0; number < 100; number += 1) await ask(number)
    await until(/The trace cannot be written/)
    expect(await ask(0)).toBe('body of /page-0')
    gateway.kill('SIGTERM')
    expect(await once(gateway, 'exit')).toEqual([0, null])
    expect(said.match(/The trace cannot be written: EFBIG/g)).toHaveLength(1)
    expect(said).toMatch(/The end of the trace is not written: \d+ records\.\n/)
    const text = await readFile(file, 'utf8')
    expect(text.length === 0 || text.endsWith('}\n')).toBe(true)
    expect(await run('replay', file)).toMatchObject({ code: 0, err: '' })
  })

  test('not even for the first line says so, and does not begin', async () => {
    const file = join(folder, 'none.jsonl')
    const args = ['gateway', origin.url, '--port', '0', '--trace', file]
    const script = 'ulimit -f 0; exec "$0" "$@"'
    const gateway = spawn('sh', ['-c', script, process.execPath, ...command, ...args], { stdio: 'pipe' })
    let said = ''
    for (const stream of [gateway.stdout, gateway.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text))
    expect(await once(gateway, 'close')).toEqual([1, null])
    expect(said).toBe(`error: The trace cannot be written to ${file}: EFBIG: file too large, write.\n`)
  })
})

describe('a file that is no recording', () => {
  const mebibyte = Buffer.alloc(2 ** 20, 0x61)

  test('is not held in memory, however long its line is', async () => {
    const { code, err } = await runFed(
      times(100, () => mebibyte),
      ['--max-old-space-size=64'],
      'trace',
      '-',
    )
    expect([code, err]).toEqual([1, 'error: standard input:1 is longer than 16 MiB.\n'])
  })

  test.each(['trace', 'replay'])('is refused by %s, whatever it is', async (name) => {
    const { code, out, err } = await runFed(
      [Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0xff, 0x0a])],
      [],
      name,
      '-',
    )
    expect([code, out, err]).toEqual([1, '', 'error: standard input:1 is no text in UTF-8.\n'])
  })
})

describe('a recording that is longer than what there is of memory', () => {
  const start =
    '{"kind":"start","format":"cachechart","version":1,"at":1,"run":"r","policy":{"shared":true,"name":"cachechart","heuristicFraction":0.1,"heuristicMaximum":86400,"staleIfError":0,"staleWhileRevalidate":0,"errorStatuses":[500],"setCookie":"refuse","onStoreFailure":"pass","isKeyedByUrl":true,"targets":[]}}\n'
  const one = (id: number): string => {
    const url = `http://a.example/${'x'.repeat(8_000)}${id}`
    const step = `{"kind":"step","id":${id},"at":${id + 1},"input":{"type":"clientGone","others":0},"event":"client.gone","from":"received","to":"abandoned","effects":[]}`
    return `{"kind":"begin","id":${id},"at":${id},"role":"client","method":"GET","url":"${url}","fields":[],"key":"${url}","namedUrl":null,"mode":"default","range":"kept","rules":{"onTimeout":"stale","leaderLeaves":"finish"}}\n${step}\n`
  }
  function* recording(): Generator<Buffer> {
    yield Buffer.from(start)
    for (let block = 0; block < 30; block += 1)
      yield Buffer.from(Array.from({ length: 100 }, (_, at) => one(block * 100 + at + 1)).join(''))
  }

  test('is shown in part', async () => {
    const args = ['trace', '-', '--limit', '100', '--format', 'json']
    const { code, out, err } = await runFed(recording(), ['--max-old-space-size=48'], ...args)
    expect([code, err]).toEqual([
      0,
      'Left out: 2900 requests, as 100 are kept. --id, --key, --url and --limit choose others.\nLeft out: 2900 records of requests that are left out, or whose beginning is not there.\n',
    ])
    expect(JSON.parse(out)).toMatchObject({ leftOut: { transactions: 2_900 } })
  })

  test('has the one request that was asked for, wherever it is', async () => {
    const { code, out } = await runFed(
      recording(),
      ['--max-old-space-size=48'],
      'trace',
      '-',
      '--id',
      '2999',
      '--limit',
      '100',
    )
    expect(code).toBe(0)
    expect(out).toContain('#2999 GET ')
  })
})

describe('a module with a machine', () => {
  const machine = (text: string): string =>
    `import { createMachine } from '${new URL('../../packages/core/node_modules/xstate/dist/xstate.esm.js', import.meta.url).pathname}'
     export const m = createMachine({ id: 'm', initial: 'a', states: { a: {} } })
     ${text}\n`

  test('does not keep the command by what it has begun', async () => {
    const file = join(folder, 'busy.mjs')
    await writeFile(file, machine('setInterval(() => {}, 1_000)'))
    expect(await run('diagram', file)).toMatchObject({
      code: 0,
      out: expect.stringContaining('stateDiagram'),
    })
  })

  test('that never ends to load is given up', async () => {
    const file = join(folder, 'waits.mjs')
    await writeFile(file, machine('await new Promise(() => {})'))
    const { code, out, err } = await run('diagram', file)
    expect([code, out, err]).toEqual([
      1,
      '',
      `error: ${file} was not loaded within 10 s: it waits for something.\n`,
    ])
  })

  test('that ends the process is told of, and is no success', async () => {
    const file = join(folder, 'exits.mjs')
    await writeFile(file, machine('process.exit(0)'))
    expect(await run('diagram', file)).toEqual({
      code: 1,
      out: '',
      err: `error: ${file} ended the process while it was loaded.\n`,
    })
  })

  test('that works without end can be stopped', async () => {
    const file = join(folder, 'works.mjs')
    await writeFile(file, machine('process.stdout.write("begun"); for (;;) {}'))
    const program = cachechart('diagram', file)
    await program.printed(/begun/)
    program.process.kill('SIGINT')
    expect(await program.ended).toEqual({ code: null, signal: 'SIGINT' })
  })
})
