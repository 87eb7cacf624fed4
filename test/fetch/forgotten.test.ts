import { setTimeout } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import { setUp, signalled, type Stage } from './stage.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void // what the flag brings

/** Fetches without ever reading the body, and keeps nothing of the response. */
async function fetchAndForget(
  { fetch, origin }: Stage,
  init?: RequestInit,
  touch: (response: Response) => void = () => undefined,
): Promise<void> {
  const response = await fetch(origin.url('/'), init)
  touch(response)
  expect(response.status).toBe(200)
}

/** Gives garbage collection its chances. */
async function until(condition: () => boolean): Promise<void> {
  for (let time = 0; time < 100 && !condition(); time += 1) {
    collectGarbage()
    await setTimeout(10)
  }
}

describe('a response that is forgotten unread', () => {
  test('does not keep its connection: the origin sees the caller leave', async () => {
    const left = signalled()
    const stage = await setUp((_request, response) => {
      response.on('close', left.resolve)
      response.writeHead(200, { 'cache-control': 'no-store' }).write('endless')
    })
    await fetchAndForget(stage)
    await until(() => stage.fetch.cache.inFlight().length === 0)
    await left.promise
    expect(stage.fetch.cache.inFlight()).toEqual([])
  })

  test('is not kept by a signal that lives on', async () => {
    const stage = await setUp((_request, response) => {
      response.writeHead(200, { 'cache-control': 'max-age=60' }).end('hit')
    })
    await (await stage.fetch(stage.origin.url('/'))).text()
    const { signal } = new AbortController()
    let listeners = 0
    signal.addEventListener = () => (listeners += 1)
    signal.removeEventListener = () => (listeners -= 1)
    await fetchAndForget(stage, { signal })
    expect(listeners).toBe(0) // nothing was asked of its body
    await fetchAndForget(stage, { signal }, ({ body }) => void body)
    const before = listeners
    await until(() => listeners === 0)
    expect([before, listeners]).toEqual([1, 0])
  })
})
