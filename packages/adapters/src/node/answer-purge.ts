import type { IncomingMessage, ServerResponse } from 'node:http'
import { fieldValue, MisuseError, type Cache, type FieldLines, type PurgeTarget } from '@cachechart/core'
import { answerJson } from './answer-json.ts'
import { answerProblem } from './answer-problem.ts'
import { unauthorized, type TokenCheck } from './bearer-token.ts'
import { failExchange, type Answering } from './hand-over.ts'
import { problemOfPurge } from './problem-of-purge.ts'
import type { Problem } from './problem.ts'

/** What carries out PURGE on the gateway's own address. */
export interface PurgeDesk extends Answering {
  readonly cache: Cache
  readonly readTarget: (request: IncomingMessage) => string | Problem
  readonly mayPurge: TokenCheck
}

/**
 * Answers PURGE: by the target URI, or by the labels that `Surrogate-Key` names (all of them: each counts for itself, so
 * that what carries two of them and stays there, stale, counts twice). Never rejects.
 */
export async function answerPurge(
  request: IncomingMessage,
  response: ServerResponse,
  desk: PurgeDesk,
): Promise<void> {
  const targets = desk.mayPurge(request.rawHeaders) ? targetsOf(request, desk) : unauthorized
  if (!isList(targets)) {
    answerProblem(response, targets, desk)
    return
  }
  try {
    const answers = await Promise.all(targets.map((target) => desk.cache.purge(target)))
    answerJson(response, { purged: answers.reduce((sum, { purged }) => sum + purged, 0) })
  } catch (error) {
    if (error instanceof MisuseError) answerProblem(response, problemOfPurge(error), desk)
    else failExchange(error, { response, url: request.url ?? '', answering: desk })
  }
}

/** `isArray` does not narrow what is read-only. */
const isList = (value: readonly PurgeTarget[] | Problem): value is readonly PurgeTarget[] =>
  Array.isArray(value)

function targetsOf(request: IncomingMessage, { readTarget }: PurgeDesk): readonly PurgeTarget[] | Problem {
  const fields = request.rawHeaders
  const url = readTarget(request)
  if (typeof url !== 'string') return url
  const mode = modeOf(fields)
  if (mode === 'unknown') return unknownMode
  const soft = mode === 'soft'
  const named = fieldValue(fields, 'surrogate-key')
  if (named === null) return [{ url, soft }]
  const labels = new Set(named.split(/[\s,]+/).filter((label) => label !== ''))
  return labels.size === 0 ? noLabel : [...labels].map((surrogateKey) => ({ surrogateKey, soft }))
}

/** By either of the two names: Fastly's, and the same without it. */
function modeOf(fields: FieldLines): 'hard' | 'soft' | 'unknown' {
  const said = [fieldValue(fields, 'fastly-soft-purge'), fieldValue(fields, 'soft-purge')]
  const values = said.filter((value) => value !== null)
  if (values.some((value) => value !== '0' && value !== '1')) return 'unknown'
  return values.includes('1') ? 'soft' : 'hard'
}

/** What was meant to stay there, stale, would be gone. */
const unknownMode: Problem = {
  status: 400,
  code: 'ERR_PURGE_MODE',
  detail: 'Soft-Purge is 1, which makes responses stale, or 0, which removes them.',
}

/** The URI would be purged in place of what was meant. */
const noLabel: Problem = {
  status: 400,
  code: 'ERR_PURGE_LABEL',
  detail: 'Surrogate-Key names nothing to purge by.',
}
