import { ArchiveError } from './archive-error.ts'

/** Headers are of this length, and what a member holds is filled up to a multiple of it. POSIX.1-2017, pax, "ustar". */
export const blockBytes = 512

/** The longest that a number of eleven octal digits can say: 8 GiB, less a byte. */
export const longestMember = 8 ** 11 - 1

/** What is said of a member before its content. */
export interface TarHeader {
  readonly name: string
  /** In bytes. */
  readonly size: number
}

/** Where the fields of a header begin and end. */
const places = {
  name: [0, 100],
  mode: [100, 108],
  user: [108, 116],
  group: [116, 124],
  size: [124, 136],
  time: [136, 148],
  checksum: [148, 156],
  kind: [156, 157],
  magic: [257, 263],
  version: [263, 265],
} as const satisfies Readonly<Record<string, readonly [number, number]>>

type FieldName = keyof typeof places

const encoder = new TextEncoder()
const decoder = new TextDecoder('latin1')

const octal = (number: number, digits: number): string => `${number.toString(8).padStart(digits, '0')}\0`

/** The header of a plain file. Its name is short and ASCII, its size at most `longestMember`. */
export function writeTarHeader({ name, size }: TarHeader, modifiedSeconds: number): Uint8Array {
  const block = new Uint8Array(blockBytes)
  const set = (field: FieldName, text: string) => block.set(encoder.encode(text), places[field][0])
  set('name', name)
  set('mode', octal(0o644, 7))
  set('user', octal(0, 7))
  set('group', octal(0, 7))
  set('size', octal(size, 11))
  set('time', octal(modifiedSeconds, 11))
  set('kind', '0')
  set('magic', 'ustar\0')
  set('version', '00')
  set('checksum', `${octal(sumOf(block), 6)} `)
  return block
}

/** What a header says; `undefined` for the empty block that ends an archive. @throws ArchiveError */
export function readTarHeader(block: Uint8Array): TarHeader | undefined {
  if (block.every((byte) => byte === 0)) return undefined
  const text = (field: FieldName) => decoder.decode(block.subarray(...places[field])).replace(/\0.*$/s, '')
  const number = (field: FieldName) => Number.parseInt(text(field).trim(), 8)
  if (text('magic').trimEnd() !== 'ustar') throw new ArchiveError('this is no tar archive')
  if (number('checksum') !== sumOf(block)) throw new ArchiveError('the header of a member was changed')
  const header = { name: text('name'), size: number('size') }
  if (text('kind') !== '0' || !Number.isSafeInteger(header.size))
    throw new ArchiveError(`the member "${header.name}" is no plain file`)
  return header
}

/** Of all bytes, those of the checksum itself counted as spaces. */
function sumOf(block: Uint8Array): number {
  const [begin, end] = places.checksum
  return block.reduce((sum, byte, at) => sum + (at >= begin && at < end ? 0x20 : byte), 0)
}
