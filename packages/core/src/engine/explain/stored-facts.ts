import { contentLengthOf } from '../../http/content-length.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import { isSensitiveField } from './sensitive-fields.ts'

export { currentAge as ageOf, timeToLive as timeLeft } from '../../policy/current-age.ts'

/** The length of a stored body in bytes, as its head tells it. */
export const knownLength = ({ part, fields }: StoredResponse): number | null =>
  part === null ? (contentLengthOf(fields) ?? null) : part.length

/** By what a stored response was selected; no value of a field that may be secret. */
export const shownVary = ({
  vary,
  varied,
}: Pick<StoredResponse, 'vary' | 'varied'>): readonly {
  readonly name: string
  readonly value: string | null
}[] => vary.map((name, index) => ({ name, value: isSensitiveField(name) ? null : (varied[index] ?? null) }))
