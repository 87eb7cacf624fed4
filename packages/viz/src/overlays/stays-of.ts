import type { DiagramMap } from './diagram-map.ts'
import type { WalkedPath } from './walked-path.ts'

/** A time in one state. */
export interface Stay {
  readonly state: string
  /** In milliseconds; `null` where nobody has seen when it began, or when it was over. */
  readonly millis: number | null
  /** `left`: it was left; `open`: nobody has seen that yet; `end`: nothing leads on from it. */
  readonly kind: 'left' | 'open' | 'end'
  /** When it began, in milliseconds from the beginning of the path. */
  readonly since: number
}

/** In which states a path was, in their order. A step that stays where it is begins no new one. */
export function staysOf({ steps, startedAt, seenAt }: WalkedPath, map: DiagramMap): Stay[] {
  const origin = startedAt ?? steps[0]?.at ?? 0
  const stays: Stay[] = []
  let state = map.initial
  let since: number | null = origin
  const leave = (at: number | null): void => {
    if (state === null) return
    const millis = at === null || since === null ? null : at - since
    stays.push({ state, millis, kind: 'left', since: (since ?? origin) - origin })
  }
  for (const { from, to, at } of steps) {
    if (from !== state) {
      // What lies between is not known. Nor is, at the beginning, whether it began where its machine does.
      if (stays.length > 0) leave(null)
      state = from
      since = null
    }
    if (from === to) continue
    leave(at)
    state = to
    since = at
  }
  if (state === null) return stays
  const entered = since ?? origin
  const kind = map.isFinal(state) ? 'end' : 'open'
  return [...stays, { state, millis: (seenAt ?? entered) - entered, kind, since: entered - origin }]
}
