import { setTimeout as sleep } from 'node:timers/promises'
import { send, type Route } from './route.ts'

const thinkingTime = 800

/** What the demonstration origin serves, by path. Each call makes routes that fail, and count, for themselves. */
export function createRoutes(): Readonly<Record<string, Route>> {
  return { ...cacheableRoutes(), ...sharedRoutes, ...failingRoutes() }
}

function cacheableRoutes(): Record<string, Route> {
  let made = 0
  const fresh = (seconds: number, more = '') => ({ 'Cache-Control': `max-age=${seconds}${more}` })
  const json = () => {
    made += 1
    return `${JSON.stringify({ made: new Date().toISOString(), number: made })}\n`
  }
  return {
    '/slow.json': {
      about: `JSON that takes ${thinkingTime} ms to make; fresh for 10 s`,
      async answer(request, response) {
        await sleep(thinkingTime)
        const body = json()
        const fields = { ...fresh(10), ETag: `"${made}"`, 'Content-Type': 'application/json' }
        send(request, response, { fields, body })
      },
    },
    '/etag': {
      about: 'never changes, fresh for 3 s; answers 304 to whoever has it',
      answer(request, response) {
        send(request, response, { fields: { ...fresh(3), ETag: '"always"' }, body: 'This never changes.\n' })
      },
    },
    '/swr': {
      about: `takes ${thinkingTime} ms; fresh for 2 s, then stale-while-revalidate for 30 s`,
      async answer(request, response) {
        await sleep(thinkingTime)
        const fields = { ...fresh(2, ', stale-while-revalidate=30'), 'Content-Type': 'application/json' }
        send(request, response, { fields, body: json() })
      },
    },
  }
}

const greetings: Readonly<Record<string, string>> = {
  de: 'Guten Tag!',
  en: 'Good day!',
  fr: 'Bonjour !',
}

const sharedRoutes: Record<string, Route> = {
  '/vary': {
    about: 'a greeting for each Accept-Language (de, en, fr); fresh for 60 s',
    answer(request, response) {
      const asked = request.headers['accept-language']?.slice(0, 2) ?? ''
      const language = asked in greetings ? asked : 'en'
      const fields = { 'Cache-Control': 'max-age=60', Vary: 'Accept-Language', 'Content-Language': language }
      send(request, response, { fields, body: `${greetings[language]}\n` })
    },
  },
  '/private': {
    about: 'for one user only: no shared cache may store it',
    answer(request, response) {
      const fields = { 'Cache-Control': 'private, max-age=60' }
      send(request, response, { fields, body: `Made for you alone at ${new Date().toISOString()}.\n` })
    },
  },
  '/stream': {
    about: 'text that arrives in ten pieces over 2 s; fresh for 30 s',
    async answer(_request, response) {
      response.writeHead(200, { 'Cache-Control': 'max-age=30', 'Content-Type': 'text/plain; charset=utf-8' })
      for (let piece = 1; piece <= 10 && !response.destroyed; piece += 1) {
        response.write(`piece ${piece} of 10\n`)
        await sleep(200)
      }
      response.end()
    },
  },
  '/big': {
    about: '8 MiB of text; fresh for 60 s',
    answer(request, response) {
      send(request, response, { fields: { 'Cache-Control': 'max-age=60' }, body: bigText })
    },
  },
}

const bigText = 'All work and no cache makes Jack a slow boy.\n'.repeat(186_414)

function failingRoutes(): Record<string, Route> {
  let failing = false
  return {
    '/flaky': {
      about: 'fresh for 1 s, then stale-if-error for 60 s; answers 503 while it is broken',
      answer(request, response) {
        const fields = { 'Cache-Control': 'max-age=1, stale-if-error=60' }
        if (failing) send(request, response, { status: 503, fields: {}, body: 'Out of order.\n' })
        else send(request, response, { fields, body: `Working at ${new Date().toISOString()}.\n` })
      },
    },
    '/break': {
      about: 'makes /flaky fail',
      answer(request, response) {
        failing = true
        send(request, response, { fields: notStored, body: '/flaky answers 503 from now on.\n' })
      },
    },
    '/mend': {
      about: 'makes /flaky work again',
      answer(request, response) {
        failing = false
        send(request, response, { fields: notStored, body: '/flaky works again.\n' })
      },
    },
  }
}

const notStored = { 'Cache-Control': 'no-store' }
