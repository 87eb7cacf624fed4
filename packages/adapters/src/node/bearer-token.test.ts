import { expect, test } from '@jest/globals'
import { bearerToken, isToken } from './bearer-token.ts'

const shows = bearerToken('s3cret/+=')

test.each([
  [['Authorization', 'Bearer s3cret/+='], true],
  [['authorization', 'bearer  s3cret/+='], true],
  [['Authorization', 'Bearer s3cret/+'], false],
  [['Authorization', 'Bearer s3cret/+=='], false],
  [['Authorization', 'Bearer s3cret/+= more'], false],
  [['Authorization', 'Bearer S3CRET/+='], false],
  [['Authorization', 'Bearer '], false],
  [['Authorization', 'Bearer'], false],
  [['Authorization', 's3cret/+='], false],
  [['Authorization', 'Basic s3cret/+='], false],
  [['Authorization', 'Bearer s3cret/+=', 'Authorization', 'Bearer s3cret/+='], false],
  [['Proxy-Authorization', 'Bearer s3cret/+='], false],
  [[], false],
])('%j shows the token: %s', (fields, expected) => {
  expect(shows(fields)).toBe(expected)
})

test.each([
  ['s3cret', true],
  ['~!#', true],
  ['', false],
  ['two words', false],
  ['line\n', false],
  ['caf\u00e9', false],
  [undefined, false],
  [1, false],
])('%j can be a token: %s', (token, expected) => {
  expect(isToken(token)).toBe(expected)
})
