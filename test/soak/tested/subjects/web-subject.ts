import { cachedHandler } from '@cachechart/adapters/web'
import { askByFetch } from '../../callers/ask-by-fetch.ts'
import type { Subject, SubjectParts } from '../subject.ts'
import { fetchFrom } from './fetch-from.ts'

/** A handler that passes on what the origin answers, called as the server of a platform would. */
export function webSubject({ origin, options }: SubjectParts): Subject {
  const { background, ...others } = options
  const fetchOrigin = fetchFrom(origin)
  const handler = cachedHandler((request) => fetchOrigin(request), {
    ...others,
    ...(background && { background }),
  })
  return {
    cache: handler.cache,
    clients: new Set(),
    access: { type: 'calls', ask: askByFetch((request) => handler(request)) },
    close: () => Promise.resolve(),
  }
}
