import type { Language, Page } from './wish.ts'

/** One state of a page. Its text tells it from all others. */
export interface Version {
  readonly number: number
  readonly page: Page
  readonly language: Language
  readonly text: string
  readonly tag: 'tagged' | 'untagged'
  readonly varies: 'by language' | 'not'
  readonly label: 'x' | 'y' | 'none'
  /** Whether its head tells the truth of its length. */
  readonly isTrue: boolean
  readonly isError: boolean
  /** Which of its bytes the origin has sent in replies that came to their right end. */
  readonly sent: boolean[]
}

export const tagOf = (version: Pick<Version, 'number'>): string => `"v${version.number}"`

/** Which version a field names: `X-Version`, or an entity tag. */
export const numberIn = (value: string | undefined): number | undefined => {
  const digits = /\d+/.exec(value ?? '')?.[0]
  return digits === undefined ? undefined : Number(digits)
}
