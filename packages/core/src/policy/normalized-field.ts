import { listMembers } from '../http/list-members.ts'
import { remembering } from '../http/remembering.ts'

/** Fields that are no lists: a comma is a part of their value, and another value may select another response. */
// prettier-ignore
const noLists = new Set([
  'authorization', 'cookie', 'from', 'host', 'origin', 'proxy-authorization', 'referer', 'user-agent',
])

/** RFC 9110 §12.5.2 to §12.5.4: lists of preferences, in letters of any case, whose order says nothing. */
const preferences = new Set(['accept-charset', 'accept-encoding', 'accept-language'])

/**
 * RFC 9110 §12.4.2: a weight, from 0 to 1 with at most three digits after the point, comes last. Behind it there once were
 * extensions (RFC 7231 §5.3.2); and of two weights nobody knows which one counts.
 */
const weighted = /^([^;]+(?:;(?!q=)[^;]*)*);q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/i

/** One preference with its weight in one form; what holds quotes, or is none, is left as it is. */
function normalizedPreference(member: string): string {
  if (member.includes('"') || member.startsWith(';')) return member
  const parts = member.split(';').map((part) => part.trim())
  const text = parts.filter((part) => part !== '').join(';')
  // RFC 9110 §12.4.2: the weight is 1 where there is none.
  return text.replace(weighted, (_all, preferred: string, weight: string) =>
    Number(weight) === 1 ? preferred : `${preferred};q=${Number(weight)}`,
  )
}

/** RFC 9110 §12.5.1, §8.3.1: type and subtype in letters of any case; the values of parameters may not be. */
function normalizedMediaRange(member: string): string {
  const normalized = normalizedPreference(member)
  const end = normalized.indexOf(';')
  return end < 0 ? normalized.toLowerCase() : normalized.slice(0, end).toLowerCase() + normalized.slice(end)
}

/** Members in one order. What stands between quotes may look like several of them: with quotes, none is moved. */
function sorted(members: readonly string[]): readonly string[] {
  return members.some((member) => member.includes('"')) ? members : members.toSorted()
}

/**
 * A request field's value in one form for all that are known to mean the same: whitespace, lines, empty members and, where
 * the field defines it, case, order and weights. RFC 9111 §4.1.
 */
export function normalizedField(lowerCaseName: string, value: string): string {
  if (noLists.has(lowerCaseName)) return value.trim()
  if (preferences.has(lowerCaseName)) return normalizedPreferences(value)
  // RFC 9110 §12.5.1 gives the order no meaning; servers that everybody uses break ties by it all the same.
  if (lowerCaseName === 'accept') return normalizedMediaRanges(value)
  return listMembers(value).join(', ')
}

const normalizedPreferences = remembering((value: string): string =>
  sorted(listMembers(value).map((member) => normalizedPreference(member.toLowerCase()))).join(', '),
)

const normalizedMediaRanges = remembering((value: string): string =>
  listMembers(value).map(normalizedMediaRange).join(', '),
)
