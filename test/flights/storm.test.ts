import { afterEach, describe, expect, test } from '@jest/globals'
import type { ServerResponse } from 'node:http'
import type { Opening } from '../fixtures/front.ts'
import { ask } from '../fixtures/front.ts'
import { eventually } from '../fixtures/eventually.ts'
import { HeldRequests } from '../fixtures/held-requests.ts'
import { httpStage, type HttpStage } from '../fixtures/http-stage.ts'
import { readBody } from '../fixtures/read-body.ts'
import { strike } from '../fixtures/strike.ts'
import { ways } from '../fixtures/ways.ts'

let stage: HttpStage
afterEach(() => strike(stage))

const storable = { 'cache-control': 'max-age=60', 'content-type': 'text/plain' }

const followers = () => stage.front.cache.inFlight().filter(({ state }) => state === 'awaitFlight').length

/** Reads the first piece, and later the rest. */
const begin = async ({ body }: Opening): Promise<{ first: Buffer; rest: () => Promise<Buffer> }> => {
  const reader = body[Symbol.asyncIterator]()
  const { value } = await reader.next()
  const rest = { [Symbol.asyncIterator]: () => reader }
  return { first: Buffer.from(value ?? []), rest: () => readBody(rest) }
}

const finish = (response: ServerResponse, text: string) => response.end(text)

describe.each(ways)('a storm on the $front, on the interpreter "$interpreter":', (way) => {
  test('1,000 requests for one cold key are one request to the origin, and 1,000 identical bodies', async () => {
    const held = new HeldRequests()
    stage = await httpStage(way, held.answer)
    const opened = Array.from({ length: 1_000 }, () => stage.front.open('/cold'))
    const { response } = await held.next()
    await eventually('all others wait', () => followers() === 999, 20_000)
    response.writeHead(200, storable)
    response.write('the first half, ')
    // The first bytes reach all of them while the origin has yet to send the rest.
    const begun = await Promise.all(opened.map(async (each) => begin(await each)))
    expect(new Set(begun.map(({ first }) => first.toString()))).toEqual(new Set(['the first half, ']))
    finish(response, 'and the second')
    const rests = await Promise.all(begun.map(({ rest }) => rest()))
    expect(new Set(rests.map(String))).toEqual(new Set(['and the second']))
    expect(stage.origin.seen).toEqual(['GET /cold'])
    expect(stage.front.cache.ledger()).toMatchObject({ followers: { taken: 999, discharged: 999 }, leaks: 0 })
  }, 30_000)

  test('100 cold keys at once, each with ten requests, are 100 requests to the origin', async () => {
    const held = new HeldRequests()
    stage = await httpStage(way, held.answer)
    const paths = Array.from({ length: 1_000 }, (_each, index) => `/${index % 100}`)
    const answers = paths.map((path) => ask(stage.front, path))
    await eventually('all others wait', () => followers() === 900, 20_000)
    for (let count = 0; count < 100; count += 1) {
      const { request, response } = await held.next()
      response.writeHead(200, storable)
      finish(response, `the body of ${request.url}`)
    }
    const bodies = (await Promise.all(answers)).map(({ body }) => body.toString())
    expect(bodies).toEqual(paths.map((path) => `the body of ${path}`))
    expect(stage.origin.seen).toHaveLength(100)
  }, 30_000)
})
