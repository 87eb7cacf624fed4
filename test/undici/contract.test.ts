import { describe, expect, test } from '@jest/globals'
import type { PendingRequest } from '@cachechart/core'
import { Recorder } from './recorder.ts'
import { ask, fresh, setUp, undicis, type Handler, type Stage } from './stage.ts'

const options = ({ origin }: Stage) => ({ origin: origin.url(''), path: '/', method: 'GET' }) as const

const dispatched = async (
  stage: Stage,
  also?: ConstructorParameters<typeof Recorder>[0],
): Promise<Recorder> => {
  const recorder = new Recorder(also)
  stage.agent.dispatch(options(stage), recorder)
  await recorder.ended
  // Whatever came after the end would come until then.
  await new Promise((resolve) => setImmediate(resolve))
  return recorder
}

describe.each(undicis)('a handler of %s', (_name, undici) => {
  test('has been told all of a hit when dispatch returns', async () => {
    const stage = await setUp(undici, fresh)
    await ask(stage)
    const recorder = new Recorder()
    expect(stage.agent.dispatch(options(stage), recorder)).toBe(true)
    expect(recorder.told).toEqual(['start', 200, 'GET /', 'end'])
  })

  test('is told nothing of a hit while it pauses', async () => {
    const stage = await setUp(undici, fresh)
    await ask(stage)
    const recorder = new Recorder({
      onResponseStart: (controller) => {
        controller.pause()
      },
    })
    stage.agent.dispatch(options(stage), recorder)
    await new Promise((resolve) => setImmediate(resolve))
    expect([recorder.told, recorder.controller?.paused]).toEqual([['start', 200], true])
    recorder.controller?.resume()
    expect([recorder.told, recorder.controller?.paused]).toEqual([['start', 200, 'GET /', 'end'], false])
  })

  test.each(['miss', 'hit'])('may abort at every step of a %s, and is told so once', async (what) => {
    const reason = new Error('enough')
    const steps = ['onRequestStart', 'onResponseStart', 'onResponseData'] as const
    for (const step of steps) {
      const stage = await setUp(undici, fresh)
      if (what === 'hit') await ask(stage)
      const { told, controller } = await dispatched(stage, {
        [step]: (given: { abort(reason: Error): void }) => {
          given.abort(reason)
          given.abort(new Error('once more'))
        },
      })
      expect(told).toEqual([...['start', 200, 'GET /'].slice(0, steps.indexOf(step) + 1), reason])
      expect([controller?.aborted, controller?.reason]).toEqual([true, reason])
    }
  })

  test('that aborts without a reason is given one, by which undici knows it', async () => {
    const stage = await setUp(undici, fresh)
    const { told } = await dispatched(stage, {
      onRequestStart: (controller) => {
        controller.abort(undefined as unknown as Error) // its types ask for one, its handlers give none
      },
    })
    expect(told).toEqual(['start', expect.objectContaining({ name: 'AbortError', code: 'UND_ERR_ABORTED' })])
    expect(told[1]).toBeInstanceOf(undici.errors.RequestAbortedError)
  })

  test('that aborts when all is over changes nothing', async () => {
    const stage = await setUp(undici, fresh)
    const { told, controller } = await dispatched(stage)
    controller?.abort(new Error('late'))
    expect([told, controller?.aborted]).toEqual([['start', 200, 'GET /', 'end'], false])
  })

  test.each(['miss', 'hit'])('that throws at a step of a %s is told its own error', async (what) => {
    const thrown = new Error('thrown')
    for (const step of ['onRequestStart', 'onResponseStart', 'onResponseData', 'onResponseEnd'] as const) {
      const stage = await setUp(undici, fresh)
      if (what === 'hit') await ask(stage)
      const { told } = await dispatched(stage, {
        [step]: () => {
          throw thrown
        },
      })
      expect(told.at(-1)).toBe(thrown)
      expect(told.filter((item) => item === thrown)).toHaveLength(1)
    }
  })

  test('that throws spoils nothing for those who wait for the same', async () => {
    const stage = await setUp(undici, fresh)
    const broken = dispatched(stage, {
      onResponseStart: () => {
        throw new Error('thrown')
      },
    })
    expect((await ask(stage)).text).toBe('GET /')
    await broken
  })

  test('that pauses and resumes within a piece is given the next one after it', async () => {
    const stage = await setUp(undici, (_request, response) => {
      response.setHeader('cache-control', 'max-age=60').end(Buffer.alloc(256 * 1024))
    })
    await ask(stage)
    let [depth, deepest, pieces] = [0, 0, 0]
    await dispatched(stage, {
      onResponseData: (controller) => {
        depth += 1
        deepest = Math.max(depth, deepest)
        pieces += 1
        controller.pause()
        controller.resume()
        depth -= 1
      },
    })
    expect([pieces, deepest]).toEqual([4, 1])
  })

  test('may dispatch again from within its end', async () => {
    const stage = await setUp(undici, fresh)
    await ask(stage)
    let left = 500
    const again = (): void => {
      left -= 1
      if (left > 0) stage.agent.dispatch(options(stage), new Recorder({ onResponseEnd: again }))
    }
    again()
    expect(left).toBe(0)
  })

  test('gets raw headers of its own', async () => {
    let outcome: PendingRequest | undefined
    const answer: Handler = (_request, response) => {
      response.setHeader('cache-control', 'max-age=60').setHeader('set', ['a', 'b']).end()
    }
    const stage = await setUp(undici, answer, {
      onSend: (pending) => {
        outcome = pending
      },
    })
    for (let count = 0; count < 3; count += 1) {
      let [headers, raw]: [unknown, unknown[]] = [undefined, []]
      await dispatched(stage, {
        onResponseStart: (controller, _status, given) => {
          headers = structuredClone(given)
          raw = controller.rawHeaders as unknown[]
          raw.splice(0)
          for (const name of Object.keys(given)) Reflect.deleteProperty(given, name)
        },
      })
      expect([headers, raw]).toEqual([expect.objectContaining({ set: ['a', 'b'] }), []])
      expect(outcome?.poll()?.fields).toContain('set')
    }
  })

  test('gets the trailers raw as well', async () => {
    const stage = await setUp(undici, (_request, response) => {
      response.setHeader('trailer', 'X-Sum').write('content')
      response.addTrailers([['X-Sum', '1']])
      response.end()
    })
    const { controller } = await dispatched(stage)
    expect(controller?.rawTrailers).toEqual(['x-sum', '1'])
  })

  test('hears of its request on the way as it would without a cache', async () => {
    const stage = await setUp(undici, fresh)
    const plain = new undici.Agent()
    const heard = async (agent: Stage['agent']): Promise<string[]> => {
      const notes: string[] = []
      const recorder = new Recorder()
      const handler = Object.assign(recorder, {
        onBodySent: (chunk: Buffer) => notes.push(chunk.toString()),
        onRequestSent: () => notes.push('sent'),
        onResponseStarted: () => notes.push('answered'),
      })
      agent.dispatch({ ...options(stage), method: 'POST', body: 'content' }, handler)
      await recorder.ended
      return notes
    }
    const without = await heard(plain)
    expect(without.length).toBeGreaterThan(0)
    expect(await heard(stage.agent)).toEqual(without)
    await plain.close()
  })
})

test('a handler of undici 7 may be of its older kind', async () => {
  const [, undici7] = undicis[1] ?? []
  if (undici7 === undefined) throw new Error('there is an undici 7')
  const stage = await setUp(undici7, fresh)
  for (let count = 0; count < 2; count += 1) {
    const told: unknown[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    const legacy = {
      onConnect: () => told.push('connect'),
      onHeaders: (status: number, raw: Buffer[]) => {
        told.push(status, raw.map(String).includes('cache-control'))
        return true
      },
      onData: (chunk: Buffer) => told.push(chunk.toString()) > 0,
      onComplete: () => {
        resolve()
      },
      onError: resolve,
    }
    stage.agent.dispatch(options(stage), legacy as object)
    await promise
    expect(told).toEqual(['connect', 200, true, 'GET /'])
  }
  expect(stage.origin.seen).toHaveLength(1)
})
