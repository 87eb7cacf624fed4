import { fieldValue, type FieldLines } from '@cachechart/core'

/** What the rewriting of replies needs to know. */
export interface ReplyOptions {
  readonly pseudonym: string
  /** The origin's URL without path: `https://example.com`. */
  readonly originBase: string
  /** Whether the origin believes that this URL is its own (it got that Host). */
  readonly host: 'origin' | 'client'
}

/**
 * The fields of a reply on its way to the cache. They are stored in this form, so that a hit costs nothing more.
 *
 * An origin that was given its own Host builds its absolute links from it. In Location and Content-Location they become
 * relative: clients stay before the gateway, and what such a link invalidates (RFC 9111 §4.4) is found in the cache.
 */
export function replyFields(fields: FieldLines, options: ReplyOptions): string[] {
  const { pseudonym, originBase, host } = options
  // RFC 9111 §4.1: the cache selects by what clients send. This field is the gateway's own, another for each of them.
  const added = variesBy(fields, 'x-forwarded-for') ? ['Cache-Control', 'private'] : []
  added.push('Via', `1.1 ${pseudonym}`)
  // With its length from the start: it would be copied when it grows.
  // eslint-disable-next-line unicorn/no-new-array -- its length is what this is about
  const rewritten = new Array<string>(fields.length + added.length)
  for (let index = 0; index < fields.length; index += 2) {
    const name = fields[index] ?? ''
    const value = fields[index + 1] ?? ''
    rewritten[index] = name
    rewritten[index + 1] = host === 'origin' && isLink(name) ? relativeTo(originBase, value) : value
  }
  for (let index = 0; index < added.length; index += 1) rewritten[fields.length + index] = added[index] ?? ''
  return rewritten
}

/** Told by their length first: most names need no second look. */
function isLink(name: string): boolean {
  if (name.length !== 'location'.length && name.length !== 'content-location'.length) return false
  const lower = name.toLowerCase()
  return lower === 'location' || lower === 'content-location'
}

function variesBy(fields: FieldLines, lowerCaseName: string): boolean {
  const vary = fieldValue(fields, 'vary')
  if (vary === null || vary.length < lowerCaseName.length) return false
  const names = vary.toLowerCase().split(',')
  return names.some((name) => name.trim() === lowerCaseName)
}

function relativeTo(base: string, link: string): string {
  if (link.slice(0, base.length).toLowerCase() !== base) return link
  const path = link.slice(base.length)
  if (path === '') return '/'
  // `//host` would be a link to another host; `//` behind an authority is a path.
  if (path.startsWith('//')) return `/.${path}`
  return path.startsWith('/') ? path : link
}
