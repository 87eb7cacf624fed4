import { cachedFetch } from '@cachechart/adapters/fetch'
import { askByFetch } from '../../callers/ask-by-fetch.ts'
import type { Subject, SubjectParts } from '../subject.ts'
import { fetchFrom } from './fetch-from.ts'

/** A `fetch` with a cache, shared by its callers, over the platform's own. */
export function fetchSubject({ origin, options }: SubjectParts): Subject {
  const fetch = cachedFetch({ ...options, policy: { shared: true }, fetch: fetchFrom(origin) })
  return {
    cache: fetch.cache,
    clients: new Set(),
    access: { type: 'calls', ask: askByFetch((request) => fetch(request)) },
    close: () => Promise.resolve(),
  }
}
