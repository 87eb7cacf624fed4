/** A name as it came, and what it is in text. */
interface KnownName {
  readonly bytes: Uint8Array
  readonly text: string
  readonly lowerCase: string
}

const slotCount = 256

/** A longer one is hardly ever sent twice. */
const longest = 64

const slots: (KnownName | undefined)[] = Array.from({ length: slotCount }, () => undefined)

/**
 * The text of a field name: latin1, in its own case and in lower case. Origins send the same few names again and again;
 * to find one again takes a fraction of the time of decoding it, and no memory.
 */
export function knownName(bytes: Buffer): Pick<KnownName, 'text' | 'lowerCase'> {
  const { length } = bytes
  if (length === 0 || length > longest) return decoded(bytes)
  const slot = slotOf(bytes)
  const known = slots[slot]
  if (known !== undefined && isSame(known.bytes, bytes)) return known
  // The bytes are undici's, which reads the next message into them.
  const name: KnownName = { bytes: Uint8Array.from(bytes), ...decoded(bytes) }
  slots[slot] = name
  return name
}

function decoded(bytes: Buffer): Pick<KnownName, 'text' | 'lowerCase'> {
  const text = bytes.toString('latin1')
  return { text, lowerCase: text.toLowerCase() }
}

/** By its length and three of its letters: names that share a slot take turns in it. */
function slotOf(bytes: Buffer): number {
  const { length } = bytes
  const first = bytes[0] ?? 0
  const middle = bytes[length >> 1] ?? 0
  const last = bytes[length - 1] ?? 0
  return (length * 7 + first * 31 + middle * 17 + last * 5) % slotCount
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false
  return true
}
