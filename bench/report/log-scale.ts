import type { Figure } from '../statistics/figure.ts'

/** Where a value is drawn, and which values are marked. */
export interface Scale {
  at(value: number): number
  readonly ticks: readonly number[]
}

/** More marks than this are hard to tell apart. */
const mostTicks = 8

/** A logarithmic scale on which all figures and 1 have room: twice as good is as far from 1 as half as good. */
export function logScale(
  figures: readonly Figure[],
  { from, to }: { readonly from: number; readonly to: number },
): Scale {
  const values = figures.flatMap(({ median, low, high }) => [median, low, high])
  const usable = values.filter((value) => value > 0 && Number.isFinite(value))
  // Never narrower than a half to twice: small differences should look small.
  const lowest = Math.min(0.5, ...usable)
  const highest = Math.max(2, ...usable)
  const [low, high] = [Math.log(lowest), Math.log(highest)]
  const at = (value: number): number => {
    const within = Math.min(highest, Math.max(lowest, value))
    return from + ((Math.log(within) - low) / (high - low)) * (to - from)
  }
  return { at, ticks: ticksBetween(lowest, highest) }
}

/** 1, 2, 5 times powers of ten; of wide ranges only the powers. 1 is always among them. */
function ticksBetween(lowest: number, highest: number): number[] {
  const steps = [[1, 2, 5], [1]]
  const candidates = steps.map((factors) =>
    powersBetween(lowest, highest)
      .flatMap((power) => factors.map((factor) => Number((factor * 10 ** power).toPrecision(1))))
      .filter((tick) => tick >= lowest && tick <= highest),
  )
  return candidates.find((ticks) => ticks.length <= mostTicks) ?? candidates.at(-1) ?? [1]
}

function powersBetween(lowest: number, highest: number): number[] {
  const first = Math.floor(Math.log10(lowest))
  const last = Math.ceil(Math.log10(highest))
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
