import { levels, sectionOf, type Document } from './requirement.ts'

/** How often each key word stands in each section of each RFC. */
export type PinnedCounts = {
  readonly [rfc: number]: { readonly [section: string]: { readonly [level: string]: number } }
}

const keyWords = levels.filter((level) => level !== 'none')

/** What is here once too often, or not at all, a line each. */
export function findMiscounts({ rfc, requirements }: Document, pinned: PinnedCounts): readonly string[] {
  const ids = requirements.map(({ id }) => id)
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index)
  const counts = pinned[rfc] ?? {}
  const sections = new Set([...Object.keys(counts), ...requirements.map(sectionOf)])
  const miscounted = [...sections].flatMap((section) => {
    const ofSection = requirements.filter((one) => sectionOf(one) === section)
    return keyWords.flatMap((level) => {
      const found = ofSection.filter((one) => one.level === level).length
      const expected = counts[section]?.[level] ?? 0
      return found === expected
        ? []
        : [`RFC ${rfc} §${section} says ${level} ${expected} times; here it is ${found} times`]
    })
  })
  return [...repeated.map((id) => `RFC ${rfc} ${id} is here twice`), ...miscounted]
}
