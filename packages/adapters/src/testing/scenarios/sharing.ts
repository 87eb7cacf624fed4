import { eventually } from '../adapter/eventually.ts'
import type { AdapterScenario } from '../adapter/scenario.ts'
import type { AdapterStage } from '../adapter/adapter-stage.ts'
import { fresh, one } from './replies.ts'

/** The origin answers the next request with the first piece of a body. */
const beginBody = async ({ origin }: AdapterStage) => {
  const call = await origin.next()
  call.head({ headers: fresh })
  call.write('on')
  return call
}

const isDetached = ({ cache }: AdapterStage): boolean =>
  cache.inFlight().some(({ state }) => state === 'awaitBackend.detached')

/** Requests that share a fetch, bodies on their way, and clients that leave. */
export const sharing: readonly AdapterScenario[] = [
  {
    title: '20 requests at the same time are one to the origin',
    expected: [Array.from({ length: 20 }, () => '200 one'), 19, 1],
    async play(stage) {
      const asking = Promise.all(Array.from({ length: 20 }, () => stage.ask()))
      const call = await stage.origin.next()
      await eventually('all others wait', () => stage.cache.ledger().followers.taken === 19)
      call.reply(one)
      const told = await asking
      return [
        told.map(({ line }) => line),
        told.filter(({ said }) => said.includes('collapsed')).length,
        stage.origin.seen.length,
      ]
    },
  },
  {
    title: 'the first byte of a body comes before its end, and the whole is stored',
    expected: ['on', 'e', '200 one', 1],
    async play(stage) {
      const opening = stage.front.open('/')
      const call = await beginBody(stage)
      const { body } = await opening
      const pieces: string[] = []
      for await (const piece of body) {
        if (pieces.push(Buffer.from(piece).toString()) > 1) continue
        call.write('e')
        call.end()
      }
      return [...pieces, await stage.line(), stage.origin.seen.length]
    },
  },
  {
    title: 'a follower that comes while the body is on its way gets all of it',
    expected: ['200 one', '200 one', 1],
    async play(stage) {
      const leading = stage.line()
      const call = await beginBody(stage)
      await eventually('the leader reads', () => stage.cache.inFlight()[0]?.state === 'delivering')
      const following = stage.line()
      await eventually('both read', () => stage.cache.inFlight().length === 2)
      call.write('e')
      call.end()
      return [await leading, await following, stage.origin.seen.length]
    },
  },
  {
    title: 'a client that leaves while it leads is missed by nobody: the response is stored',
    expected: ['rejected', '200 one', 'hit', 1],
    async play(stage) {
      const leaving = new AbortController()
      const leader = stage.line('/', { signal: leaving.signal })
      const call = await stage.origin.next()
      leaving.abort()
      const left = await leader
      await eventually('the cache knows that its client has left', () => isDetached(stage))
      call.reply(one)
      await stage.settle()
      const { line, said } = await stage.ask()
      return [left, line, said, stage.origin.seen.length]
    },
  },
  {
    title: 'a client that leaves in the midst of a body is missed by nobody: the whole is stored',
    expected: ['on', '200 one', 'hit', 1],
    async play(stage) {
      const opening = stage.front.open('/')
      const call = await beginBody(stage)
      let read = ''
      for await (const piece of (await opening).body) {
        read += Buffer.from(piece).toString()
        break
      }
      call.write('e')
      call.end()
      await stage.settle()
      const { line, said } = await stage.ask()
      return [read, line, said, stage.origin.seen.length]
    },
  },
  {
    title: 'a large body comes whole, from the origin and from the store',
    expected: ['200', 3_000_000, '200', 3_000_000, 1],
    async play(stage) {
      stage.origin.plan({ headers: fresh, body: 'abc'.repeat(1_000_000) })
      const sizes = [await stage.line(), await stage.line()].flatMap((line) => {
        const [status, body = ''] = line.split(' ')
        return [status, body.length]
      })
      return [...sizes, stage.origin.seen.length]
    },
  },
  {
    title: 'a follower stays when the leader leaves',
    expected: ['rejected', '200 one', 1],
    async play(stage) {
      const leaving = new AbortController()
      const leader = stage.line('/', { signal: leaving.signal })
      const call = await stage.origin.next()
      const follower = stage.line()
      await eventually('it follows', () => stage.cache.inFlight().length === 2)
      leaving.abort()
      const left = await leader
      await eventually('the cache knows that its client has left', () => isDetached(stage))
      call.reply(one)
      return [left, await follower, stage.origin.seen.length]
    },
  },
  {
    title: 'a body that breaks off is broken for the client, and nothing of it is stored',
    expected: ['on', 'broken', '200 one', 'fwd=uri-miss; stored', 2],
    async play(stage) {
      const opening = stage.front.open('/')
      const call = await beginBody(stage)
      const { body } = await opening
      const seen: string[] = []
      try {
        for await (const piece of body) {
          seen.push(Buffer.from(piece).toString())
          call.break()
        }
      } catch {
        seen.push('broken')
      }
      await stage.settle()
      stage.origin.plan(one)
      const { line, said } = await stage.ask()
      return [...seen, line, said, stage.origin.seen.length]
    },
  },
  {
    title: 'an origin that takes too long is given up, and the next request asks again',
    options: { deadlines: { reply: 5_000 } },
    expected: ['rejected', '200 one', 2],
    async play(stage) {
      const asking = stage.line()
      await stage.origin.next()
      stage.clock.pass(5)
      const late = await asking
      stage.origin.plan(one)
      return [late, await stage.line(), stage.origin.seen.length]
    },
  },
]
