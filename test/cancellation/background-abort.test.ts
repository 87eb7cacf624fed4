import { afterEach, describe, expect, test } from '@jest/globals'
import type { AbortPolicy } from '@cachechart/core'
import { eventually } from '../fixtures/eventually.ts'
import { ask } from '../fixtures/front.ts'
import type { HeldRequest } from '../fixtures/held-requests.ts'
import { DepartingClient } from './departing-client.ts'
import { departureStage, endDepartures, expectSettled, type DepartureStage } from './departure-stage.ts'
import { departureWays } from './departure-ways.ts'
import { choices, onlyThere } from './only-there.ts'

let stage: DepartureStage
afterEach(() => endDepartures(stage))

const refreshed = { 'cache-control': 'max-age=60', etag: '"2"' }

const outcomes = choices.map((choice) => ({
  choice,
  outcome: choice === 'finish' ? 'it goes on, and is stored' : 'the origin sees the connection close',
}))

/** How many clients the cache still has. */
const clients = () => stage.front.cache.inFlight().filter(({ role }) => role !== 'background').length

const joined = async (): Promise<DepartingClient> => {
  const { taken } = stage.front.cache.ledger().clients
  const client = new DepartingClient()
  client.ask(stage.front)
  await eventually('the request is there', () => stage.front.cache.ledger().clients.taken > taken)
  await eventually('the store has answered', () =>
    stage.front.cache.inFlight().every(({ state }) => state !== 'awaitCache'),
  )
  return client
}

/** What is stored has become stale, a client was served it, and its refresh has come to the origin. */
const refreshing = async (): Promise<HeldRequest> => {
  const first = ask(stage.front, '/')
  const { response } = await stage.held.next()
  response.writeHead(200, { 'cache-control': 'max-age=1, stale-while-revalidate=9', etag: '"1"' }).end('old')
  await first
  stage.clock.pass(5)
  expect((await ask(stage.front, '/')).body.toString()).toBe('old')
  return stage.held.next()
}

/** The stale response has come to the end of its use: who asks now waits for the refresh. */
const following = (): Promise<DepartingClient> => {
  stage.clock.pass(6)
  return joined()
}

const sendHalf = ({ response }: HeldRequest): boolean => response.writeHead(200, refreshed).write('half, ')

/** That the origin was left, and that what was stored before is still there to be validated. */
const expectStopped = async ({ left }: HeldRequest): Promise<void> => {
  await left
  await expectSettled(stage)
  const next = ask(stage.front, '/')
  const { request, response } = await stage.held.next()
  expect(request.headers['if-none-match']).toBe('"1"')
  response.writeHead(304).end()
  expect((await next).body.toString()).toBe('old')
}

/** What a client is given that comes when all is done, if the refresh has brought it. */
const refreshedText = async (): Promise<string> => {
  await expectSettled(stage)
  const { body, headers } = await ask(stage.front, '/')
  expect([headers.get('etag'), stage.origin.seen.length]).toEqual(['"2"', 2])
  return body.toString()
}

describe.each(departureWays)('who $by, on the interpreter "$interpreter",', (way) => {
  const start = async (abort: AbortPolicy = {}): Promise<void> => {
    stage = await departureStage(way, { abort })
  }

  test.each(outcomes)(
    'as the last that waits for a refresh, before the reply, by $choice: $outcome',
    async ({ choice }) => {
      await start(onlyThere(['background', 'awaitBackend'], choice))
      const refresh = await refreshing()
      const followers = [await following(), await joined()]
      followers[0]?.leave()
      await eventually('one is gone', () => clients() === 1)
      expect(stage.sockets.exchanges).toBe(1)
      followers[1]?.leave()
      if (choice !== 'finish') return expectStopped(refresh)
      await eventually('both are gone', () => clients() === 0)
      refresh.response.writeHead(200, refreshed).end('new')
      expect(await refreshedText()).toBe('new')
    },
  )

  test.each(outcomes)(
    'as the last that reads the body of a refresh, by $choice: $outcome',
    async ({ choice }) => {
      await start(onlyThere(['background', 'delivering'], choice))
      const refresh = await refreshing()
      const followers = [await following(), await joined()]
      sendHalf(refresh)
      await Promise.all(followers.map((each) => each.read()))
      followers[0]?.leave()
      await eventually('one is gone', () => clients() === 1)
      expect(stage.sockets.exchanges).toBe(1)
      followers[1]?.leave()
      if (choice !== 'finish') return expectStopped(refresh)
      await eventually('both are gone', () => clients() === 0)
      refresh.response.end('half')
      expect(await refreshedText()).toBe('half, half')
    },
  )

  test('having been served stale: the refresh that it has begun is no concern of its', async () => {
    await start({
      background: { awaitBackend: 'stop', delivering: 'stop' },
      leader: { awaitBackend: 'stop' },
    })
    const refresh = await refreshing()
    const client = await joined()
    client.leave()
    await eventually('it is gone', () => clients() === 0)
    sendHalf(refresh)
    refresh.response.end('half')
    expect(await refreshedText()).toBe('half, half')
  })
})
