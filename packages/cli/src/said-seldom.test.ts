import { describe, expect, test } from '@jest/globals'
import { saidSeldom } from './said-seldom.ts'

describe('what goes on for long', () => {
  test('is said at once, and then once in a minute', () => {
    const said: string[] = []
    let now = 5
    const say = saidSeldom(
      (text) => said.push(text),
      () => now,
    )
    for (const at of [5, 6, 60_004, 60_005, 60_006, 130_000]) {
      now = at
      say(String(at))
    }
    expect(said).toEqual(['5', '60005', '130000'])
  })
})
