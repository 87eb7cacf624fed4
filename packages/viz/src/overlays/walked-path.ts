import { OverlayError } from './overlay-error.ts'
import { quotedText } from './quoted-text.ts'

/** A step of a machine, when it took it, and where it led. */
export interface WalkedStep {
  readonly event: string
  readonly from: string
  readonly to: string
  /** In milliseconds, on any clock. */
  readonly at: number
}

/** The way that something went through a machine. */
export interface WalkedPath {
  readonly steps: readonly WalkedStep[]
  /** Milliseconds on the same clock. Default: when it took its first step. */
  readonly startedAt?: number | undefined
  /** When it was looked at. Default: when it took its last step. */
  readonly seenAt?: number | undefined
  /** Whose way it is, in a few words: the title begins with it. */
  readonly name?: string | undefined
  /** How many steps came before these that nobody has kept. Default 0. */
  readonly dropped?: number | undefined
}

/** @throws OverlayError (`ERR_OVERLAY_INPUT`) for a time that is none, and steps that cannot be counted */
export function checkPath({ steps, startedAt = 0, seenAt = 0, dropped = 0 }: WalkedPath): void {
  const timeless = steps.findIndex(({ at }) => !Number.isFinite(at))
  if (timeless >= 0) {
    const what = `Step ${timeless + 1} (${quotedText(String(steps[timeless]?.event))})`
    throw wrong(`${what} has no time: expected milliseconds, seen ${String(steps[timeless]?.at)}.`)
  }
  if (!Number.isFinite(startedAt) || !Number.isFinite(seenAt))
    throw wrong(`A path begins and is seen at a time in milliseconds; seen: ${startedAt} and ${seenAt}.`)
  if (!Number.isSafeInteger(dropped) || dropped < 0)
    throw wrong(`Of the steps before the first, a whole number is missing; seen: ${dropped}.`)
}

const wrong = (message: string): OverlayError => new OverlayError('ERR_OVERLAY_INPUT', message)
