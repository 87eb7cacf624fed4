import { BackendError, createCache, type FieldLines, type PendingRequest } from '@cachechart/core'
import { fakeBackend, type FakeBackend } from '@cachechart/core/testing'
import type { Opening, Place, PlaceOptions } from './ground.ts'
import type { ScriptedOrigin } from './scripted-origin.ts'

const base = 'http://origin.example'

/** The cache alone, within the process: what is around it is faked. */
export function enginePlace(options: PlaceOptions): Place {
  const backend = fakeBackend()
  const cache = createCache({ ...options, backend })
  return {
    cache,
    origin: scriptedOrigin(backend),
    url: (path) => base + path,
    open(path, { method = 'GET', headers = {}, body }, signal) {
      const fields = Object.entries(headers).flat()
      const pending = cache.send({ method, url: base + path, fields, body: body ?? null })
      signal.addEventListener('abort', () => {
        pending.cancel()
      })
      return openingOf(pending)
    },
    close: () => Promise.resolve(),
  }
}

/** An error is made into a response, as every adapter does. */
async function openingOf(pending: PendingRequest): Promise<Opening> {
  try {
    const { status, fields, body } = await pending.wait()
    return { status, headers: headersOf(fields), body }
  } catch (error) {
    const headers = headersOf(pending.errorFields([]))
    return { status: statusOf(error), headers, body: (async function* () {})() }
  }
}

const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 500

function headersOf(fields: FieldLines): Headers {
  const headers = new Headers()
  for (let index = 0; index < fields.length; index += 2)
    headers.append(fields[index] ?? '', fields[index + 1] ?? '')
  return headers
}

const scriptedOrigin = (backend: FakeBackend): ScriptedOrigin => ({
  get requests() {
    return backend.requests.map(({ method, url, fields }) => ({
      method,
      path: url.slice(new URL(url).origin.length),
      headers: headersOf(fields),
    }))
  },
  get cancelled() {
    return backend.cancelled
  },
  reply({ status = 200, headers = {} } = {}, body) {
    backend.reply({ status, fields: Object.entries(headers).flat() }, body)
  },
  fail() {
    backend.fail(new BackendError('ERR_BACKEND_PROTOCOL', 'this is no HTTP'))
  },
})
