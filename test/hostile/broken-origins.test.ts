import type { Socket } from 'node:net'
import { afterEach, describe, expect, test } from '@jest/globals'
import { ask } from '../fixtures/front.ts'
import { outcomeOf } from '../fixtures/outcome-of.ts'
import { soundMessage } from '../fixtures/raw-origin.ts'
import { rawStage, type RawStage } from '../fixtures/raw-stage.ts'
import { strike } from '../fixtures/strike.ts'
import { ways } from '../fixtures/ways.ts'
import { brokenReplies } from './broken-replies.ts'

/** Those of whose reply the client has seen nothing when it turns out to be broken. */
const brokenHeads = brokenReplies.filter(({ gateway }) => !gateway.startsWith('200'))

let stage: RawStage
afterEach(() => strike(stage))

describe.each(ways)('before the $front on the interpreter "$interpreter", an origin that', (way) => {
  test.each(brokenReplies)('$title: the client is told, and nothing is stored', async (broken) => {
    let state: 'broken' | 'mended' = 'broken'
    stage = await rawStage(way, (socket) => {
      if (state === 'broken') broken.answer(socket)
      else socket.write(soundMessage)
    })
    const { front, origin } = stage
    expect(await outcomeOf(front, '/')).toBe(broken[way.front])
    expect(origin.heads).toHaveLength(way.front === 'gateway' ? (broken.asked ?? 1) : 1)
    state = 'mended'
    const next = await ask(front, '/')
    expect([next.body.toString(), next.headers.get('cache-status')]).toEqual([
      'sound',
      'cachechart; fwd=uri-miss; stored',
    ])
  })

  test.each(brokenReplies)('$title: what is stored already stays', async (broken) => {
    let state: 'sound' | 'broken' = 'sound'
    stage = await rawStage(way, (socket) => {
      if (state === 'broken') broken.answer(socket)
      else socket.write(soundMessage)
    })
    const { front, clock, origin } = stage
    await ask(front, '/')
    state = 'broken'
    clock.pass(100)
    expect(await outcomeOf(front, '/')).toBe(broken[way.front])
    state = 'sound'
    await ask(front, '/')
    expect(origin.heads.at(-1)).toMatch(/^if-none-match: "sound"\r$/im)
  })

  test.each(brokenHeads)(
    '$title: what is stored stands in where stale-if-error permits it',
    async ({ answer }) => {
      let state: 'sound' | 'broken' = 'sound'
      const respond = (socket: Socket): void => {
        if (state === 'broken') answer(socket)
        else socket.write(soundMessage)
      }
      stage = await rawStage(way, respond, { policy: { staleIfError: 3_600 } })
      const { front, clock } = stage
      await ask(front, '/')
      state = 'broken'
      clock.pass(100)
      const { status, body, headers } = await ask(front, '/')
      expect([status, body.toString()]).toEqual([200, 'sound'])
      expect(headers.get('cache-status')).toBe('cachechart; fwd=stale; detail=stale-if-error')
      expect(headers.get('age')).toBe('100')
    },
  )
})
