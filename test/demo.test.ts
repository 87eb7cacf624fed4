import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { SpawnedProgram } from './spawned-program.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(30_000)

/** What is printed of one thing to try. */
interface Trial {
  readonly commands: readonly string[]
  readonly promises: string
}

interface Answer {
  readonly status: number
  readonly cacheStatus: string
  readonly age: string | null
  readonly body: string
  readonly milliseconds: number
  /** From the head, or the first piece of the body, to the end. */
  readonly streamedFor: number
}

/** The demonstration takes its time: whatever the origin makes slowly takes 0.8 s, or 2 s in pieces. */
const slow = 790

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

function readTrials(printed: string): readonly Trial[] {
  return printed
    .split(/^\d+\. /m)
    .slice(1)
    .map((part) => ({
      commands: [...part.matchAll(/^ {3}(curl .*)$/gm)].map(([, command = '']) => command),
      promises: [...part.matchAll(/^ {3}(?!curl )(.*)$/gm)].map(([, line = '']) => line).join('\n'),
    }))
}

/** Does what the command does that a reader would copy. */
async function runCurl(command: string): Promise<Answer> {
  const [url = ''] = /http:\S+$/.exec(command) ?? []
  const fields = [...command.matchAll(/-H "([^:]+): ((?:\\"|[^"])*)"/g)]
  const headers = fields.map(([, name = '', value = '']): [string, string] => [
    name,
    value.replaceAll('\\"', '"'),
  ])
  const began = performance.now()
  const response = await fetch(url, { headers })
  const headCame = performance.now()
  const body = await response.text()
  return {
    status: response.status,
    cacheStatus: response.headers.get('cache-status') ?? '',
    age: response.headers.get('age'),
    body,
    milliseconds: performance.now() - began,
    streamedFor: performance.now() - headCame,
  }
}

async function runAll(commands: readonly string[]): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const command of commands) answers.push(await runCurl(command))
  return answers
}

