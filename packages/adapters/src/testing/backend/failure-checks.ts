import type { Socket } from 'node:net'
import type { BackendCheck } from './backend-check.ts'
import { expectSame, type BackendStage } from './backend-stage.ts'
import { anyFailure } from './request-checks.ts'

/** The origin answers each request with bytes, and with the end of the connection. */
const answerRaw = ({ origin }: BackendStage, text: string, end: (socket: Socket) => void): void => {
  origin.listener = ({ socket }) => {
    socket.write(text, () => {
      end(socket)
    })
  }
}

const ending = (socket: Socket): void => {
  socket.end()
}
const resetting = (socket: Socket): void => {
  socket.resetAndDestroy()
}

interface Failure {
  readonly what: string
  readonly text: string
  readonly end: (socket: Socket) => void
  readonly codes: readonly string[]
}

const beforeTheHead: readonly Failure[] = [
  {
    what: 'a connection that is closed before the head',
    text: 'H',
    end: ending,
    codes: ['ERR_BACKEND_RESET'],
  },
  {
    what: 'a connection that is reset before the head',
    text: 'H',
    end: resetting,
    codes: ['ERR_BACKEND_RESET'],
  },
  {
    what: 'something that is not HTTP',
    text: 'good morning\r\n\r\n',
    end: ending,
    codes: ['ERR_BACKEND_PROTOCOL'],
  },
]

const withinTheBody: readonly Failure[] = [
  {
    what: 'a body that is shorter than was announced',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf',
    end: ending,
    codes: ['ERR_BACKEND_SHORT_BODY', 'ERR_BACKEND_RESET'],
  },
  {
    what: 'a body in chunks that breaks off',
    text: 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf',
    end: ending,
    codes: ['ERR_BACKEND_RESET', 'ERR_BACKEND_SHORT_BODY'],
  },
  {
    what: 'a connection that is reset within the body',
    text: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf',
    end: resetting,
    codes: ['ERR_BACKEND_RESET', 'ERR_BACKEND_SHORT_BODY'],
  },
]

const failing = ({ what, text, end, codes }: Failure): BackendCheck => ({
  name: `${what} is a BackendError, and the next request is answered`,
  check: async (stage, abilities) => {
    answerRaw(stage, text, end)
    const allowed = abilities.has('codes') ? codes : anyFailure
    await stage.expectFailure(what, async () => stage.text(await stage.send('/')), allowed)
    stage.origin.listener = (_request, response) => response.end('sound')
    expectSame('the next response', await stage.text(await stage.send('/')), 'sound')
  },
})

/** What there is to say where no response, or no whole one, can be had. */
export const failureChecks: readonly BackendCheck[] = [
  {
    name: 'an origin that cannot be reached is a BackendError',
    check: async (stage, abilities) => {
      const { url } = stage.origin
      await stage.origin.close()
      const codes = abilities.has('codes') ? ['ERR_BACKEND_UNREACHABLE'] : anyFailure
      await stage.expectFailure(`a request to ${url}, where nobody listens,`, () => stage.send('/'), codes)
    },
  },
  ...[...beforeTheHead, ...withinTheBody].map(failing),
]
