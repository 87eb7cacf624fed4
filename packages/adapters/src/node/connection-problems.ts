import { ServerResponse, type IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { problemMessage, type Problem } from './problem.ts'

/** Answers what never becomes a request: messages that cannot be parsed, come too slowly, or ask for a tunnel. */
export function answerConnectionProblems(server: Server, name: string): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    if (mayAnswer(socket)) socket.end(problemMessage(problemOf(error.code), name), () => socket.destroy())
    else socket.destroy()
  })
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    // The parser has let go of the socket: whatever happens on it now has no other listener.
    socket.on('error', () => socket.destroy())
    socket.end(problemMessage(noTunnel, name))
  })
}

const malformed: Problem = {
  status: 400,
  code: 'ERR_GATEWAY_MALFORMED',
  detail: 'The request is not HTTP as RFC 9112 defines it.',
}
const noTunnel: Problem = {
  status: 501,
  code: 'ERR_GATEWAY_METHOD',
  detail: 'This gateway opens no tunnels.',
}

const byCode: Readonly<Record<string, Problem>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'ERR_GATEWAY_HEAD_SIZE',
    detail: 'The request line and header fields are larger than this gateway accepts.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    code: 'ERR_GATEWAY_CHUNK_SIZE',
    detail: 'The chunk extensions are larger than this gateway accepts.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'ERR_GATEWAY_REQUEST_TIMEOUT',
    detail: 'The request did not arrive in time.',
  },
}

const problemOf = (code: string | undefined): Problem => byCode[code ?? ''] ?? malformed

/**
 * An answer must not land in the middle of another. There is one way to see whether a response is being written on the
 * connection: the property by which node:http knows that itself.
 */
function mayAnswer(socket: Duplex): boolean {
  const current: unknown = Reflect.get(socket, '_httpMessage')
  return socket.writable && !(current instanceof ServerResponse && current.headersSent)
}
