import { describe, expect, test } from '@jest/globals'
import { RestartPace, type Life } from './restart-pace.ts'

const crash: Life = { began: 'listened', lived: 50 }
const stillborn: Life = { began: 'died at start', lived: 50 }
const longLife: Life = { began: 'listened', lived: 60_000 }

const pausesOf = (...lives: readonly Life[]) => {
  const pace = new RestartPace()
  return lives.map((life) => pace.next(life))
}

describe('another worker takes the place of one that died', () => {
  test('at once, when it happens once', () => {
    expect(pausesOf(crash)).toEqual([0])
  })

  test('later and later when it happens again and again, up to 5 s, and never not at all', () => {
    expect(pausesOf(...Array.from({ length: 10 }, () => crash))).toEqual([
      0, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000,
    ])
  })

  test('at once again after one that lived for long', () => {
    expect(pausesOf(crash, crash, crash, longLife, longLife, crash)).toEqual([0, 100, 200, 0, 0, 0])
  })

  test('never, after five in a row that did not come to listen', () => {
    expect(pausesOf(...Array.from({ length: 5 }, () => stillborn))).toEqual([0, 100, 200, 400, 'never'])
  })

  test('for as long as some come to listen between those that do not', () => {
    const pace = new RestartPace()
    for (let round = 0; round < 10; round += 1) {
      expect(pace.next(stillborn)).not.toBe('never')
      expect(pace.next(stillborn)).not.toBe('never')
      pace.noteListening()
    }
  })
})
