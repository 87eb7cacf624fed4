import { listMembers } from './list-members.ts'

/**
 * An entity tag as it is written: `"…"` or `W/"…"` (RFC 9110 §8.8.3). Some origins and clients leave the quotes out: such
 * a tag is the same as the quoted one to a weak comparison, and weak in every other way.
 */
export type EntityTag = string

const quotedTag = /^(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"$/
const quotedTags = /(?:W\/)?"[\x21\x23-\x7e\x80-\uffff]*"/g

/** The characters of an entity tag but for the comma, by which lists are divided; `*` means something else. */
const bareTag = /^(?!\*$)[\x21\x23-\x2b\x2d-\x7e\x80-\uffff]+$/

/** The text as an entity tag; `null` where it is none. */
export function parseEntityTag(text: string): EntityTag | null {
  const trimmed = text.trim()
  return quotedTag.test(trimmed) || bareTag.test(trimmed) ? trimmed : null
}

/** One member of a list; what stands around quotes is skipped. */
function tagsIn(member: string): readonly EntityTag[] {
  return bareTag.test(member) ? [member] : (member.match(quotedTags) ?? [])
}

/** The entity tags of If-None-Match or If-Match, or `*` (RFC 9110 §13.1.2); what is none is skipped. */
export function parseEntityTags(text: string): readonly EntityTag[] | '*' {
  if (text.trim() === '*') return '*'
  // A backslash is an ordinary character of an entity tag, not an escape: RFC 9110 §8.8.3.
  return text.includes('\\') ? (text.match(quotedTags) ?? []) : listMembers(text).flatMap(tagsIn)
}

/** Whether the tag is weak: its representations are equivalent, not identical. */
export function isWeak(tag: EntityTag): boolean {
  return !tag.startsWith('"')
}

/** What is between the quotes, or would be. */
function opaque(tag: EntityTag): string {
  const start = tag.startsWith('W/') ? 2 : 0
  return tag.startsWith('"', start) ? tag.slice(start + 1, -1) : tag.slice(start)
}

/** Weak comparison. RFC 9110 §8.8.3.2. */
export function weaklyEqual(one: EntityTag, other: EntityTag): boolean {
  return opaque(one) === opaque(other)
}

/** Strong comparison. RFC 9110 §8.8.3.2. */
export function stronglyEqual(one: EntityTag, other: EntityTag): boolean {
  return one === other && !isWeak(one)
}
