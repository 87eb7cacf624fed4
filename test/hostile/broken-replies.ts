import type { Socket } from 'node:net'

/** A reply that no cache may make use of, and what the client is told. */
export interface BrokenReply {
  /** What the origin does. */
  readonly title: string
  readonly answer: (socket: Socket) => void
  readonly gateway: string
  readonly fetch: string
  /** How often the gateway asks, where that is not once. */
  readonly asked?: number
}

const cacheable = 'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\n'
const five = 'Content-Length: 5\r\n\r\nshort'
const ten = 'Content-Length: 10\r\n\r\n'
const chunked = 'Transfer-Encoding: chunked\r\n\r\n'

const send = (text: string) => (socket: Socket) => {
  socket.write(text, 'latin1')
}
const close = (text: string) => (socket: Socket) => {
  socket.end(text, 'latin1')
}
/** The text is on its way before the reset, or the reset would overtake it. */
const reset = (text: string) => (socket: Socket) => {
  socket.write(text, 'latin1', () => setTimeout(() => socket.resetAndDestroy(), 20))
}

const row = (
  title: string,
  answer: BrokenReply['answer'],
  [gateway, fetch]: readonly [string, string],
): BrokenReply => ({
  title,
  answer,
  gateway,
  fetch,
})

const malformed = ['502 ERR_BACKEND_PROTOCOL', 'fetch failed'] as const
const overflow = ['502 ERR_BACKEND_PROTOCOL', 'fetch failed (UND_ERR_HEADERS_OVERFLOW)'] as const
const closedEarly = ['502 ERR_BACKEND_RESET', 'fetch failed (UND_ERR_SOCKET)'] as const
const wrongLength = [
  '502 ERR_BACKEND_SHORT_BODY',
  'fetch failed (UND_ERR_RES_CONTENT_LENGTH_MISMATCH)',
] as const
const cutOff = ['200, then aborted (ECONNRESET)', '200, then terminated (UND_ERR_SOCKET)'] as const

/** Connections that end too early. Without a byte of a reply, the gateway asks once more on another connection. */
const brokenConnections: readonly BrokenReply[] = [
  { ...row('closes the connection without a word', close(''), closedEarly), asked: 2 },
  {
    ...row('resets the connection', (socket) => socket.resetAndDestroy(), [
      '502 ERR_BACKEND_RESET',
      'fetch failed (ECONNRESET)',
    ]),
    asked: 2,
  },
  row('closes within the head', close('HTTP/1.1 200 OK\r\nCache-Cont'), closedEarly),
  row('closes between head and body', close(cacheable + ten), cutOff),
  row('closes within the body', close(`${cacheable + ten}short`), cutOff),
  row('resets within the body', reset(`${cacheable + ten}short`), [
    '200, then aborted (ECONNRESET)',
    '200, then terminated (ECONNRESET)',
  ]),
  row('closes within a chunk', close(`${cacheable + chunked}5\r\nsh`), cutOff),
  row('closes before the last chunk', close(`${cacheable + chunked}5\r\nshort\r\n`), cutOff),
]

/** Bodies whose length nobody can tell, or is a lie. */
const brokenLengths: readonly BrokenReply[] = [
  row('announces two lengths', send(`${cacheable}Content-Length: 6\r\n${five}`), wrongLength),
  row(
    'announces a length and chunks',
    send(`${cacheable}Content-Length: 5\r\n${chunked}0\r\n\r\n`),
    wrongLength,
  ),
  row(
    'announces a length that is no number',
    send(`${cacheable}Content-Length: five\r\n\r\nshort`),
    malformed,
  ),
  row('announces a negative length', send(`${cacheable}Content-Length: -5\r\n\r\nshort`), malformed),
  row(
    'announces more than there is in the world',
    close(`${cacheable}Content-Length: 9${'0'.repeat(15)}\r\n\r\n1`),
    cutOff,
  ),
  row('sends a chunk size that is none', send(`${cacheable + chunked}zz\r\nshort\r\n0\r\n\r\n`), [
    '200, then aborted (ECONNRESET)',
    '200, then terminated',
  ]),
  row('sends more than the chunk size', send(`${cacheable + chunked}2\r\nshort\r\n0\r\n\r\n`), [
    '200, then aborted (ECONNRESET)',
    '200, then terminated',
  ]),
]

/** Heads that are not HTTP, or too much of it. */
const brokenHeads: readonly BrokenReply[] = [
  row('speaks another protocol', send('SSH-2.0-OpenSSH_9.9\r\n'), malformed),
  row('sends a body without a head', send('<!doctype html><title>No head</title>'), malformed),
  row('speaks HTTP/9.9', send(`HTTP/9.9 200 OK\r\n${five}`), malformed),
  row('sends a status of two digits', send(`HTTP/1.1 99 Low\r\n${five}`), malformed),
  row('sends a status of four digits', send(`HTTP/1.1 1000 High\r\n${five}`), malformed),
  row('sends a status that is no number', send(`HTTP/1.1 two Words\r\n${five}`), malformed),
  row(
    'switches to a protocol that nobody asked for',
    send('HTTP/1.1 101 Switch\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    ['502 ERR_BACKEND_PROTOCOL', 'fetch failed (UND_ERR_SOCKET)'],
  ),
  row('answers 304 to no condition', send('HTTP/1.1 304 Not Modified\r\nETag: "x"\r\n\r\n'), [
    '502 ERR_REPLY_UNASKED_304',
    'fetch failed (ERR_REPLY_UNASKED_304)',
  ]),
  row('sends a field without a colon', send(`${cacheable}No colon\r\n${five}`), malformed),
  row('sends a field name with a space', send(`${cacheable}Na me: x\r\n${five}`), malformed),
  row('sends an empty field name', send(`${cacheable}: x\r\n${five}`), malformed),
  row('sends a NUL in a field value', send(`${cacheable}X: a\0b\r\n${five}`), malformed),
  row('sends a bare CR in a field value', send(`${cacheable}X: a\rb\r\n${five}`), malformed),
  row('sends a folded field', send(`${cacheable}X: a\r\n b\r\n${five}`), malformed),
  row('sends a field of 20 kB', send(`${cacheable}X: ${'a'.repeat(20_000)}\r\n${five}`), overflow),
  row('sends fields without end', send(cacheable + 'X: a field like any other\r\n'.repeat(10_000)), overflow),
]

export const brokenReplies: readonly BrokenReply[] = [...brokenConnections, ...brokenLengths, ...brokenHeads]
