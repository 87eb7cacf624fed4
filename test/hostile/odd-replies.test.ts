import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { ask, type Answer } from '../fixtures/front.ts'
import { inParallel } from '../fixtures/in-parallel.ts'
import { message } from '../fixtures/raw-origin.ts'
import { rawStage, type RawStage } from '../fixtures/raw-stage.ts'
import { strike } from '../fixtures/strike.ts'
import { ways } from '../fixtures/ways.ts'
import { oddReplies, type Sequel } from './odd-replies.ts'

/** A path for each reply, and a title in one line, of a length that a terminal can show. */
const replies = oddReplies.map((reply, index) => {
  const text = JSON.stringify(reply.fields.join(' | '))
  return { ...reply, path: `/${index}`, title: text.length > 100 ? `${text.slice(0, 100)}…` : text }
})

const bodyFor = (path: string): string => `body of ${path}`

const messages = new Map(
  replies.map(({ path, fields }) => [path, message(['HTTP/1.1 200 OK', ...fields], bodyFor(path))]),
)

const pathOf = (head: string): string => head.split(' ', 2)[1] ?? ''

/** Judged by the answer to the second request, and by what the origin got of it, if anything. */
function sequelOf({ headers }: Answer, heads: readonly string[]): Sequel {
  if (headers.get('cache-status')?.startsWith('cachechart; hit') === true) return 'hit'
  const validator = /^(?:if-none-match|if-modified-since): (.*)\r$/im.exec(heads[1] ?? '')?.[1]
  return validator === undefined ? 'asked again' : `validated by ${validator}`
}

describe.each(ways)(
  'before the $front on the interpreter "$interpreter", a second after a reply with',
  (way) => {
    let stage: RawStage
    let first: readonly string[]

    beforeAll(async () => {
      stage = await rawStage(way, (socket, head) => socket.write(messages.get(pathOf(head)) ?? '', 'latin1'))
      first = await inParallel(replies, 16, async ({ path }) =>
        (await ask(stage.front, path)).body.toString(),
      )
      stage.clock.pass(1)
    })
    afterAll(() => strike(stage))

    test('each comes through as it is', () => {
      expect(first).toEqual(replies.map(({ path }) => bodyFor(path)))
    })

    test.each(replies)('$title the next request leads to the right sequel', async ({ path, sequel }) => {
      const again = await ask(stage.front, path)
      expect(again.body.toString()).toBe(bodyFor(path))
      const heads = stage.origin.heads.filter((head) => pathOf(head) === path)
      expect(sequelOf(again, heads)).toBe(sequel[way.front])
    })
  },
)
