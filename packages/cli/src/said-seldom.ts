import type { Millis } from '@cachechart/core'

/** So often the same is said, at most. */
const pause: Millis = 60_000

/** Says the first of what it is given, and then one in a minute: what goes on for long is not said with every request. */
export function saidSeldom(
  say: (text: string) => void,
  now = () => performance.now(),
): (text: string) => void {
  let saidAt = -Infinity
  return (text) => {
    if (now() - saidAt < pause) return
    saidAt = now()
    say(text)
  }
}
