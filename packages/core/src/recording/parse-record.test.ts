import { describe, expect, test } from '@jest/globals'
import type { CacheRecord } from '../engine/record.ts'
import { begin, records, start, stepWith, stored } from '../testing/fixtures/sample-records.ts'
import { parseRecord } from './parse-record.ts'
import { RecordingError } from './recording-error.ts'
import { recordingLimits } from './recording-limits.ts'

type Path = readonly string[]

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** The paths of all members, however deep. Lists are taken as a whole. */
const pathsOf = (value: unknown, path: Path = []): Path[] =>
  isObject(value) && !Array.isArray(value)
    ? Object.entries(value).flatMap(([name, member]) => [
        [...path, name],
        ...pathsOf(member, [...path, name]),
      ])
    : []

/** A copy in which the member at the path is another, or `undefined`: is not there. */
const changed = (record: CacheRecord, path: Path, value?: unknown): unknown => {
  const copy: unknown = structuredClone(record)
  let holder = copy
  for (const name of path.slice(0, -1)) holder = isObject(holder) ? holder[name] : undefined
  const last = path.at(-1) ?? ''
  if (!isObject(holder)) throw new TypeError(`there is no ${path.join('.')}`)
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}

const refusal = (value: unknown): RecordingError => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  try {
    parseRecord(text, 12)
  } catch (error) {
    if (error instanceof RecordingError) return error
    throw error
  }
  throw new Error(`it was taken: ${text}`)
}

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `x-${index}`)

const titled = records.map((record): [string, CacheRecord] => [
  record.kind === 'step' ? `a step that takes ${record.input.type}` : record.kind,
  record,
])

const optional = [
  ['code', 'lease', 'overrides', 'action', 'storage', 'refreshOf', 'requestTime', 'leader', 'follower'],
  ['ttl', 'maxAge', 'staleWhileRevalidate', 'staleIfError', 'surrogateKeys', 'vary', 'sensitive', 'labels'],
].flat()

/** Whether it may be left out, where it stands. */
const mayBeLeftOut = (path: Path, record: CacheRecord): boolean => {
  if (path.includes('policy') || path.includes('stored')) return false
  const type = record.kind === 'step' ? record.input.type : ''
  if (record.kind === 'flight' && path.at(-1) === 'leader') return false
  const isCompany = ['flight', 'mark'].includes(path.at(-1) ?? '')
  return (
    optional.includes(path.at(-1) ?? '') || (isCompany && (type === 'lookupError' || type === 'deadline'))
  )
}

describe.each(titled)('a line with %s', (_title, record) => {
  test('is read as it was written', () => {
    expect(parseRecord(JSON.stringify(record), 1)).toEqual(record)
  })

  test('is read without what is not known', () => {
    const more = { ...record, more: 1, constructor: 'x' }
    expect(parseRecord(JSON.stringify(more), 1)).toEqual(record)
  })

  const paths = pathsOf(record)
  const telling = ['kind', 'input.type']

  test('is refused when a member is missing that has to be there, and taken when one is that may be', () => {
    const members = paths.filter((path) => !telling.includes(path.join('.')))
    const refused = members.filter((path) => !mayBeLeftOut(path, record))
    for (const path of refused)
      expect(refusal(changed(record, path))).toMatchObject({ line: 12, member: path.join('.') })
    for (const path of members.filter((each) => mayBeLeftOut(each, record)))
      expect(parseRecord(JSON.stringify(changed(record, path)), 1)).toEqual(changed(record, path))
  })

  test.each([
    ['an object', {}],
    ['a list of lists', [[]]],
    ['a text that is longer than any', '\n'.repeat(recordingLimits.text + 1)],
    ['a number below 0', -1e300],
  ])('is refused when a member is %s, and the member is named', (_what, value) => {
    for (const path of pathsOf(record)) {
      const name = path.join('.')
      const holdsOnlyOptional = ['storage', 'input.overrides'].includes(name) && !Array.isArray(value)
      if (holdsOnlyOptional && typeof value === 'object') continue
      expect(refusal(changed(record, path, value)).member).toMatch(
        new RegExp(`^${name.replace('input.type', 'input')}`),
      )
    }
  })
})

