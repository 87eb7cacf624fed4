import type { CacheRecord, RecordedBegin, RecordingStart } from '../engine/record.ts'
import { transactionTable } from '../engine/transaction-table.ts'
import { wasIllegal } from './compare-step.ts'
import { RecordingError } from './recording-error.ts'

/** Which transaction a test is made of. */
export interface ToTestOptions {
  /** Of which cache, where the recording has several. Default: the first that has a transaction of this number. */
  readonly run?: string
  readonly id: number
  /** The title of the test. Default: method and URL. */
  readonly title?: string
}

/** One transaction and the flights that it leads, from its beginning to its end. */
interface Excerpt {
  readonly begin: RecordedBegin
  readonly records: readonly CacheRecord[]
}

/**
 * The source of a test, for Jest, that replays one transaction of a recording and expects that it goes the same way: what
 * once happened in production is a regression test from then on. Redact the recording first (`redactRecord`): the test
 * holds its records.
 *
 * @throws RecordingError (`ERR_RECORDING`) when the recording does not have the whole of the transaction
 * @example
 * import { createCache, memoryStore, type CacheRecord } from '@cachechart/core'
 * import { toTest } from '@cachechart/core/recording'
 *
 * const records: CacheRecord[] = []
 * const backend = { send: () => ({ status: 204, reason: '', fields: [], body: null }) }
 * const cache = createCache({ store: memoryStore(), backend, onRecord: (record) => void records.push(record) })
 * await cache.handle({ method: 'GET', url: 'https://example.com/', fields: [] })
 * console.log(toTest(records, { id: 1 }).includes("test('GET https://example.com/")) // true
 */
export const toTest = (records: Iterable<CacheRecord>, options: ToTestOptions): string => {
  const { begin, records: own } = excerptOf(records, options)
  const title = options.title ?? `${begin.method} ${begin.url} goes the way that was recorded`
  return `import { expect, test } from '@jest/globals'
import type { CacheRecord } from '@cachechart/core'
import { replay } from '@cachechart/core/recording'

const records: CacheRecord[] = [
${own.map((record) => `  ${plain(JSON.stringify(record))},`).join('\n')}
]

test(${quoted(title)}, () => {
  expect(replay(records)).toMatchObject({ transactions: 1, difference: null })
})
`
}

/** In single quotes, as the rest of the source. */
const quoted = (text: string): string =>
  `'${plain(JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"')).replaceAll("'", "\\'")}'`

/** A text that is the same wherever it is pasted: no end of a line, a comment or a script that some reader may see in it. */
const plain = (json: string): string =>
  json
    .replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('</', '<\\/')
    .replaceAll('*/', '*\\/')

const excerptOf = (records: Iterable<CacheRecord>, { run, id }: ToTestOptions): Excerpt => {
  let start: RecordingStart | undefined
  let begin: RecordedBegin | undefined
  let hasEnded = false
  const own: CacheRecord[] = []
  for (const record of records) {
    if (record.kind === 'start') {
      if (begin !== undefined && record.run !== start?.run) break
      start = record
    } else if (start !== undefined && (run === undefined || run === start.run)) {
      if (record.kind === 'begin' && record.id === id && begin === undefined) {
        begin = record
        own.push(start, begin)
      } else if (begin !== undefined && isOf(record, id)) {
        own.push(record)
        hasEnded ||= isEnd(record)
      }
    }
  }
  if (begin !== undefined && hasEnded) return { begin, records: own }
  const problem = begin === undefined ? 'the beginning' : 'the end'
  const whose = run === undefined ? '' : ` of run "${run}"`
  throw new RecordingError({ line: 0, member: '' }, `${problem} of transaction ${id}${whose} is not recorded`)
}

const isOf = (record: CacheRecord, id: number): boolean =>
  (record.kind === 'step' && record.id === id) || (record.kind === 'flight' && record.leader === id)

const isEnd = (record: CacheRecord): boolean =>
  record.kind === 'step' && (transactionTable.states.get(record.to)?.final === true || wasIllegal(record))
