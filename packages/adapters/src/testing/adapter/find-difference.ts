/** How clients of an adapter are told of an error: by a rejection, or by a response that is made of it. */
export type ErrorsAs = 'rejections' | 'responses'

/** Where what was seen is not what was expected; `undefined` when it is. */
export function findDifference(
  expected: unknown,
  seen: unknown,
  { errorsAs, place = '' }: { readonly errorsAs: ErrorsAs; readonly place?: string },
): string | undefined {
  if (expected === 'rejected' && isError(seen, errorsAs)) return undefined
  if (Array.isArray(expected) && Array.isArray(seen) && expected.length === seen.length) {
    for (const [index, each] of expected.entries()) {
      const at = `${place}[${index}]`
      const difference = findDifference(each, seen[index], { errorsAs, place: at })
      if (difference !== undefined) return difference
    }
    return undefined
  }
  if (JSON.stringify(expected) === JSON.stringify(seen)) return undefined
  const where = place === '' ? '' : ` at ${place}`
  return `expected${where} ${JSON.stringify(expected)}, seen ${JSON.stringify(seen)}`
}

/** RFC 9110 §15.6: where whoever asks is a client of HTTP, it is told of an error by a status. */
const isError = (seen: unknown, errorsAs: ErrorsAs): boolean =>
  seen === 'rejected' || (errorsAs === 'responses' && typeof seen === 'string' && /^50[0234]\b/.test(seen))
