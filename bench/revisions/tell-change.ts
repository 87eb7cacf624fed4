import type { BytesSample } from '../bytes-comparison.ts'
import type { Sample } from '../comparison.ts'
import { ratios } from '../statistics/ratios.ts'
import type { BytesChange, TimeChange } from './change.ts'
import { judgeChange } from './judge-change.ts'

/** Who is compared, and in what. */
export interface Matter {
  readonly comparison: string
  readonly contender: string
}

/** Samples of both revisions; the ones at the same index were taken one right after the other. */
export interface NowAndBefore<Taken> {
  readonly now: readonly Taken[]
  readonly before: readonly Taken[]
}

/** Puts the slices of both revisions in proportion. */
export function tellTimeChange(matter: Matter, { now, before }: NowAndBefore<Sample>): TimeChange {
  const ratioOf = (column: (sample: Sample) => number) => ratios(now.map(column), before.map(column))
  const wall = ratioOf((sample) => sample.wall)
  const cpu = ratioOf((sample) => sample.cpu)
  const isCounted = [...now, ...before].every(({ allocated = 0 }) => allocated > 1)
  return {
    kind: 'time',
    ...matter,
    wall,
    cpu,
    ...(isCounted && { allocated: ratioOf(({ allocated = 0 }) => allocated) }),
    verdict: judgeChange({ wall, cpu }),
  }
}

/** The same for memory. Bytes have no second clock to disagree. */
export function tellBytesChange(matter: Matter, { now, before }: NowAndBefore<BytesSample>): BytesChange {
  const bytes = ratios(
    now.map(({ beyond }) => beyond),
    before.map(({ beyond }) => beyond),
  )
  return { kind: 'bytes', ...matter, bytes, verdict: judgeChange({ wall: bytes, cpu: bytes }) }
}
