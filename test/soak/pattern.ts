import { Chance } from './chance.ts'

/** A prime: no piece of a body is as long, so that a piece that was lost or came twice shifts what follows. */
const period = 65_521

/** Twice the period, so that a piece of any place in it is one slice. */
const table = makeTable()

function makeTable(): Buffer {
  const chance = new Chance('pattern')
  const once = Buffer.from(Array.from({ length: period }, () => chance.between(0, 255)))
  return Buffer.concat([once, once])
}

/** Where in the pattern a body begins that is known by these words. */
export const patternStart = (...words: readonly (string | number)[]): number =>
  new Chance('start', ...words).between(0, period - 1)

/** The bytes of a body from `from` up to `to`, in slices that nobody may change. */
export function* patternBytes(start: number, from: number, to: number): Generator<Buffer> {
  for (let at = from; at < to; at += period) {
    const place = (start + at) % period
    yield table.subarray(place, place + Math.min(period, to - at))
  }
}

/** Whether these are a body's bytes from `from` on. */
export function isPattern(bytes: Uint8Array, start: number, from: number): boolean {
  let at = 0
  for (const expected of patternBytes(start, from, from + bytes.length)) {
    if (Buffer.compare(expected, bytes.subarray(at, at + expected.length)) !== 0) return false
    at += expected.length
  }
  return true
}
