import { createCache, HookError, memoryStore } from '@cachechart/core'
import { fakeReply } from '@cachechart/core/testing'
import { ask } from '../fixtures/front.ts'
import { gatewayFront } from '../fixtures/gateway-front.ts'
import { httpOrigin } from '../fixtures/http-origin.ts'
import { readBody } from '../fixtures/read-body.ts'
import { SeedMachine } from './seed-machine.ts'
import { seedHost, seedRequest } from './seed-subject.ts'

/** What has become of a request's body when its start had failed, and when it was sent again. */
interface FailedStart {
  readonly failed: boolean
  /** What had been taken of it when the first start had failed. */
  readonly taken: number
  readonly received: readonly string[]
}

/** A hook that fails the first time, sooner or later. */
type FailingHook = () => void | Promise<void>

export const failingOnce = (how: 'at once' | 'later'): FailingHook => {
  let calls = 0
  return () => {
    calls += 1
    if (calls > 1) return undefined
    if (how === 'at once') throw new Error('no')
    return new Promise((_resolve, reject) => {
      setImmediate(reject, new Error('no'))
    })
  }
}

/** By the cache alone: the very same request is sent twice. */
export const startInEngine =
  (interpreter: 'table' | 'xstate', method: string) =>
  async (onDirect: FailingHook): Promise<FailedStart> => {
    let taken = 0
    const received: string[] = []
    const cache = createCache({
      store: memoryStore(),
      interpreter,
      backend: {
        async send({ body }) {
          received.push(body === null || body instanceof Uint8Array ? '' : (await readBody(body)).toString())
          return fakeReply()
        },
      },
    })
    const body = (async function* () {
      taken += 1
      yield Buffer.from('body')
    })()
    const request = { method, url: 'http://origin.example/page', fields: [], body }
    const first: unknown = await cache.handle(request, { onDirect }).catch((error: unknown) => error)
    const before = taken
    await cache.handle(request, { onDirect })
    return { failed: first instanceof HookError, taken: before, received }
  }

/** Over sockets: the client asks again. */
export const startAtGateway =
  (interpreter: 'table' | 'xstate', method: string) =>
  async (onDirect: FailingHook): Promise<FailedStart> => {
    const received: string[] = []
    const origin = await httpOrigin((request, response) => {
      void readBody(request).then((body) => {
        received.push(body.toString())
        response.end()
      })
    })
    const overrides = { onDirect }
    const front = await gatewayFront({ origin: origin.url, store: memoryStore(), interpreter, overrides })
    try {
      const question = { method, headers: { 'Content-Length': '4' }, body: Buffer.from('body') }
      const { status } = await ask(front, '/page', question)
      const taken = received.length
      await ask(front, '/page', question)
      return { failed: status === 500, taken, received }
    } finally {
      await front.close()
      await origin.close()
    }
  }

/** By the seed's machine: the very same request is sent twice. */
export const startInSeed = (hook: FailingHook): Promise<FailedStart> => {
  const received: string[] = []
  const host = seedHost({})
  const request = { ...seedRequest({}), beforeSend: () => void hook() }
  const send = (): boolean => {
    const recording = {
      ...host,
      send: (body: string | undefined) => {
        received.push(body ?? '')
        return host.send(body)
      },
    }
    return new SeedMachine(request, recording).poll().type === 'error'
  }
  const failed = send()
  const taken = request.body === undefined ? 1 : 0
  send()
  return Promise.resolve({ failed, taken, received })
}

/** The body is there for whoever sends the request again. */
export const faultsOfStart = ({ failed, taken, received }: FailedStart): string[] => [
  ...(failed ? [] : ['the start did not fail']),
  ...(taken === 0 ? [] : ['the body was taken for a start that failed']),
  ...(received.join() === 'body' ? [] : [`the origin received: ${JSON.stringify(received)}`]),
]
