import { BackendError, type BackendReply } from '@cachechart/core'
import { describe, expect, test } from '@jest/globals'
import { fetchBackend } from '../fetch/fetch-backend.ts'
import { gatewayBackend } from '../node/gateway-backend.ts'
import { undiciBackend } from '../node/undici-backend.ts'
import { handlerBackend } from '../web/handler-backend.ts'
import { backendContract, type BackendContractOptions, type BackendOnTrial } from './backend-contract.ts'
import { ContractError } from './contract-error.ts'

type MakeBackend = (originUrl: string) => BackendOnTrial

const gateway: MakeBackend = (originBase) => {
  const upstream = undiciBackend()
  const options = { forwarded: 'append', host: 'origin', name: 'contract' } as const
  return Object.assign(gatewayBackend({ upstream, originBase, ...options }), {
    close: () => upstream.close(),
  })
}

/** A handler that hands everything on by fetch, which has undone the coding of the body. */
const handler: MakeBackend = () =>
  handlerBackend(
    async (request) => {
      const { status, headers: given, body } = await fetch(request, { redirect: 'manual' })
      const headers = new Headers(given)
      headers.delete('content-encoding')
      return new Response(body, { status, headers })
    },
    () => undefined,
  )

const backends: Readonly<Record<string, readonly [MakeBackend, BackendContractOptions]>> = {
  undiciBackend: [() => undiciBackend(), {}],
  gatewayBackend: [gateway, {}],
  fetchBackend: [() => fetchBackend(fetch), { lacks: ['interim', 'trailers', 'spelling', 'lines', 'codes'] }],
  handlerBackend: [handler, { lacks: ['interim', 'trailers', 'spelling', 'lines', 'codes'] }],
}

describe.each(Object.entries(backends))('%s keeps the contract:', (_, [makeBackend, options]) => {
  test.each(backendContract(makeBackend, options))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

const undici = () => undiciBackend()

/** undici's backend, with something done to what it replies. */
const replying = (change: (reply: BackendReply) => BackendReply | Promise<BackendReply>): MakeBackend => {
  return () => {
    const inner = undici()
    const send: BackendOnTrial['send'] = async (request, signal) => change(await inner.send(request, signal))
    return { send, close: () => inner.close() }
  }
}

const sending = (change: Partial<Parameters<BackendOnTrial['send']>[0]>): MakeBackend => {
  return () => {
    const inner = undici()
    return {
      send: (request, signal) => inner.send({ ...request, ...change }, signal),
      close: () => inner.close(),
    }
  }
}

const whole = async (reply: BackendReply): Promise<BackendReply> => {
  if (reply.body === null || reply.body instanceof Uint8Array) return reply
  const chunks: Uint8Array[] = []
  for await (const chunk of reply.body) chunks.push(chunk)
  return { ...reply, body: Buffer.concat(chunks) }
}

async function* mute(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } catch {
    // It says nothing of it.
  }
}

/** Backends that break one promise each, and the fault that must be named. */
const broken: Readonly<Record<string, readonly [MakeBackend, promise: string, fault: string]>> = {
  'reads all of a body before it hands it out': [
    replying(whole),
    'the first piece of a body comes before its end',
    'the head of the response never came',
  ],
  'keeps one of several lines': [
    replying((reply) => ({
      ...reply,
      fields: Object.entries(Object.fromEntries(pairs(reply.fields))).flat(),
    })),
    'each Set-Cookie is a line of its own',
    'the lines: expected ["set-cookie: a=1; path=/","set-cookie: b=2"], seen ["set-cookie: b=2"]',
  ],
  'does not listen to the signal': [
    () => {
      const inner = undici()
      const deaf = new AbortController().signal
      return { send: (request) => inner.send(request, deaf), close: () => inner.close() }
    },
    'a signal that is aborted within the body ends the body and its connection',
    'the end of the connection to the origin never came',
  ],
  'lets whatever is thrown pass': [
    () => ({ send: async (request) => fetched(await fetch(request.url)) }),
    'an origin that cannot be reached is a BackendError',
    'must be a BackendError, and is TypeError: fetch failed',
  ],
  'takes a body that breaks off for a whole one': [
    replying((reply) =>
      reply.body === null || reply.body instanceof Uint8Array ? reply : { ...reply, body: mute(reply.body) },
    ),
    'a connection that is reset within the body is a BackendError, and the next request is answered',
    'a connection that is reset within the body is no failure: "half" came',
  ],
  'takes an error status for a failure': [
    replying((reply) => {
      if (reply.status < 500) return reply
      throw new BackendError('ERR_BACKEND_FAILED', `the status is ${reply.status}`)
    }),
    'error statuses and redirects are responses, handed out as they are',
    'the status is 500',
  ],
  'sends no fields': [
    sending({ fields: [] }),
    'the fields of the request arrive',
    'what the origin has heard: expected ["\\"1\\"","a, b","Basic YTpi"], seen [null,null,null]',
  ],
  'is told of no interim response': [
    sending({ onInformation: undefined }),
    'interim responses are told of, before the final one',
    'what was told when the head came: expected ["103 </style.css>; rel=preload"], seen []',
  ],
  'takes whatever it is sent, whether it is read or not': [
    replying((reply) => {
      if (reply.body === null || reply.body instanceof Uint8Array) return reply
      const taken: Uint8Array[] = []
      const { body } = reply
      const taking = (async () => {
        for await (const chunk of body) taken.push(chunk)
      })()
      return { ...reply, body: afterwards(taking, taken) }
    }),
    'a body that nobody reads is not fetched on and on',
    'no backpressure: 268435456 bytes were taken from the origin, and one piece was read',
  ],
}

async function* afterwards(taking: Promise<void>, taken: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (let next = 0; ; next += 1) {
    const chunk = taken[next]
    if (chunk !== undefined) yield chunk
    else {
      await taking
      return
    }
  }
}

const pairs = (fields: readonly string[]): [string, string][] =>
  fields.flatMap((name, index) => (index % 2 === 0 ? [[name.toLowerCase(), fields[index + 1] ?? '']] : []))

const fetched = ({ status, statusText: reason, body }: Response): BackendReply => ({
  ...{ status, reason, fields: [], body },
})

describe('the contract notices a backend that', () => {
  test.each(Object.entries(broken))('%s', async (_, [makeBackend, promise, fault]) => {
    const found = backendContract(makeBackend, { patience: 300 }).find(({ name }) => name === promise)
    const failure: unknown = await found?.run().catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    expect(failure instanceof Error && failure.message).toContain(fault)
  })
})

test('a fault is told with the promise that it breaks', async () => {
  const [first] = backendContract(replying((reply) => ({ ...reply, status: 200 })))
  const failure: unknown = await first?.run().catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(ContractError)
  expect(failure).toMatchObject({
    code: 'ERR_CONTRACT',
    message:
      'the status: expected 201, seen 200\n' +
      '  the promise: a response is handed out with its status, fields and body',
  })
})

test('each case has a name of its own, and what a backend lacks is left out', () => {
  const names = backendContract(undici).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  const lacks = ['interim', 'trailers', 'spelling', 'lines', 'codes'] as const
  expect(backendContract(undici, { lacks })).toHaveLength(names.length - 4)
})
