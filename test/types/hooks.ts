/** What hooks are given, and what they may do with it. */
import type {
  BodyTransform,
  Candidate,
  Hooks,
  OutgoingRequest,
  RequestHead,
  StorageOverrides,
} from '@cachechart/core'
import type { Equal, Expect } from './assert-types.ts'

type Hook<Name extends keyof Hooks> = Parameters<NonNullable<Hooks[Name]>>

export type Claims = [
  Expect<Equal<keyof Hooks, 'beforeSend' | 'afterSend' | 'onDirect'>>,
  Expect<Equal<Hook<'beforeSend'>, [request: OutgoingRequest]>>,
  Expect<Equal<Hook<'onDirect'>, [request: OutgoingRequest]>>,
  Expect<Equal<Hook<'afterSend'>, [candidate: Candidate]>>,
  Expect<Equal<ReturnType<NonNullable<Hooks['afterSend']>>, void | PromiseLike<void>>>,
  Expect<Equal<BodyTransform, (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>>>,
  Expect<Equal<Candidate['ttl'], number>>,
  Expect<Equal<OutgoingRequest['client'], RequestHead>>,
  Expect<Equal<OutgoingRequest['overrides'], StorageOverrides>>,
]

export const hooks: Hooks = {
  beforeSend: async (request) => {
    await Promise.resolve()
    request.url = 'http://elsewhere.example/'
    request.setHeader('X-Signed', request.getHeader('date') ?? 'never')
    request.override({ ttl: 60 })
    // @ts-expect-error the method stays what it was
    request.method = 'POST'
    // @ts-expect-error fields are changed by setHeader and its like
    request.fields = []
    // @ts-expect-error what the client asked for is not changed
    request.client.fields.push('A', 'b')
    // @ts-expect-error whether it passes is decided before
    request.override({ pass: true })
    // @ts-expect-error a field's value is a string
    request.setHeader('Age', 1)
  },
  afterSend: (candidate) => {
    candidate.status = 203
    candidate.action = candidate.status < 400 ? 'insert' : 'doNotStore'
    candidate.ttl = candidate.maxAge / 2
    candidate.vary = ['Accept']
    candidate.surrogateKeys = [...candidate.surrogateKeys, 'b']
    candidate.transformBody(async function* (body) {
      for await (const chunk of body) yield chunk.subarray(1)
    })
    // @ts-expect-error seconds are a number
    candidate.ttl = '60'
    // @ts-expect-error unset is what it is until it is set
    candidate.ttl = undefined
    // @ts-expect-error there is no such action
    candidate.action = 'store'
    // @ts-expect-error it is told, not set
    candidate.isStale = false
    // @ts-expect-error it is told, not set
    candidate.staleIfErrorAvailable = true
    // @ts-expect-error the reason goes with the status
    candidate.reason = 'Fine'
    // @ts-expect-error a list in place of the one that was, not an addition to it
    candidate.surrogateKeys.push('b')
    // @ts-expect-error bytes, not text
    candidate.transformBody(async function* () {
      yield 'text'
    })
    // @ts-expect-error a body is streamed, not given whole
    candidate.transformBody((body: Uint8Array) => body)
  },
  onDirect: (request) => {
    request.removeHeader('Cookie')
  },
}

export const mistakes: readonly Hooks[] = [
  // @ts-expect-error a request goes out, not a candidate
  { beforeSend: (candidate: Candidate) => void candidate.ttl },
  // @ts-expect-error a candidate comes in, not a request
  { afterSend: (request: OutgoingRequest) => void request.url },
  // @ts-expect-error nothing is done with what a hook returns
  { afterSend: () => 'doNotStore' },
  // @ts-expect-error a second argument would never be given
  { onDirect: (request: OutgoingRequest, next: () => void) => void [request, next()] },
  // @ts-expect-error there is no such hook
  { onSend: () => undefined },
  // @ts-expect-error one function, not several
  { beforeSend: [() => undefined] },
]
