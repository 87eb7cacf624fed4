/** What a client sends that is no request, or none that a gateway may forward. */
export interface BadRequest {
  readonly title: string
  readonly text: string
  readonly expected: string
}

const row =
  (expected: string) =>
  (title: string, text: string): BadRequest => ({ title, text, expected })

const malformed = row('400 ERR_GATEWAY_MALFORMED')
const badTarget = row('400 ERR_GATEWAY_TARGET')
const badHost = row('400 ERR_GATEWAY_HOST')
const tooLarge = row('431 ERR_GATEWAY_HEAD_SIZE')
const refused = row('501 ERR_GATEWAY_METHOD')

/** The server closes the connection after an answer, or it is asked to. */
const get = (target: string, ...lines: readonly string[]): string =>
  [`GET ${target} HTTP/1.1`, 'Host: a', 'Connection: close', ...lines, '', ''].join('\r\n')
const withHost = (...hosts: readonly string[]): string =>
  ['GET / HTTP/1.1', ...hosts.map((host) => `Host: ${host}`), 'Connection: close', '', ''].join('\r\n')
const post = (lines: readonly string[], body = ''): string =>
  ['POST / HTTP/1.1', 'Host: a', 'Connection: close', ...lines, '', body].join('\r\n')

const targets: readonly BadRequest[] = [
  malformed('a target without a slash', get('index.html')),
  malformed('an empty target', get('')),
  badTarget('the target * with a method that it is not for', get('*')),
  badTarget('a target with a fragment', get('/a#b')),
  badTarget('a target of another scheme', get('ftp://a/')),
  row('421 ERR_GATEWAY_MISDIRECTED')('a target of https on a connection without TLS', get('https://a/')),
  badHost('a target with credentials', get('http://user@a/')),
  badHost('a target with an empty host', get('http:///x')),
  malformed('a target with a control character', get('/a\x01b')),
  malformed('a target with a DEL', get('/a\x7fb')),
  malformed('a target with a NUL', get('/a\0b')),
  malformed('a target with a byte beyond ASCII', get('/caf\xe9')),
  tooLarge('a target of 20 kB', get(`/${'a'.repeat(20_000)}`)),
]

const hosts: readonly BadRequest[] = [
  badHost('no Host', withHost()),
  badHost('two Hosts', withHost('a', 'b')),
  badHost('two Hosts that are the same', withHost('a', 'a')),
  badHost('an empty Host', withHost('')),
  badHost('a Host with a space', withHost('a b')),
  badHost('a Host with credentials', withHost('user@a')),
  badHost('a Host with a path', withHost('a/b')),
  badHost('a Host with a port that is none', withHost('a:b')),
  badHost('a Host with a port that is too high', withHost('a:99999')),
  badHost('a Host with half a bracket', withHost('[::1')),
]

const fields: readonly BadRequest[] = [
  malformed('a field name with a space', get('/', 'Na me: x')),
  malformed('a space before the colon', get('/', 'Name : x')),
  malformed('a field without a colon', get('/', 'no colon')),
  malformed('an empty field name', get('/', ': x')),
  malformed('a NUL in a field value', get('/', 'X: a\0b')),
  malformed('a bare CR in a field value', get('/', 'X: a\rb')),
  malformed('a folded field', get('/', 'X: a', ' b')),
  malformed('lines that end in LF', 'GET / HTTP/1.1\nHost: a\n\n'),
  tooLarge('a field of 20 kB', get('/', `X: ${'a'.repeat(20_000)}`)),
  tooLarge('fields without end', get('/', ...Array.from({ length: 5_000 }, (_, index) => `X-${index}: a`))),
]

const framing: readonly BadRequest[] = [
  malformed('a length that is no number', post(['Content-Length: abc'])),
  malformed('a negative length', post(['Content-Length: -1'])),
  malformed('a length with a sign', post(['Content-Length: +1'], 'a')),
  malformed('two lengths', post(['Content-Length: 1', 'Content-Length: 2'], 'ab')),
  malformed('a list of lengths', post(['Content-Length: 1, 1'], 'a')),
  malformed('a length beyond all numbers', post([`Content-Length: ${'9'.repeat(25)}`], 'a')),
  malformed('a length and chunks', post(['Content-Length: 1', 'Transfer-Encoding: chunked'], '0\r\n\r\n')),
  malformed('a transfer coding without chunks', post(['Transfer-Encoding: gzip'], 'a')),
  malformed('chunks in chunks', post(['Transfer-Encoding: chunked, chunked'], '0\r\n\r\n')),
  malformed('a coding that sounds like chunks', post(['Transfer-Encoding: xchunked'], '0\r\n\r\n')),
  malformed(
    'chunks in HTTP/1.0',
    'POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ),
  malformed('a chunk size that is none', post(['Transfer-Encoding: chunked'], 'zz\r\n')),
  malformed('more than the chunk size', post(['Transfer-Encoding: chunked'], '1\r\nabc\r\n0\r\n\r\n')),
  row('413 ERR_GATEWAY_CHUNK_SIZE')(
    'a chunk extension of 20 kB',
    post(['Transfer-Encoding: chunked'], `1;${'x'.repeat(20_000)}\r\na\r\n0\r\n\r\n`),
  ),
  row('501 ERR_GATEWAY_CODING')(
    'a transfer coding that nobody here takes off',
    post(['Transfer-Encoding: gzip, chunked'], '0\r\n\r\n'),
  ),
]

const requestLines: readonly BadRequest[] = [
  malformed('no HTTP at all', 'hello\r\n\r\n'),
  malformed('the beginning of TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'),
  malformed('the beginning of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  malformed('HTTP/9.9', 'GET / HTTP/9.9\r\nHost: a\r\n\r\n'),
  malformed('a method in lower case', 'get / HTTP/1.1\r\nHost: a\r\n\r\n'),
  malformed('a method that nobody knows', 'FROBNICATE / HTTP/1.1\r\nHost: a\r\n\r\n'),
  refused('CONNECT', 'CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n'),
  refused('TRACE', 'TRACE / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'),
  row('417 ERR_GATEWAY_EXPECTATION')(
    'an expectation that cannot be met',
    post(['Expect: 200-ok', 'Content-Length: 0']),
  ),
]

export const badRequests: readonly BadRequest[] = [
  ...requestLines,
  ...targets,
  ...hosts,
  ...fields,
  ...framing,
]
