import { ContractError } from '../contract-error.ts'
import type { BackendCheck } from './backend-check.ts'
import { expectSame, type BackendStage } from './backend-stage.ts'

/** The origin answers with the body that it was sent. */
const echo = ({ origin }: BackendStage): void => {
  origin.listener = (request, response) => {
    request.pipe(response)
  }
}

/** What goes to the origin. */
export const requestChecks: readonly BackendCheck[] = [
  {
    name: 'the method, the path and the query arrive as they are',
    check: async (stage) => {
      const targets = ['/', '/a%2Fb%20c?x=%3D&y', '//twice', '/a;b=c/d']
      for (const target of targets) await stage.read(await stage.send(target))
      await stage.read(await stage.send('/', { method: 'DELETE' }))
      expectSame('what the origin was asked for', stage.origin.seen, [
        ...targets.map((target) => `GET ${target}`),
        'DELETE /',
      ])
    },
  },
  {
    name: 'the fields of the request arrive',
    check: async (stage) => {
      let heard: readonly unknown[] = []
      stage.origin.listener = ({ headers }, response) => {
        heard = [headers['if-none-match'], headers['x-list'], headers['authorization']]
        response.end()
      }
      const fields = ['If-None-Match', '"1"', 'X-List', 'a', 'X-List', 'b', 'Authorization', 'Basic YTpi']
      await stage.read(await stage.send('/', { fields }))
      expectSame('what the origin has heard', heard, ['"1"', 'a, b', 'Basic YTpi'])
    },
  },
  {
    name: 'a body of bytes arrives whole',
    check: async (stage) => {
      echo(stage)
      const body = Buffer.alloc(300_000, 'abc')
      const returned = await stage.read(await stage.send('/', { method: 'POST', body }))
      expectSame('whether the body came back as it was', returned.equals(body), true)
    },
  },
  {
    name: 'a body that is a stream arrives whole, and its beginning before its end',
    check: async (stage) => {
      let arrived: () => void = () => undefined
      const beginning = new Promise<void>((resolve) => {
        arrived = resolve
      })
      stage.origin.listener = (request, response) => {
        request.once('data', arrived)
        request.pipe(response)
      }
      const body = async function* () {
        yield Buffer.from('begun, ')
        await stage.patience.for('the beginning of the request body, at the origin,', beginning)
        yield Buffer.from('and ended')
      }
      const reply = await stage.send('/', { method: 'POST', body: body() })
      expectSame('what came back', await stage.text(reply), 'begun, and ended')
    },
  },
  {
    name: 'a request body that breaks off is a failure of the request',
    check: async (stage, abilities) => {
      stage.origin.listener = (request) => void request.resume()
      const body = async function* () {
        yield Buffer.from('begun')
        await Promise.resolve()
        throw new Error('the client has left')
      }
      const codes = abilities.has('codes') ? ['ERR_BACKEND_REQUEST'] : anyFailure
      const work = () => stage.send('/', { method: 'POST', body: body() })
      await stage.expectFailure('a request body that breaks off', work, codes)
    },
  },
  {
    name: 'requests at the same time do not mix',
    check: async (stage) => {
      stage.origin.listener = (request, response) => {
        setImmediate(() => response.end(`for ${request.url ?? ''}`))
      }
      const paths = Array.from({ length: 50 }, (_, index) => `/${index}`)
      const asking = paths.map(async (path) => stage.text(await stage.send(path)))
      const texts = await Promise.all(asking)
      const wrong = texts.findIndex((text, index) => text !== `for /${index}`)
      if (wrong !== -1)
        throw new ContractError(`the answers are mixed up: /${wrong} was answered "${texts[wrong] ?? ''}"`)
    },
  },
]

/** Where failures cannot be told apart. */
export const anyFailure: readonly string[] = [
  ...['UNREACHABLE', 'RESET', 'SHORT_BODY', 'PROTOCOL', 'TIMEOUT', 'REQUEST', 'CANCELLED', 'FAILED'].map(
    (word) => `ERR_BACKEND_${word}`,
  ),
]
