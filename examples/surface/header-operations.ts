/**
 * What is to be said in a response, said before anything is known of it: for a response, for an error, or for whatever it
 * will be. It is for this caller alone: nothing of it is stored.
 *
 * `node --conditions=source examples/surface/header-operations.ts`
 */
import { createCache, fieldValue, memoryStore, type Backend, type PendingRequest } from '@cachechart/core'

const backend: Backend = {
  send({ url }) {
    if (url.endsWith('/broken')) return Promise.reject(new Error('connection lost'))
    const fields = ['Cache-Control', 'max-age=60', 'Server', 'origin/1', 'Link', '</a>']
    return Promise.resolve({ status: 200, reason: 'OK', fields, body: Buffer.from('hello') })
  },
}
const cache = createCache({ store: memoryStore(), backend })
const send = (path: string): PendingRequest =>
  cache.send({ method: 'GET', url: `http://example.com${path}`, fields: [] })

const names = ['x-request-id', 'link', 'server', 'retry-after']
/** A response whose body nobody wants is given up. */
const fieldsOf = async (pending: PendingRequest): Promise<readonly string[]> => {
  const { fields, body } = await pending.wait()
  body.cancel()
  return fields
}
const show = (what: string, fields: readonly string[]): void => {
  console.log(`${what}:`)
  for (const name of names) console.log(`  ${name}: ${fieldValue(fields, name) ?? '-'}`)
}

const operate = (pending: PendingRequest): PendingRequest => {
  pending.setResponseHeader('X-Request-Id', '7') // on any
  pending.appendResponseHeader('Link', '</b>', 'response')
  pending.removeResponseHeader('Server', 'response')
  pending.setResponseHeader('Retry-After', '5', 'error')
  return pending
}

show('a response', await fieldsOf(operate(send('/page'))))
show('the same for another caller', await fieldsOf(send('/page')))

const failed = operate(send('/broken'))
await failed.wait().catch((error: unknown) => {
  console.log('(there is no response:', error instanceof Error ? `${error.message})` : ')')
})
show('the error that is answered then', failed.errorFields(['Server', 'front']))

try {
  failed.setResponseHeader('X-Late', 'yes')
} catch (error) {
  console.log('afterwards it is too late:', error instanceof Error ? error.name : '')
}
