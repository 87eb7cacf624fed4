import type {
  CacheExplanation,
  ExplainedReason,
  ExplainedStored,
  ExplainedTransaction,
  InFlight,
} from '@cachechart/core'
import { inByteUnits } from '../byte-units.ts'
import { faint, readable, section, type Tone } from './readable.ts'

/** An explanation for a person: the headline, the reasons, what is stored, what goes on, and what was before. */
export function explanationText(explanation: CacheExplanation, tone: Tone): string {
  const { headline, reasons, method, url, key, stored, inFlight, last, at } = explanation
  const nothing = explanation.store === 'answered' ? ['nothing'] : [storeWords[explanation.store]]
  return [
    `${readable(headline)}\n`,
    faint(
      `${readable(method)} ${readable(url)}${key === url ? '' : `, stored under ${readable(key)}`}`,
      tone,
    ) + '\n',
    section('Why', reasonLines(reasons, tone)),
    section('Stored', stored.length === 0 ? nothing : stored.map((one) => storedLine(one))),
    section(
      'In flight',
      inFlight.map((one) => openLine(one)),
    ),
    section(
      'Last',
      last.flatMap((one) => lastLines(one, { at, tone })),
    ),
  ].join('')
}

/** Each reason with its clause. */
export const reasonLines = (reasons: readonly ExplainedReason[], tone: Tone): readonly string[] =>
  reasons.map(({ because, clause }) => `- ${readable(because)} ${faint(`(${readable(clause)})`, tone)}`)

const storeWords: { readonly [Sight in CacheExplanation['store']]: string } = {
  answered: 'nothing',
  hidden: 'nothing that counts: it was invalidated, and the store could not be told yet',
  failed: 'not known: the store has failed',
  late: 'not known: the store did not answer in time',
  'left-alone': 'not known: the store has failed again and again, and is left alone for a while',
}

function storedLine(stored: ExplainedStored): string {
  const { status, age, timeToLive, bodyLength, content, vary, surrogateKeys, selection } = stored
  const freshness = timeToLive > 0 ? `fresh for ${timeToLive} s more` : `stale for ${-timeToLive} s`
  const selected = vary.map(({ name, value }) => `${name}${value === null ? '' : ` "${value}"`}`)
  const parts = [
    `${status}, ${age} s old, ${freshness}`,
    bodyLength === null ? 'of unknown length' : inByteUnits(bodyLength),
    ...(content === 'part' ? ['a part'] : []),
    ...(selected.length === 0 ? [] : [`by ${selected.join(', ')}`]),
    ...(surrogateKeys.length === 0 ? [] : [`labelled ${surrogateKeys.join(' ')}`]),
    ...(selection === 'other' ? ['for other requests'] : []),
  ]
  return readable(parts.join(', '))
}

const openLine = ({ id, role, state, inState, waitsFor, owedBy }: InFlight): string =>
  readable(
    `transaction ${id} (${role}), ${state} for ${inState} ms: waits for ${waitsFor}, owed by ${owedBy}`,
  )

function lastLines(
  { id, role, method, startedAt, took, state, steps }: ExplainedTransaction,
  { at, tone }: { readonly at: number; readonly tone: Tone },
): readonly string[] {
  const ago = Math.max(0, Math.round((at - startedAt) / 1000))
  const head = `transaction ${id} (${role}), ${method} ${ago} s ago, ${state} after ${took} ms`
  return [readable(head), ...steps.map((step) => `  ${faint(readable(step), tone)}`)]
}
