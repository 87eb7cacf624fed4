import { StoreError } from '../../ports/port-errors.ts'

/** A store does not keep its word. */
export class StoreContractError extends Error {
  override readonly name = 'StoreContractError'
  readonly code = 'ERR_STORE_CONTRACT'
}

/** @throws StoreContractError when the two values, plain JSON, are not equal */
export function expectEqual(what: string, seen: unknown, expected: unknown): void {
  if (canonical(seen) === canonical(expected)) return
  throw new StoreContractError(`${what}: expected ${canonical(expected)}, seen ${canonical(seen)}`)
}

/** @throws StoreContractError when the bytes differ; it says where */
export function expectBytes(what: string, seen: Uint8Array, expected: Uint8Array): void {
  expectEqual(`${what}: its length in bytes`, seen.length, expected.length)
  const differs = seen.findIndex((byte, index) => byte !== expected[index])
  if (differs !== -1) throw new StoreContractError(`${what}: byte ${differs} differs from what was written`)
}

/** @throws StoreContractError unless the call throws, or rejects with, a StoreError that says that the store is closed */
export async function expectClosed(what: string, call: () => unknown): Promise<void> {
  let seen = 'no error'
  try {
    await call()
  } catch (error) {
    seen = error instanceof StoreError ? error.code : String(error)
  }
  expectEqual(`${what} after close()`, seen, 'ERR_STORE_CLOSED')
}

/** Equal values have equal texts, whatever the order of their members. */
function canonical(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member) ? sorted(member) : member,
  ) as string | undefined // there is no JSON for undefined
  return text ?? 'undefined'
}

function sorted(record: object): object {
  return Object.fromEntries(Object.entries(record).toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
