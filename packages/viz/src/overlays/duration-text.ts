const second = 1000
const minute = 60 * second
const hour = 60 * minute

/**
 * A time in milliseconds, as short as it can be said: `3 ms`, `1.25 s`, `2 min 5 s`, `3 h 10 min`. Three digits at most
 * below a minute. Clocks go back now and then: a negative one has its sign.
 */
export function durationText(millis: number): string {
  const size = Math.abs(millis)
  const sign = millis < 0 ? '−' : ''
  return sign + sizeText(size)
}

/** From the beginning on: `+3 ms`. */
export const offsetText = (millis: number): string => `${millis < 0 ? '' : '+'}${durationText(millis)}`

function sizeText(size: number): string {
  const whole = Math.round(size)
  if (whole < second) return `${size < 100 ? digits(size) : whole} ms`
  const seconds = digits(size / second)
  if (seconds < 60) return `${seconds} s`
  return size < hour - second / 2 ? inTwo(size / second, ['min', 's']) : inTwo(size / minute, ['h', 'min'])
}

/** Three digits, and none behind them that is zero. */
const digits = (value: number): number => Number(value.toPrecision(3))

function inTwo(value: number, [large, small]: readonly [string, string]): string {
  const whole = Math.round(value)
  const rest = whole % 60
  return `${Math.floor(whole / 60)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`
}
