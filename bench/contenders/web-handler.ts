import { cachedHandler } from '@cachechart/adapters/web'
import { readSample } from './fetch-target.ts'
import { helloApp } from './hono-server.ts'
import { paths, requestFields, sampleBody, sampleFields } from './sample-messages.ts'
import type { CreateWork } from './work.ts'

type Handler = (request: Request) => Response | Promise<Response>

const toHeaders = (cacheControl: string): Record<string, string> => toRecord(sampleFields(cacheControl))

function toRecord(fields: readonly string[]): Record<string, string> {
  const record: Record<string, string> = {}
  for (let index = 0; index < fields.length; index += 2) record[fields[index] ?? ''] = fields[index + 1] ?? ''
  return record
}

const text = new TextDecoder().decode(sampleBody)
const freshHeaders = toHeaders('max-age=3600')
const uncacheableHeaders = toHeaders('no-store')

/** The least that a handler can do. */
const bare: Handler = ({ url }) =>
  new Response(text, { headers: url.endsWith(paths.uncacheable) ? uncacheableHeaders : freshHeaders })

/** How to put a cache before a handler, or nothing. */
type Wrap = (handler: Handler) => Handler

const handlers: ReadonlyMap<string, { readonly inner: () => Handler; readonly wrap: Wrap }> = new Map([
  ['bare', { inner: () => bare, wrap: (handler) => handler }],
  ['cached', { inner: () => bare, wrap: (handler) => cachedHandler(handler) }],
  ['hono', { inner: () => helloApp().fetch, wrap: (handler) => handler }],
  ['cached-hono', { inner: () => helloApp().fetch, wrap: (handler) => cachedHandler(handler) }],
])

/** So many calls make one turn of the event loop: what a platform cleans up between turns is a part of the cost. */
const callsPerTurn = 64

/** Calls a handler with a new Request each time, and reads what comes; the argument is its name and a path. */
export const webHandlerWork: CreateWork = (argument) => {
  const [name = '', path = ''] = argument.split(' ')
  const found = handlers.get(name)
  if (found === undefined) throw new RangeError(`no handler is called "${name}"`)
  const inner = found.inner()
  let calls = 0
  let asked = 0
  const handler = found.wrap((request) => {
    calls += 1
    return inner(request)
  })
  const isCached = name.startsWith('cached') && path === paths.fresh
  const init = { headers: toRecord(requestFields) }
  return {
    async run(count) {
      for (let done = 0; done < count; done += 1) {
        await readSample(await handler(new Request(`http://localhost${path}`, init)))
        if (done % callsPerTurn === 0) await new Promise((resolve) => setImmediate(resolve))
      }
      asked += count
      if (calls !== (isCached ? 1 : asked)) throw new Error(`the handler was called ${calls} times`)
    },
  }
}
