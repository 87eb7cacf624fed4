import { RecentMap } from '../http/recent-map.ts'

/** A longer text is hardly ever seen twice, and would make the pool large. */
const longestText = 256

/**
 * Keeps one copy of what many responses have in common: field names, media types, directives, selecting names.
 * Each response comes off the wire with strings of its own; a million small ones would spend more memory on these
 * than on anything else.
 */
export class TextPool {
  readonly #texts = new RecentMap<string>(2048)

  /** The copy that is known of the text; `undefined` where none was. One that is not too long is known from now on. */
  find(text: string): string | undefined {
    return text.length > longestText ? undefined : this.#texts.getOrNote(text, text)
  }
}
