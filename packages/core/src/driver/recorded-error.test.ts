import { expect, test } from '@jest/globals'
import { StoreError } from '../ports/port-errors.ts'
import { recordedError } from './recorded-error.ts'

const long = 'x'.repeat(300)

test.each([
  [
    'an error of a port',
    new StoreError('ERR_STORE_FAILED', 'it broke'),
    'StoreError',
    'it broke',
    'ERR_STORE_FAILED',
  ],
  ['an error without a code', new RangeError('too much'), 'RangeError', 'too much', undefined],
  [
    'an error whose code is a number',
    Object.assign(new Error('odd'), { code: 7 }),
    'Error',
    'odd',
    undefined,
  ],
  [
    'an error without a name',
    Object.assign(new Error('odd'), { name: undefined }),
    'Error',
    'odd',
    undefined,
  ],
  [
    'a long error',
    Object.assign(new Error(long), { name: long, code: long }),
    long.slice(0, 100),
    long.slice(0, 200),
    long.slice(0, 100),
  ],
  ['an error whose message is no text', Object.assign(new Error(), { message: 7 }), 'Error', '7', undefined],
  ['a text', 'it broke', 'string', 'it broke', undefined],
  ['nothing', undefined, 'undefined', 'undefined', undefined],
  [
    'an object without a text',
    Object.create(null),
    'object',
    'a value of type object that has no text',
    undefined,
  ],
  [
    'an error that throws when it is looked at',
    Object.defineProperty(new Error('odd'), 'code', {
      get() {
        throw new Error('do not look')
      },
    }),
    'object',
    'it throws when it is looked at',
    undefined,
  ],
])('%s is written down as plain JSON', (_what, error: unknown, name, message, code) => {
  const recorded = recordedError(error)
  expect(recorded).toStrictEqual(code === undefined ? { name, message } : { name, message, code })
  expect(JSON.parse(JSON.stringify(recorded))).toStrictEqual(recorded)
})
