import { expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { isSameVariant } from './same-variant.ts'

const selected = (vary: readonly string[], varied: readonly (string | null)[]) =>
  sampleResponse({ vary, varied })

test.each([
  ['the same', selected(['a'], ['1']), selected(['a'], ['1'])],
  ['the same', selected([], []), selected([], [])],
  ['the same', selected(['a'], [null]), selected(['a'], [null])],
  ['another', selected(['a'], [null]), selected(['a'], [''])],
  ['another', selected(['a'], ['1']), selected(['b'], ['1'])],
  ['another', selected(['a'], ['1']), selected(['a', 'b'], ['1', null])],
])('%s variant is told by its selection', (relation, one, other) => {
  expect(isSameVariant(one, other)).toBe(relation === 'the same')
  expect(isSameVariant(other, one)).toBe(relation === 'the same')
})
