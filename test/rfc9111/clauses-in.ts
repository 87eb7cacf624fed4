const mention = /RFC (?<rfc>\d{4})|§(?<section>\d+(?:\.\d+)*)/g

/**
 * The clauses that a text cites, as `9111 §4.2.3`. A section belongs to the RFC that was named last before it: in
 * `RFC 9111 §3.2, §4.3.4` both are of RFC 9111.
 */
export function clausesIn(text: string): ReadonlySet<string> {
  const clauses = new Set<string>()
  let named: string | undefined
  for (const { groups } of text.matchAll(mention)) {
    const { rfc, section } = groups ?? {}
    if (rfc !== undefined) named = rfc
    else if (named !== undefined) clauses.add(`${named} §${section}`)
  }
  return clauses
}
