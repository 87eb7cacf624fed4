import { mergeAbort } from './merge-abort.ts'
import type { Overrides } from './overrides.ts'

const isGiven = (value: unknown): boolean => value !== undefined

/** What the cache's options say, without what the request says in another way. */
const remaining = (base: Overrides, own: Overrides): Overrides => {
  const { cacheMode, strategy, pass, ttl, maxAge, ...others } = base
  const isUseGiven = [own.cacheMode, own.strategy, own.pass].some(isGiven)
  const isTimeGiven = [own.ttl, own.maxAge].some(isGiven)
  return {
    ...others,
    ...(isUseGiven ? {} : { cacheMode, strategy, pass }),
    ...(isTimeGiven ? {} : { ttl, maxAge }),
  }
}

/** Overrides for all requests together with those for one: what that one says counts, and where it says nothing, the others. */
export const mergeOverrides = (base: Overrides, own: Overrides): Overrides => {
  const given = Object.fromEntries(Object.entries(own).filter(([, value]) => isGiven(value))) as Overrides // the same keys and values
  return {
    ...remaining(base, own),
    ...given,
    ...(base.deadlines && own.deadlines ? { deadlines: { ...base.deadlines, ...own.deadlines } } : {}),
    ...(base.abort && own.abort ? { abort: mergeAbort(base.abort, own.abort) } : {}),
  }
}
