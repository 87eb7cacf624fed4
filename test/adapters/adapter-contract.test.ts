import {
  adapterContract,
  ContractError,
  type AdapterAnswer,
  type AdapterAsk,
  type AdapterContractOptions,
  type AdapterFront,
  type StartAdapter,
} from '@cachechart/adapters/testing'
import { cachedFetch } from '@cachechart/adapters/fetch'
import { MisuseError } from '@cachechart/core'
import { describe, expect, test } from '@jest/globals'
import { adapters, type AdapterName } from './adapters.ts'

const conditional = 'a client that has the stored response is told so by a 304'

const options: Readonly<Record<AdapterName, AdapterContractOptions>> = {
  core: {},
  gateway: { errorsAs: 'responses' },
  fetch: { except: { [conditional]: 'Fetch §4.5, step 15: such a caller has a cache of its own.' } },
  undici: {},
  web: {},
  middleware: { errorsAs: 'responses' },
}
const names = Object.keys(adapters) as AdapterName[] // the keys of a constant of ours

describe.each(names)('the adapter %s keeps the contract:', (name) => {
  test.each(adapterContract(adapters[name], options[name]))('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})

type Open = AdapterFront['open']

/** An adapter made of `cachedFetch` in a few lines, as a user would, with its way to ask changed. */
const asking =
  (change: (open: Open, front: AdapterFront) => Open = (open) => open): StartAdapter =>
  ({ url }, cacheOptions) => {
    const fetch = cachedFetch(cacheOptions)
    const urlOf = (path: string): string => url + path
    const open: Open = (path, ask) => fetch(urlOf(path), ask)
    const front: AdapterFront = { cache: fetch.cache, urlOf, open, close: () => undefined }
    return { ...front, open: change(open, front) }
  }

const without = (answer: AdapterAnswer, name: string): AdapterAnswer => {
  const headers = new Headers(answer.headers)
  headers.delete(name)
  return { status: answer.status, headers, body: answer.body }
}

const whole = async ({ status, headers, body }: AdapterAnswer): Promise<AdapterAnswer> => {
  const pieces: Uint8Array[] = []
  if (body !== null) for await (const piece of body) pieces.push(piece)
  return { status, headers, body: new Response(Buffer.concat(pieces)).body }
}

/** Adapters that break one promise each, and the fault that must be named. */
const broken: Readonly<Record<string, readonly [StartAdapter, promise: string, fault: string]>> = {
  'answers HEAD with a body': [
    asking(
      (open) => (path, ask) => open(path, { ...ask, method: ask?.method?.replace('HEAD', 'GET') ?? 'GET' }),
    ),
    'HEAD is answered from a stored GET, without a body and with its length',
    'expected at [0] "200", seen "200 one"',
  ],
  'does not tell that it is a hit': [
    asking((open) => async (path, ask) => without(await open(path, ask), 'cache-status')),
    'a miss is stored; a hit tells its age, and that it is one',
    'expected at [0][1] "fwd=uri-miss; stored", seen ""',
  ],
  'loses the age': [
    asking((open) => async (path, ask) => without(await open(path, ask), 'age')),
    'a miss is stored; a hit tells its age, and that it is one',
    'expected at [1][2] "20", seen null',
  ],
  'loses cookies': [
    asking((open) => async (path, ask) => without(await open(path, ask), 'set-cookie')),
    'a response that sets a cookie is handed on with it, and not stored',
    'expected at [1] "a=1", seen null',
  ],
  'loses the fields of requests': [
    asking(
      (open) =>
        (path, { headers: _lost, ...ask } = {}) =>
          open(path, ask),
    ),
    'only-if-cached is a 504 where nothing is stored, and a hit where something is',
    'the end of the scenario never came: not within 500 ms',
  ],
  'loses the bodies of requests': [
    asking(
      (open) =>
        (path, { body: _lost, ...ask } = {}) =>
          open(path, ask),
    ),
    'a POST reaches the origin with its body, and invalidates what is stored for its URL',
    'expected at [4] "hello", seen ""',
  ],
  'loses the query': [
    asking((open) => (path, ask) => open(path.replace(/\?.*/, ''), ask)),
    'the query is a part of what is asked for',
    'expected at [1] "200 other", seen "200 one"',
  ],
  'waits for the whole body': [
    asking((open) => async (path, ask) => whole(await open(path, ask))),
    'the first byte of a body comes before its end, and the whole is stored',
    'the end of the scenario never came: not within 500 ms',
  ],
  'does not tell the cache that a client has left': [
    asking((open) => async (path, { signal, ...ask }: AdapterAsk = {}) => {
      const left = new Promise<never>((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          reject(new Error('left'))
        })
      })
      return Promise.race([open(path, ask), left])
    }),
    'a client that leaves while it leads is missed by nobody: the response is stored',
    'the end of the scenario never came: not within 500 ms',
  ],
  'hides that an origin is down': [
    asking((open) => (path, ask) => open(path, ask).catch(() => new Response('all is well'))),
    'an origin that is down is an error, and the next request asks again',
    'expected at [0] "rejected", seen "200 all is well"',
  ],
  'tells of errors otherwise than it says': [
    asking((open) => (path, ask) => open(path, ask).catch(() => new Response(null, { status: 502 }))),
    'an origin that is down is an error, and the next request asks again',
    'expected at [0] "rejected", seen "502"',
  ],
  'asks for more than its clients do': [
    asking((open, front) => (path, ask) => {
      front.cache.send({ method: 'GET', url: front.urlOf('/forgotten'), fields: [] })
      return open(path, ask)
    }),
    'what says no-store is not stored',
    'work is left when all clients are served: GET ',
  ],
}

describe('the contract notices an adapter that', () => {
  test.each(Object.entries(broken))('%s', async (_, [startAdapter, promise, fault]) => {
    const cases = adapterContract(startAdapter, { patience: 500 })
    const failure: unknown = await cases
      .find(({ name }) => name === promise)
      ?.run()
      .catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ContractError)
    const message = failure instanceof ContractError ? failure.message : ''
    expect(message).toContain(fault)
    expect(message).toContain(`the promise: ${promise}`)
  })
})

describe('the cases that are left out', () => {
  test('are those that are named', () => {
    const all = adapterContract(asking())
    const some = adapterContract(asking(), { except: { [conditional]: 'it is no concern of ours' } })
    expect(all.length - some.length).toBe(1)
    expect(some.map(({ name }) => name)).not.toContain(conditional)
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  })

  test('have to be there, and there has to be a reason', () => {
    expect(() => adapterContract(asking(), { except: { 'no such case': 'because' } })).toThrow(MisuseError)
    expect(() => adapterContract(asking(), { except: { [conditional]: '' } })).toThrow('say why')
  })
})
