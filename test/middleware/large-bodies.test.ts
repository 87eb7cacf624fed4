import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { afterEach, describe, expect, test } from '@jest/globals'
import { memoryStore } from '@cachechart/core'
import { eventually } from '../fixtures/eventually.ts'
import { HeldRequests } from '../fixtures/held-requests.ts'
import { hosts } from './hosts.ts'
import { setUp, type Stage } from './stage.ts'

let stage: Stage
afterEach(() => stage.strike())

const piece = Buffer.alloc(64 * 1024, 'a')
/** Far more than a connection takes by itself. */
const pieces = 1024

describe.each(hosts)('a large body on %s', (_name, start) => {
  test('waits for its client, so that little of it is in memory at a time', async () => {
    let made = 0
    const source = (): Readable =>
      Readable.from(
        (function* () {
          for (made = 0; made < pieces; made += 1) yield piece
        })(),
      )
    stage = await setUp((_request, response) => void pipeline(source(), response), { start })
    const { response } = await stage.client.open('/')
    // Nobody reads: the application comes to a halt.
    let before = -1
    await eventually('nothing more is made', () => {
      const isStill = made === before && made > 0
      before = made
      return isStill
    })
    for (let turn = 0; turn < 200; turn += 1) await new Promise((resolve) => setImmediate(resolve))
    expect(made).toBeLessThan(pieces / 4)
    const hash = createHash('sha256')
    let length = 0
    for await (const chunk of response as AsyncIterable<Buffer>) {
      hash.update(chunk)
      length += chunk.length
    }
    expect(length).toBe(piece.length * pieces)
    expect(made).toBe(pieces)
    expect((await stage.client.ask('/empty-head', { method: 'HEAD' })).body).toBe('')
  })
})

describe('an application that writes by hand', () => {
  test('is told to wait, and is called back when there is room', async () => {
    const held = new HeldRequests()
    // A store that takes nothing, so that the pace is the client's alone.
    stage = await setUp(held.answer, { store: memoryStore({ maxBytes: 1024 }) })
    const opening = stage.client.open('/')
    const { response } = await held.next()
    response.writeHead(200, { 'Cache-Control': 'no-store' })
    let written = 0
    const told: string[] = []
    response.on('drain', () => told.push('drain'))
    while (response.write(piece)) {
      written += 1
      if (written > pieces) throw new Error('it is never told to wait')
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(response.writableNeedDrain).toBe(true)
    response.write(piece, () => told.push('callback'))
    expect(told).toEqual([])
    const { response: received } = await opening
    let length = 0
    received.on('data', (chunk: Buffer) => (length += chunk.length))
    await eventually('there is room', () => told.length === 2)
    expect(told.toSorted()).toEqual(['callback', 'drain'])
    expect(response.writableNeedDrain).toBe(false)
    // The test's own listeners: nothing of the way to the client is hung on the application's side.
    expect([response.listenerCount('close'), response.listenerCount('drain')]).toEqual([1, 1])
    response.end()
    await eventually('all has come', () => length === piece.length * (written + 2))
  })

  test('may use the memory of a chunk again when it is told that it was written', async () => {
    stage = await setUp((_request, response) => {
      const chunk = Buffer.from('first')
      response.setHeader('Cache-Control', 'max-age=60')
      response.write(chunk, () => {
        chunk.write('other')
        response.end()
      })
    })
    expect((await stage.client.ask('/')).body).toBe('first')
    expect((await stage.client.ask('/')).body).toBe('first')
  })
})
