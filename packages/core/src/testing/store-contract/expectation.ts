import { StoreError } from '../../ports/port-errors.ts'

/** A store does not keep its word. The message names the fault, the promise, and the calls that led to it. */
export class StoreContractError extends Error {
  override readonly name = 'StoreContractError'
  readonly code = 'ERR_STORE_CONTRACT'
}

/** @throws StoreContractError when the two values, plain JSON, are not equal; of two objects it names what differs */
export function expectEqual(what: string, seen: unknown, expected: unknown): void {
  if (canonical(seen) === canonical(expected)) return
  if (!isRecord(seen) || !isRecord(expected))
    throw new StoreContractError(`${what}: expected ${brief(expected)}, seen ${brief(seen)}`)
  const members = Object.keys({ ...expected, ...seen }).filter(
    (member) => canonical(seen[member]) !== canonical(expected[member]),
  )
  const differences = members.map(
    (member) => `${member}: expected ${brief(expected[member])}, seen ${brief(seen[member])}`,
  )
  throw new StoreContractError(`${what} has changed: ${differences.join('; ')}`)
}

/** @throws StoreContractError when the bytes differ; it says how */
export function expectBytes(what: string, seen: Uint8Array, expected: Uint8Array): void {
  const fault = bytesFault(seen, expected)
  if (fault !== undefined) throw new StoreContractError(`${what}: ${fault}`)
}

/** What is wrong with a body; `undefined` when it is what it must be. */
export function bytesFault(seen: Uint8Array, expected: Uint8Array): string | undefined {
  if (seen.length < expected.length)
    return `${expected.length - seen.length} of ${expected.length} bytes are lost`
  if (seen.length > expected.length)
    return `${seen.length - expected.length} bytes more than the ${expected.length} that were written`
  const differs = seen.findIndex((byte, index) => byte !== expected[index])
  return differs === -1
    ? undefined
    : `byte ${differs} is ${seen[differs] ?? 'none'}, and ${expected[differs] ?? 'none'} was written`
}

/** @throws StoreContractError unless the call throws, or rejects with, a StoreError that says that the store is closed */
export async function expectClosed(what: string, call: () => unknown): Promise<void> {
  let seen = 'no error'
  try {
    await call()
  } catch (error) {
    if (error instanceof StoreContractError) throw error
    seen = error instanceof StoreError ? error.code : String(error)
  }
  expectEqual(`${what} after close()`, seen, 'ERR_STORE_CLOSED')
}

/** Equal values have equal texts, whatever the order of their members. */
function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) => (isRecord(member) ? sorted(member) : member)) as
    string | undefined // there is no JSON for undefined
  return text ?? 'undefined'
}

function brief(value: unknown): string {
  const text = canonical(value)
  return text.length <= 200 ? text : `${text.slice(0, 200)}… (${text.length} characters)`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function sorted(record: object): object {
  return Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
