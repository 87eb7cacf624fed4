import { createHmac, randomBytes } from 'node:crypto'

/** So many values are remembered. */
const remembered = 1_000

/**
 * What stands for a value that is not to be written: the same for the same value, so that it selects the same response,
 * and nothing by which anyone could try out what it was, as the key is known to nobody and goes with the process.
 */
export function fieldToken(): (value: string) => string {
  const key = randomBytes(32)
  const known = new Map<string, string>()
  return (value) => {
    const before = known.get(value)
    if (before !== undefined) return before
    const token = createHmac('sha256', key).update(value.toWellFormed()).digest('hex').slice(0, 16)
    if (known.size >= remembered) known.clear()
    known.set(value, token)
    return token
  }
}
