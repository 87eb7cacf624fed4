import { sampleResponse } from '../sample-response.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import type { Millis } from '../../http/units.ts'
import type { StoredContent } from './explored-store.ts'
import type { FirstStored } from './explored-world.ts'

/** What distinguishes the responses that are stored at first. All would be fresh for 100 s. */
const kinds: Readonly<
  Record<Exclude<FirstStored, 'nothing'>, { readonly age: number; readonly changes: Partial<StoredResponse> }>
> = {
  fresh: { age: 10, changes: {} },
  stale: { age: 150, changes: {} },
  staleIfError: { age: 150, changes: { staleWhileRevalidate: null } },
  veto: { age: 150, changes: { mustNotBeStale: true } },
  part: {
    age: 10,
    changes: {
      status: 206,
      part: { first: 0, last: 1, complete: 4, length: 2, range: 'bytes=0-1' },
    },
  },
}

const directives = (response: Pick<StoredResponse, 'mustNotBeStale' | 'staleWhileRevalidate'>): string =>
  [
    'max-age=100',
    'stale-if-error=100',
    ...(response.staleWhileRevalidate === null ? [] : ['stale-while-revalidate=100']),
    ...(response.mustNotBeStale ? ['must-revalidate'] : []),
  ].join(', ')

/** What a store has before anybody has come. */
export const firstContent = (stored: FirstStored, now: Millis): StoredContent | undefined => {
  if (stored === 'nothing') return undefined
  const { age, changes } = kinds[stored]
  const time = now - age * 1_000
  const windows = { mustNotBeStale: false, staleWhileRevalidate: 100, ...changes }
  const response = sampleResponse({
    fields: ['Cache-Control', directives(windows), 'ETag', '"0"', 'X-Mark', '-'],
    requestTime: time,
    responseTime: time,
    date: time,
    initialAge: 0,
    lifetime: 100,
    staleIfError: 100,
    etag: '"0"',
    ...windows,
  })
  return { response, bytes: new TextEncoder().encode(stored === 'part' ? '--' : '----') }
}
