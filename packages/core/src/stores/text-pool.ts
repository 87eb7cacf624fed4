import { RecentMap } from './recent-map.ts'

/** A longer text is hardly ever seen twice, and would make the pool large. */
const longestText = 256

type Texts = readonly (string | null)[]

const noTexts: Texts = Object.freeze([])

/**
 * Keeps one copy of what many responses have in common: field names, media types, directives, selecting names.
 * Each response comes off the wire with strings of its own; a million small ones would spend more memory on these
 * than on anything else.
 */
export class TextPool {
  readonly #texts = new RecentMap<string>(2048)
  readonly #lists = new RecentMap<Texts>(128)

  /** The same text; if it is known already, the copy that is known. */
  share(text: string): string {
    return text.length > longestText ? text : this.#texts.getOrAdd(text, text)
  }

  /** A list of the same texts, which no one may change: others have it, too. */
  shareList<Text extends string | null>(texts: readonly Text[]): readonly Text[] {
    if (texts.length === 0) return noTexts as readonly Text[] // an empty list is one of any type
    const name = JSON.stringify(texts)
    const list = Object.freeze([...texts])
    if (name.length > longestText) return list
    return this.#lists.getOrAdd(name, list) as readonly Text[] // the name is made of the texts: their types agree
  }
}
