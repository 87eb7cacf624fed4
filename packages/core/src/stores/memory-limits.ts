/** What a memory store may hold. */
export interface MemoryStoreOptions {
  /** All it may take: heads, bodies, open writers and an estimate of its own structures, in bytes. Default 256 MiB. */
  readonly maxBytes?: number
  /** The longest body that it takes, in bytes; at most `maxBytes`. Default 32 MiB, or `maxBytes` where that is less. */
  readonly maxEntryBytes?: number
  /** How many variants of one key it keeps (RFC 9111 §4.1). Default 64. */
  readonly maxVariants?: number
}

/** The same, with every choice made. */
export type MemoryLimits = Required<MemoryStoreOptions>

const mebibyte = 1024 * 1024

/** Completes and checks the options. @throws RangeError that names the option, what was expected and what was seen */
export function memoryLimits(options: MemoryStoreOptions): MemoryLimits {
  const maxBytes = options.maxBytes ?? 256 * mebibyte
  checkCount('maxBytes', maxBytes, Number.MAX_SAFE_INTEGER)
  const maxEntryBytes = options.maxEntryBytes ?? Math.min(32 * mebibyte, maxBytes)
  checkCount('maxEntryBytes', maxEntryBytes, maxBytes)
  const maxVariants = options.maxVariants ?? 64
  checkCount('maxVariants', maxVariants, Number.MAX_SAFE_INTEGER)
  return { maxBytes, maxEntryBytes, maxVariants }
}

function checkCount(option: string, seen: unknown, most: number): void {
  if (Number.isSafeInteger(seen) && Number(seen) >= 1 && Number(seen) <= most) return
  throw new RangeError(`memoryStore: ${option} must be an integer from 1 to ${most}, not ${String(seen)}`)
}
