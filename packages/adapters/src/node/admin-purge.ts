import type { IncomingMessage, ServerResponse } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { fieldValue, hasField, MisuseError, type PurgeTarget } from '@cachechart/core'
import { UnconfirmedPurgeError, type AdminDesk } from './admin-desk.ts'
import { answerJson } from './answer-json.ts'
import { answerProblem } from './answer-problem.ts'
import { unauthorized, type TokenCheck } from './bearer-token.ts'
import { problemOfPurge } from './problem-of-purge.ts'
import type { Problem } from './problem.ts'

/** What carries out purges on the operators' address. */
export interface AdminPurge {
  readonly desk: AdminDesk
  /** The cache's name. */
  readonly name: string
  /** Where the address is. */
  readonly host: string
  /** Who may purge. Left out: whoever reaches the address, if that is this machine alone. */
  readonly mayPurge: TokenCheck | undefined
}

/** In bytes: a URL of the greatest length that a request can have, and what is around it. */
const longestBody = 64 * 1024

/** Answers `POST /.cachechart/purge`: what to purge is in the body, as JSON. Never rejects. */
export async function answerAdminPurge(
  request: IncomingMessage,
  response: ServerResponse,
  purge: AdminPurge,
): Promise<void> {
  try {
    const target = refusalOf(request, purge) ?? (await readTarget(request))
    if (isProblem(target)) answerProblem(response, target, purge)
    else answerJson(response, await purge.desk.purge(target))
  } catch (error) {
    if (!response.destroyed) answerProblem(response, problemOf(error), purge)
  }
}

/** An operator is told which of several have not answered. RFC 9110 §15.6.5: what was waited for did not come in time. */
const problemOf = (error: unknown): Problem =>
  error instanceof UnconfirmedPurgeError
    ? { status: 504, code: 'ERR_PURGE_UNCONFIRMED', detail: error.message }
    : problemOfPurge(error)

/** Why a request is refused before its body is read. */
function refusalOf(
  { method, rawHeaders }: IncomingMessage,
  { host, mayPurge }: AdminPurge,
): Problem | undefined {
  if (method !== 'POST') return onlyPost
  // A page in a browser of this machine reaches its addresses, too. It cannot leave Origin out, nor ask with JSON unless
  // it was permitted to before: nobody here permits it.
  if (hasField(rawHeaders, 'origin')) return fromPage
  if (mayPurge === undefined && !isLoopback(host)) return unprotected
  if (mayPurge !== undefined && !mayPurge(rawHeaders)) return unauthorized
  const [mediaType = ''] = (fieldValue(rawHeaders, 'content-type') ?? '').split(';', 1)
  return mediaType.trim().toLowerCase() === 'application/json' ? undefined : notJson
}

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether only this machine can be meant. */
function isLoopback(host: string): boolean {
  const version = isIP(host)
  if (version === 0) return host.toLowerCase() === 'localhost'
  return loopback.check(host, version === 6 ? 'ipv6' : 'ipv4')
}

async function readTarget(request: IncomingMessage): Promise<PurgeTarget | Problem> {
  const chunks: Buffer[] = []
  let length = 0
  // The connection is still to carry the answer, whether all of the body is read or not.
  const body = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer> // no encoding is set
  for await (const chunk of body) {
    length += chunk.length
    if (length > longestBody) return tooLong
    chunks.push(chunk)
  }
  return parseTarget(Buffer.concat(chunks).toString())
}

const noTarget = 'purge needs one of key, url, surrogateKey and all, as in {"url":"http://example.com/"}'

const members = new Set(['url', 'key', 'surrogateKey', 'all', 'soft'])

/** @throws MisuseError for what is no object: whoever the desk asks need not look for that */
function parseTarget(text: string): PurgeTarget | Problem {
  let target: unknown
  try {
    target = JSON.parse(text)
  } catch {
    return noJson
  }
  if (typeof target !== 'object' || target === null || Array.isArray(target)) throw new MisuseError(noTarget)
  // A word that is misspelt may be the one that would have kept the responses.
  const unknown = Object.keys(target).find((name) => !members.has(name))
  if (unknown !== undefined) return unknownMember(unknown)
  return target as PurgeTarget // the cache looks at it, and says what is wrong
}

const isProblem = (value: PurgeTarget | Problem): value is Problem => 'status' in value

const onlyPost: Problem = {
  status: 405,
  code: 'ERR_ADMIN_METHOD',
  detail: 'A purge is asked for by POST.',
  fields: ['Allow', 'POST'], // RFC 9110 §15.5.6
}

const fromPage: Problem = {
  status: 403,
  code: 'ERR_ADMIN_ORIGIN',
  detail: 'No page of a browser may purge: the request has an Origin field.',
}

const unprotected: Problem = {
  status: 403,
  code: 'ERR_ADMIN_UNPROTECTED',
  detail:
    'Others than this machine may reach this address: give the gateway a purge token, or its admin address the host 127.0.0.1.',
}

const notJson: Problem = {
  status: 415,
  code: 'ERR_ADMIN_MEDIA_TYPE',
  detail: 'What to purge is said in JSON, with "Content-Type: application/json".',
}

const tooLong: Problem = {
  status: 413,
  code: 'ERR_ADMIN_BODY_SIZE',
  detail: `What to purge is said in at most ${longestBody} bytes.`,
}

const noJson: Problem = {
  status: 400,
  code: 'ERR_ADMIN_BODY',
  detail: 'What to purge is said in JSON, as in {"url":"http://example.com/"}.',
}

const unknownMember = (name: string): Problem => ({
  status: 400,
  code: 'ERR_ADMIN_BODY',
  detail: `There is no "${name}" here: a purge has one of url, key, surrogateKey and all, and may have soft.`,
})
