import { describe, expect, test } from '@jest/globals'
import { plainJson } from './plain-json.ts'

describe('JSON that is printed', () => {
  test('says what it said, in signs that a terminal shows', () => {
    const said = { 'a\u202e': ['\u009b31m', '\u007f', 'é', '\u{1f600}', '\ud800', '\u001b[2J', '\\u0041'] }
    const printed = plainJson(JSON.stringify(said, null, 2))
    expect(printed).toMatch(/^[\n -~]*$/)
    expect(JSON.parse(printed)).toEqual(said)
  })

  test('is the same where there is nothing of the kind', () => {
    const json = JSON.stringify({ a: ['b', 1, null] }, null, 2)
    expect(plainJson(json)).toBe(json)
  })
})
