/** A point in time, or a span of it, in milliseconds. Points count from the Unix epoch. */
export type Millis = number

/** A span of time in seconds, the unit of HTTP's own fields (`Age`, `max-age`). */
export type Seconds = number
