import { expect, test } from '@jest/globals'
import { assertNever } from './assert-never.ts'

test('assertNever says what came although the types had excluded it', () => {
  expect(() => assertNever({ type: 'surprise' } as never)).toThrow(
    new TypeError('unexpected value {"type":"surprise"}'),
  )
})
