import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { ContractError } from '../contract-error.ts'
import type { BackendAbility, BackendCheck } from './backend-check.ts'
import { expectSame, type BackendStage } from './backend-stage.ts'
import { anyFailure } from './request-checks.ts'

const mebibyte = 1024 * 1024
const endless = 256 * mebibyte

/** The origin sends for as long as somebody takes it; how much it could send. */
function pouring({ origin }: BackendStage): { readonly sent: () => number; readonly closed: Promise<void> } {
  const piece = Buffer.alloc(64 * 1024, 'abc')
  let sent = 0
  const closed = Promise.withResolvers<void>()
  origin.listener = (_request, response) => {
    response.on('close', () => {
      closed.resolve()
    })
    response.writeHead(200)
    const pour = (): void => {
      while (sent < endless && !response.destroyed) {
        sent += piece.length
        if (!response.write(piece)) return
      }
      response.end()
    }
    response.on('drain', pour)
    pour()
  }
  return { sent: () => sent, closed: closed.promise }
}

/** So many looks in a row, 100 ms apart, have to agree: collecting much garbage takes longer than one. */
const looksAtRest = 5

/** What a count comes to rest at. */
async function resting(count: () => number): Promise<number> {
  let before = -1
  for (let agreed = 0; agreed < looksAtRest;) {
    const now = count()
    agreed = now === before ? agreed + 1 : 0
    before = now
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return before
}

const codesOfAbort = (abilities: ReadonlySet<BackendAbility>): readonly string[] =>
  abilities.has('codes') ? ['ERR_BACKEND_CANCELLED'] : anyFailure

const answeredBit = ({ origin }: BackendStage): Promise<ServerResponse> =>
  new Promise((resolve) => {
    origin.listener = (_request, response) => {
      response.writeHead(200)
      response.write('bit')
      resolve(response)
    }
  })

/** How bodies come, and how all comes to an end. */
export const streamingChecks: readonly BackendCheck[] = [
  {
    name: 'the first piece of a body comes before its end',
    check: async (stage) => {
      const answered = answeredBit(stage)
      const reply = await stage.send('/')
      const pieces = stage.pieces(reply)
      const first = await stage.patience.for('the first piece of the body', pieces.next())
      expectSame('the first piece', first.done === true ? 'none' : Buffer.from(first.value).toString(), 'bit')
      const response = await answered
      response.end(' by bit')
      expectSame('the rest', await stage.text({ body: { [Symbol.asyncIterator]: () => pieces } }), ' by bit')
    },
  },
  {
    name: 'a large body comes whole',
    check: async (stage) => {
      const body = Buffer.alloc(8 * mebibyte, 'large ')
      stage.origin.listener = (_request, response) => response.end(body)
      const read = await stage.read(await stage.send('/'))
      expectSame('its length in bytes', read.length, body.length)
      expectSame('whether its bytes are the same', read.equals(body), true)
    },
  },
  {
    name: 'a body that nobody reads is not fetched on and on',
    check: async (stage) => {
      const { sent } = pouring(stage)
      const pieces = stage.pieces(await stage.send('/'))
      await stage.patience.for('the first piece of the body', pieces.next())
      const taken = await resting(sent)
      if (taken >= endless / 2)
        throw new ContractError(
          `no backpressure: ${taken} bytes were taken from the origin, and one piece was read`,
        )
      await pieces.return?.()
    },
  },
  {
    name: 'a body that its reader leaves is not fetched any more',
    check: async (stage) => {
      const { closed } = pouring(stage)
      const pieces = stage.pieces(await stage.send('/'))
      await stage.patience.for('the first piece of the body', pieces.next())
      await pieces.return?.()
      await stage.expectStopped(closed)
    },
  },
  {
    name: 'a signal that is aborted before the request keeps it from being sent',
    check: async (stage, abilities) => {
      const work = () => stage.send('/', {}, AbortSignal.abort(new Error('too late')))
      await stage.expectFailure('an aborted request', work, codesOfAbort(abilities))
      expectSame('what the origin was asked for', stage.origin.seen, [])
    },
  },
  {
    name: 'a signal that is aborted before the head ends the request and its connection',
    check: async (stage, abilities) => {
      const leaving = new AbortController()
      const closed = new Promise<void>((resolve) => {
        stage.origin.listener = (_request, response) => {
          response.on('close', resolve)
          leaving.abort(new Error('the client has left'))
        }
      })
      const work = () => stage.send('/', {}, leaving.signal)
      await stage.expectFailure('an aborted request', work, codesOfAbort(abilities))
      await stage.expectStopped(closed)
    },
  },
  {
    name: 'a signal that is aborted within the body ends the body and its connection',
    check: async (stage) => {
      const leaving = new AbortController()
      const answered = answeredBit(stage)
      const pieces = stage.pieces(await stage.send('/', {}, leaving.signal))
      await stage.patience.for('the first piece of the body', pieces.next())
      const closed = once(await answered, 'close')
      leaving.abort(new Error('the client has left'))
      await stage.expectStopped(closed)
      // Whether the rest ends or fails is nobody's concern any more; but it must not be waited for.
      const rest = Promise.resolve(pieces.next()).catch(() => undefined)
      await stage.patience.for('the end of the aborted body', rest)
    },
  },
]
