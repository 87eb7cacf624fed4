import type { CacheOptions, Candidate, OverridesFor } from '@cachechart/core'
import { askerField, markField } from '../label.ts'
import { isTransformed } from '../resource.ts'

/** Each answer is marked with the number of the request that it is for: once, whatever it is made of. */
const mark: NonNullable<CacheOptions['onSend']> = (pending, { fields }) => {
  const at = fields.findIndex(
    (text, index) => index % 2 === 0 && text.toLowerCase() === askerField.toLowerCase(),
  )
  pending.appendResponseHeader(markField, fields[at + 1] ?? 'none', 'any')
}

/** Takes each piece, and gives it. */
async function* sameBytes(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const bytes of body) yield bytes
}

const afterSend = (candidate: Candidate): void => {
  // The body of a 206 may not be transformed.
  if (candidate.status !== 206) candidate.transformBody(sameBytes)
}

const overrides: OverridesFor = ({ url }) =>
  isTransformed(new URL(url).pathname) ? { afterSend } : undefined

/** What programs say of requests and replies, as far as the soak has them say it. */
export const surface = { onSend: mark, overrides } as const satisfies Partial<CacheOptions>
