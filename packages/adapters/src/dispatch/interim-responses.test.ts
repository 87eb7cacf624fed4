import type { ResponseHead } from '@cachechart/core'
import { describe, expect, test } from '@jest/globals'
import { InterimResponses } from './interim-responses.ts'

const headOf = (status: number, fields: readonly string[] = []): ResponseHead => ({
  status,
  reason: '',
  fields,
})

describe('interim responses', () => {
  test('are told of as they are, in order, save 100', () => {
    const told: ResponseHead[] = []
    const interim = new InterimResponses((head) => told.push(head))
    const heads = [headOf(102), headOf(103, ['Link', '</a>']), headOf(100), headOf(199), headOf(103)]
    for (const head of heads) interim.take(head)
    expect(told).toEqual(heads.filter(({ status }) => status !== 100))
  })

  test('are nobody’s concern where nobody listens', () => {
    expect(() => {
      new InterimResponses(undefined).take(headOf(103))
    }).not.toThrow()
  })

  test('may not change the protocol', () => {
    const told: ResponseHead[] = []
    const interim = new InterimResponses((head) => told.push(head))
    expect(() => {
      interim.take(headOf(101))
    }).toThrow(expect.objectContaining({ code: 'ERR_BACKEND_PROTOCOL' }))
    expect(told).toEqual([])
  })

  test.each([
    ['large ones', headOf(103, ['Link', 'x'.repeat(16_000)]), 16],
    ['small ones', headOf(102), 15_000],
    ['continuations', headOf(100), 15_000],
  ])('may be many, but a flood of %s is an error', (_title, head, fine) => {
    const interim = new InterimResponses(undefined)
    for (let count = 0; count < fine; count++) interim.take(head)
    expect(() => {
      for (let count = 0; count < fine; count++) interim.take(head)
    }).toThrow('interim responses may have 262144 bytes together; more came, and no final one')
  })
})
