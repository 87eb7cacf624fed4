import type { FieldLines } from '../http/message.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { CompactHead, noExtras, type HeadExtras } from './compact-head.ts'
import { headOverhead, indexOverhead, plainOverhead, textSize, traitsOverhead } from './entry-size.ts'
import { TraitsPool, type HeadTraits } from './head-traits.ts'
import type { KeptHead } from './kept-head.ts'
import { PlainHead } from './plain-head.ts'
import { TextPool } from './text-pool.ts'

/** Brings heads into the form in which they are kept. What they have in common with others before them, they share. */
export class HeadPacker {
  readonly #texts = new TextPool()
  readonly #traits = new TraitsPool()
  /** What the head that is being packed takes in memory, as far as it was looked at. In bytes. */
  #size = 0

  /** Nothing of the result can be changed by whoever gave the head. */
  pack(response: StoredResponse): KeptHead {
    this.#size = headOverhead
    const fields = this.#fields(response)
    const etag = this.#validator(response.etag, fields)
    const lastModified = this.#validator(response.lastModified, fields)
    const extras = this.#extras(response)
    const traits = this.#sharedTraits(response)
    const parts = { traits, fields, etag, lastModified, extras }
    const compact = CompactHead.of(response, { ...parts, size: this.#size })
    if (compact !== undefined) return compact
    const plain = { ...response, ...traits, ...extras, fields, etag, lastModified }
    return new PlainHead(plain, this.#size + plainOverhead)
  }

  #fields({ fields, etag, lastModified }: StoredResponse): FieldLines {
    return fields.map((text) => {
      // Validators are nobody else's. The pool has no use for them.
      return text === etag || text === lastModified ? this.#own(text) : this.#shared(text)
    })
  }

  /** The text as the fields have it, so that it is kept once. */
  #validator(text: string | null, fields: FieldLines): string | null {
    return text === null ? null : (fields[fields.indexOf(text)] ?? this.#own(text))
  }

  #extras({ surrogateKeys, url, part }: StoredResponse): HeadExtras {
    if (surrogateKeys.length === 0 && url === null && part === null) return noExtras
    this.#size += indexOverhead * (surrogateKeys.length + 1)
    // Each label is kept in the index as well: one text serves both, and all others that carry it.
    return {
      surrogateKeys: surrogateKeys.map((label) => this.#shared(label)),
      url: url && this.#own(url),
      part,
    }
  }

  #sharedTraits(response: StoredResponse): HeadTraits {
    const { traits, kept } = this.#traits.share(response)
    if (kept === 'own') this.#size += traitsOverhead
    this.#size += textSize(traits.reason, kept)
    for (const text of traits.vary) this.#size += textSize(text, kept)
    for (const text of traits.varied) this.#size += textSize(text ?? '', kept)
    return traits
  }

  #own(text: string): string {
    this.#size += textSize(text, 'own')
    return text
  }

  #shared(text: string): string {
    const known = this.#texts.find(text)
    this.#size += textSize(text, known === undefined ? 'own' : 'shared')
    return known ?? text
  }
}
