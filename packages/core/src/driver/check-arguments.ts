import type { CacheOptions, CacheRequest } from './cache-api.ts'
import { checkAbortChoices, checkChoice, checkLimits, isToken } from './check-values.ts'
import { MisuseError } from './driver-errors.ts'

/** @throws MisuseError when the cache cannot be built from these. */
export const checkOptions = (options: CacheOptions): void => {
  const { store, backend, interpreter = 'table', inspect, deadlines = {}, background = {} } = options
  const { traceCapacity = 0, owedInvalidations = 0 } = options
  if (typeof store?.get !== 'function')
    throw new MisuseError('createCache needs a store, for example memoryStore()')
  if (typeof backend?.send !== 'function')
    throw new MisuseError('createCache needs a backend: an object with send()')
  if (interpreter !== 'table' && interpreter !== 'xstate') {
    throw new MisuseError(`interpreter must be "table" or "xstate"; it is ${String(interpreter)}`)
  }
  if (inspect !== undefined && interpreter !== 'xstate') {
    throw new MisuseError(
      'inspect needs interpreter: "xstate"; the table has nothing that XState could inspect',
    )
  }
  checkLimits('deadlines', deadlines)
  const { waitUntil: _function, ...limits } = background
  checkLimits('background', limits)
  checkFlights(options)
  checkLimits('storeBreaker', options.storeBreaker ?? {})
  checkLimits('writeBehind', options.writeBehind ?? {})
  checkLimits('options', { traceCapacity, owedInvalidations })
}

/** How requests share a fetch, and what becomes of it when they leave. */
const checkFlights = ({ collapse = {}, abort = {}, stuckAfter }: CacheOptions): void => {
  const { onTimeout, uncacheable, ...limits } = collapse
  checkLimits('collapse', limits)
  checkLimits('options', { stuckAfter })
  checkChoice('collapse.onTimeout', onTimeout, ['pass', 'stale', 'fail'])
  checkChoice('collapse.uncacheable', uncacheable, ['miss', 'pass'])
  checkAbortChoices('abort', abort)
}

/** @throws MisuseError when this is no request that a cache could answer. */
export const checkRequest = ({ method, url, fields }: CacheRequest): void => {
  if (method !== 'GET' && !isToken(method)) {
    throw new MisuseError(`request.method must be a token, as in "GET"; it is ${JSON.stringify(method)}`)
  }
  if (typeof url !== 'string' || !url.includes('://')) {
    throw new MisuseError(
      `request.url must be absolute, as in "http://example.com/"; it is ${JSON.stringify(url)}`,
    )
  }
  if (!Array.isArray(fields) || fields.length % 2 !== 0) {
    throw new MisuseError('request.fields must be a flat list: name, value, name, value, …')
  }
}
