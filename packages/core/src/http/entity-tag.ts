/** An entity tag as it is written: `"…"` or `W/"…"`. RFC 9110 §8.8.3. */
export type EntityTag = string

const entityTag = /^(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"$/
const entityTags = /(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"/g

/** The text as an entity tag; `null` where it is none. */
export function parseEntityTag(text: string): EntityTag | null {
  const trimmed = text.trim()
  return entityTag.test(trimmed) ? trimmed : null
}

/** The entity tags of If-None-Match or If-Match, or `*` (RFC 9110 §13.1.2); what is none is skipped. */
export function parseEntityTags(text: string): readonly EntityTag[] | '*' {
  return text.trim() === '*' ? '*' : (text.match(entityTags) ?? [])
}

/** Whether the tag is weak: its representations are equivalent, not identical. */
export function isWeak(tag: EntityTag): boolean {
  return tag.startsWith('W/')
}

const opaque = (tag: EntityTag) => (isWeak(tag) ? tag.slice(2) : tag)

/** Weak comparison. RFC 9110 §8.8.3.2. */
export function weaklyEqual(one: EntityTag, other: EntityTag): boolean {
  return opaque(one) === opaque(other)
}

/** Strong comparison. RFC 9110 §8.8.3.2. */
export function stronglyEqual(one: EntityTag, other: EntityTag): boolean {
  return one === other && !isWeak(one)
}
