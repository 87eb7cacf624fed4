/**
 * A reply on its way into the cache, as a hook sees it: each property tells what the cache would make of the reply, and can
 * be set to something else. What is changed in its fields changes what the cache would make of it.
 *
 * `node --conditions=source examples/surface/candidate.ts`
 */
import { text } from 'node:stream/consumers'
import { createCache, memoryStore, type Backend, type Candidate } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'

const fields = [
  ...['Cache-Control', 'max-age=60, stale-while-revalidate=5, stale-if-error=600', 'Age', '10'],
  ...['Vary', 'Accept-Language, User-Agent', 'Surrogate-Key', 'news page-1'],
]
const backend: Backend = {
  send: () => ({ status: 200, reason: 'OK', fields, body: Buffer.from('hello') }),
}
const clock = fakeClock()
const cache = createCache({ store: memoryStore(), backend, clock })

const show = (candidate: Candidate): void => {
  const { status, action, ttl, maxAge, age, vary, surrogateKeys, sensitive, isStale } = candidate
  const { staleWhileRevalidate, staleIfError, staleIfErrorAvailable } = candidate
  console.log(`  status ${status}, ${action}; vary: ${vary.join(', ')}; labels: ${surrogateKeys.join(', ')}`)
  console.log(`  ttl ${ttl} of ${maxAge}, age ${age}, stale: ${isStale}, sensitive: ${sensitive}`)
  console.log(`  then stale for ${staleWhileRevalidate} s, or ${staleIfError} s in place of an error`)
  console.log(`  something stored may stand in for an error now: ${staleIfErrorAvailable}`)
}

async function ask(what: string, change: (candidate: Candidate) => void): Promise<void> {
  const afterSend = (candidate: Candidate): void => {
    change(candidate)
    console.log(`${what}:`)
    show(candidate)
  }
  const response = await cache.handle(
    { method: 'GET', url: 'http://example.com/', fields: [] },
    { afterSend },
  )
  console.log(
    `  → ${response.status}, ${response.outcome}, ttl ${response.ttl}: ${await text(response.body)}\n`,
  )
}

await ask('As it came', () => undefined)
clock.advance(60_000)
await ask('As the hook has set it', (candidate) => {
  candidate.status = 203
  candidate.ttl = 300
  candidate.staleWhileRevalidate = 0
  candidate.staleIfError = 30
  candidate.vary = ['Accept-Language']
  candidate.surrogateKeys = ['all'] // in place of those that it had
  candidate.sensitive = true
})
clock.advance(320_000)
await ask('As its fields were changed', (candidate) => {
  candidate.setHeader('Cache-Control', 'max-age=20')
  candidate.appendHeader('Vary', 'Accept')
})
