/**
 * The name of a function that stands in a machine's configuration; `inline` where it has none, or only that of the
 * property that it was written down in: `guard: () => true` is called `guard` by JavaScript.
 */
export function functionName(value: unknown): string {
  if (typeof value !== 'function' || typeof value.name !== 'string') return 'inline'
  return value.name === '' || properties.has(value.name) ? 'inline' : value.name
}

const properties = new Set(['guard', 'actions', 'entry', 'exit', 'src', 'config'])
