import { describe, expect, test } from '@jest/globals'
import { announcedLength, incomingFields, incomingReason } from './incoming-reply.ts'

const reply = (...fields: string[]) => ({ status: 200, reason: 'OK', fields })

describe('the fields of an incoming reply', () => {
  test('lose those that were meant for the connection, by name or by Connection', () => {
    const fields = incomingFields(
      reply('Keep-Alive', 'timeout=5', 'X-Once', '1', 'Connection', 'keep-alive, x-once', 'ETag', '"1"'),
    )
    expect(fields).toEqual(['ETag', '"1"'])
  })

  test.each([['4', '2'], ['4, 4'], ['many'], ['-1'], ['']])('lose a Content-Length of %j', (...lengths) => {
    const lines = lengths.flatMap((length) => ['Content-Length', length])
    expect(incomingFields(reply(...lines, 'ETag', '"1"'))).toEqual(['ETag', '"1"'])
  })

  test('are the very same where there are none of these', () => {
    const { fields, ...head } = reply('ETag', '"1"')
    expect(incomingFields({ ...head, fields })).toBe(fields)
  })
})

describe('the reason phrase of an incoming reply', () => {
  test.each<[string, string, string]>([
    ['stays as it is', 'Not Found', 'Not Found'],
    ['may be empty', '', ''],
    ['may have tabs and bytes beyond ASCII', '\tGefunden: \u00e4\u00ff', '\tGefunden: \u00e4\u00ff'],
    ['is left out where a character is not a byte', 'OK \ufffd', ''],
    ['is left out where it would end the line', 'OK\r\nX: y', ''],
    ['is left out where it has another control character', 'OK\u007f', ''],
  ])('%s', (_what, reason, expected) => {
    expect(incomingReason({ status: 200, reason, fields: [] })).toBe(expected)
  })
})

describe('the announced length of a reply', () => {
  test.each<[string, string[], number | undefined]>([
    ['is what Content-Length says', ['content-length', '42'], 42],
    ['may be 0', ['Content-Length', '0'], 0],
    ['may be as long as a number is exact', ['Content-Length', '999999999999999'], 999_999_999_999_999],
    ['is unknown where nothing is said', ['Content-Type', 'text/plain'], undefined],
    ['is unknown where two lines are joined', ['Content-Length', '4', 'Content-Length', '2'], undefined],
    ['is unknown where it is not a number', ['Content-Length', 'many'], undefined],
    ['is unknown where a number is only a part', ['Content-Length', '42 bytes'], undefined],
    ['is unknown where it is negative', ['Content-Length', '-1'], undefined],
    ['is unknown where it is empty', ['Content-Length', ''], undefined],
    ['is unknown where it is beyond exact numbers', ['Content-Length', '9999999999999999'], undefined],
  ])('%s', (_what, fields, expected) => {
    expect(announcedLength(reply(...fields))).toBe(expected)
  })
})
