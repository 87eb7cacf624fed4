/**
 * What a machine says of a state in `meta`, as far as JSON can say it. A member that JSON cannot write (a function, a
 * ring, a bigint) is left out whole.
 */
export function plainMeta(meta: unknown): Readonly<Record<string, unknown>> {
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return {}
  return Object.fromEntries(
    Object.entries(meta).flatMap(([name, value]) => {
      const text = toJsonText(value)
      return text === undefined ? [] : [[name, JSON.parse(text) as unknown]]
    }),
  )
}

function toJsonText(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    return undefined
  }
}