describe('a line', () => {
  test.each([
    ['no JSON', '{"kind":', '', 'it is no JSON'],
    ['no object', '[]', '', 'expected a record, which is an object; seen: a list of 0'],
    ['nothing', 'null', '', 'seen: null'],
    [
      'a record without a kind',
      '{}',
      'kind',
      'expected one of start, begin, step, flight, loss; seen: undefined',
    ],
    ['a kind that is inherited', '{"kind":"toString"}', 'kind', 'seen: "toString"'],
    ['an input without a type', JSON.stringify(stepWith({ type: 'no' } as never)), 'input', 'seen: "no"'],
    ['a list as an input', JSON.stringify(stepWith([] as never)), 'input', 'seen: undefined'],
    [
      'another format',
      JSON.stringify({ ...start, format: 'x' }),
      'format',
      'expected one of cachechart; seen: "x"',
    ],
  ])('with %s is refused', (_what, line, member, message) => {
    const error = refusal(line)
    expect(error).toMatchObject({ name: 'RecordingError', code: 'ERR_RECORDING', line: 12, member })
    expect(error.message).toContain(message)
    expect(error.message).toMatch(/^line 12: /)
  })

  test('of another version says so, whatever else it has', () => {
    const message = 'line 3: version: the recording is of version 2; this is a reader of version 1'
    expect(() => parseRecord('{"kind":"start","version":2}', 3)).toThrow(message)
  })

  test('with a version that is no number is refused', () => {
    expect(refusal({ ...start, version: '1' })).toMatchObject({ member: 'version' })
  })

  test('that is longer than any record is refused before it is read', () => {
    expect(refusal(' '.repeat(recordingLimits.line + 1)).message).toContain('at most 8388608 characters')
  })

  test('with a policy that no cache has is refused in the words of the policy', () => {
    const odd = changed(start, ['policy', 'heuristicFraction'], 2)
    expect(refusal(odd).message).toContain('policy.heuristicFraction must be a number from 0 to 1; it is 2')
  })

  test('with a list that is too long, or whose members are, is refused', () => {
    const { members, list, text } = recordingLimits
    const many = Array.from({ length: members + 2 }, () => '')
    expect(refusal({ ...begin, fields: many })).toMatchObject({ member: 'fields' })
    const long = Array.from({ length: 2 * Math.ceil(list / text) }, () => 'x'.repeat(text))
    expect(refusal({ ...begin, fields: long }).message).toContain('at most 1048576 characters in all')
    expect(refusal({ ...begin, fields: ['Odd'] }).message).toContain('name, value, name, value')
    expect(refusal({ ...begin, fields: ['Odd', 1] })).toMatchObject({ member: 'fields.1' })
    const statuses = Array.from({ length: members + 1 }, () => 500)
    expect(refusal(changed(start, ['policy', 'errorStatuses'], statuses)).message).toContain(
      'a list of statuses',
    )
  })

  test('with a stored response whose members contradict each other is refused as a whole', () => {
    const odd = stepWith({ type: 'flightReply', stored: { ...stored, varied: [] } })
    expect(refusal(odd)).toMatchObject({ member: 'input.stored' })
    expect(refusal(stepWith({ type: 'flightReply', stored: null as never })).message).toContain('seen: null')
  })

  test.each([
    [
      'more selecting fields than a store with guards would keep',
      { vary: names(300), varied: [null, ...names(299)] },
    ],
    ['signs that no line of a message has', { fields: ['X-Odd', 'a\u0001\u4e2d', 'Bad Name', ''] }],
    ['a status that a hook has chosen', { status: 999 }],
    ['labels in any number', { surrogateKeys: names(8_192) }],
  ])('with a stored response that has %s is read, as a store in memory has it', (_what, odd) => {
    const record = stepWith({ type: 'flightReply', stored: { ...stored, ...odd } })
    expect(parseRecord(JSON.stringify(record), 1)).toEqual(record)
  })

  test.each([8.64e15 + 1, -8.64e15 - 1, 1e308])('of a time that has no date (%d) is refused', (at) => {
    expect(refusal({ ...begin, at }).message).toContain('at: expected a time that has a date; seen: ')
    expect(parseRecord(JSON.stringify({ ...begin, at: Math.sign(at) * 8.64e15 }), 1)).toMatchObject({
      id: begin.id,
    })
  })

  test('with an identity of 0, and one that is no whole number, is refused', () => {
    expect(refusal({ ...begin, id: 0 }).message).toContain('a whole number, 1 or more; seen: 0')
    expect(refusal({ ...begin, id: 1.5 }).message).toContain('seen: 1.5')
  })

  test('with a word that is none of many is refused without naming them all', () => {
    expect(refusal({ ...stepWith({ type: 'stop' }), event: 'no.event' }).message).toContain(
      'line 12: event: expected a word that is known; seen: "no.event"',
    )
  })

  test('never pollutes a prototype', () => {
    const record = parseRecord('{"kind":"loss","at":0,"count":1,"__proto__":{"evil":true}}', 1)
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype)
    expect('evil' in record).toBe(false)
  })
})