describe('what the demonstration prints', () => {
  const demo = new SpawnedProgram('examples/demo/main.ts', [], { PORT: '0' })
  const visits = new Map<string, readonly (readonly Answer[])[]>()
  let trials: readonly Trial[] = []

  const trialOf = (path: string): Trial => {
    const found = trials.find(({ commands }) => commands.some((command) => command.endsWith(path)))
    if (found === undefined) throw new Error(`Nothing is printed about ${path}.`)
    return found
  }
  const visitsOf = (path: string): readonly (readonly Answer[])[] => visits.get(trialOf(path).promises) ?? []
  const answersOf = (path: string): readonly Answer[] => visitsOf(path).flat()

  /** Tries the first commands, waits, and tries them again; breaking and mending is a sequence of its own. */
  async function visit({ commands, promises }: Trial): Promise<void> {
    const breaking = commands.findIndex((command) => command.endsWith('/break')) + 1
    const first = await runAll(breaking > 0 ? commands.slice(0, breaking) : commands)
    await pause(breaking > 0 ? 2100 : 4100)
    const again = await runAll(commands.slice(breaking))
    await pause(1500)
    const last = breaking > 0 ? [] : await runAll(commands)
    visits.set(promises, [first, again, last])
  }

  beforeAll(async () => {
    await demo.printed(/Ctrl-C/)
    trials = readTrials(demo.out)
    await Promise.all(trials.map(visit))
  }, 30_000)
  afterAll(() => {
    demo.process.kill('SIGKILL')
  })

  test('names a URL that can be cached first', () => {
    expect(trials[0]?.commands[0]).toMatch(/^curl -i http:\/\/127\.0\.0\.1:\d+\/slow\.json$/)
    expect(answersOf('/slow.json')[0]?.cacheStatus).toContain('stored')
  })

  test('each Cache-Status that it quotes was seen on an answer to its commands', () => {
    for (const { promises } of trials) {
      const seen = (visits.get(promises) ?? [])
        .flat()
        .map(({ cacheStatus }) => `Cache-Status: ${cacheStatus}`)
      for (const [, quoted = ''] of promises.matchAll(/"([^"]*)"/g)) {
        const pattern = new RegExp(quoted.replace(/(ttl=-?)\d+/, String.raw`$1\d+`))
        expect(seen).toContainEqual(expect.stringMatching(pattern))
      }
    }
  })

  test('/slow.json takes its time once, and is then reused with an age', () => {
    const [first, again] = answersOf('/slow.json')
    expect(first?.milliseconds).toBeGreaterThan(slow)
    expect(again?.cacheStatus).toMatch(/^cachechart; hit; ttl=[3-7]$/)
    expect(Number(again?.age)).toBeGreaterThanOrEqual(3)
    expect(again?.body).toBe(first?.body)
  })

  test('/vary is stored for each language', () => {
    const [first = [], again = []] = visitsOf('/vary')
    expect(first.map(({ body }) => body)).toEqual(['Guten Tag!\n', 'Bonjour !\n'])
    expect(again.map(({ body }) => body)).toEqual(['Guten Tag!\n', 'Bonjour !\n'])
    expect(first.map(({ cacheStatus }) => cacheStatus)).toEqual([
      'cachechart; fwd=uri-miss; stored',
      'cachechart; fwd=vary-miss; stored',
    ])
    for (const { cacheStatus } of again) expect(cacheStatus).toMatch(/^cachechart; hit; ttl=\d+$/)
  })

  test('/stream passes through as it arrives, and comes at once from then on', () => {
    const [first, again] = answersOf('/stream')
    expect(first?.streamedFor).toBeGreaterThan(1500)
    expect(again?.cacheStatus).toMatch(/^cachechart; hit/)
    expect(first?.body.match(/piece/g)).toHaveLength(10)
    expect(again?.body).toBe(first?.body)
  })

  test('/big is stored whole', () => {
    const [first, again] = answersOf('/big')
    expect(first?.body.length).toBeGreaterThan(8 * 2 ** 20)
    expect(again?.cacheStatus).toMatch(/^cachechart; hit/)
    expect(again?.body === first?.body).toBe(true)
  })

  test('/etag is validated when it is stale, and a client that has it gets no body', () => {
    const [first = [], again = []] = visitsOf('/etag')
    expect(first.map(({ status, body }) => [status, body])).toEqual([
      [200, 'This never changes.\n'],
      [304, ''],
    ])
    expect(again.map(({ status, body }) => [status, body])).toEqual([
      [200, 'This never changes.\n'],
      [304, ''],
    ])
    expect(again[0]?.cacheStatus).toBe('cachechart; fwd=stale; fwd-status=304')
  })

  test('/swr is served stale at once, and is fresh again soon after', () => {
    const [first, again, last] = answersOf('/swr')
    expect(first?.milliseconds).toBeGreaterThan(slow)
    expect(again).toMatchObject({ body: first?.body, cacheStatus: expect.stringMatching(/; hit; ttl=-\d+$/) })
    expect(last?.body).not.toBe(first?.body)
    expect(last?.cacheStatus).toMatch(/; hit; ttl=[0-2]$/)
  })

  test('/flaky is answered with what is stored while the origin is broken', () => {
    const [working, , standIn, mended] = answersOf('/flaky')
    expect(standIn).toMatchObject({
      status: 200,
      body: working?.body,
      cacheStatus: 'cachechart; fwd=stale; fwd-status=503; detail=stale-if-error',
    })
    expect(mended?.body).toBe('/flaky works again.\n')
  })

  test('/private is made anew each time, and never stored', () => {
    const answers = answersOf('/private')
    expect(new Set(answers.map(({ body }) => body)).size).toBe(answers.length)
    for (const { cacheStatus } of answers) expect(cacheStatus).not.toMatch(/stored|hit/)
  })

  test('the index of the origin lists every address that is tried', async () => {
    const index = await runCurl(`curl ${demo.out.match(/origin at (\S+),/)?.[1]}/`)
    for (const command of trials.flatMap(({ commands }) => commands)) {
      expect(index.body).toContain(`href="${new URL(command.split(' ').at(-1) ?? '').pathname}"`)
    }
  })

  test('a second one on the same port ends with 1 and says which port to choose', async () => {
    const [, port = ''] = /listens at http:\/\/127\.0\.0\.1:(\d+)/.exec(demo.out) ?? []
    const second = new SpawnedProgram('examples/demo/main.ts', [], { PORT: port })
    expect(await second.ended).toEqual({ code: 1, signal: null })
    expect(second.err).toContain('PORT=8081 npm start')
    expect(second.err).not.toMatch(/^\s+at /m)
  })

  test('a port that is none is refused', async () => {
    const refused = new SpawnedProgram('examples/demo/main.ts', [], { PORT: 'http' })
    expect(await refused.ended).toEqual({ code: 1, signal: null })
    expect(refused.err).toContain('PORT is a port from 0 to 65535, not "http"')
  })

  test('Ctrl-C ends it with 0', async () => {
    demo.process.kill('SIGINT')
    expect(await demo.ended).toEqual({ code: 0, signal: null })
    expect(demo.err).toBe('')
  })
})
