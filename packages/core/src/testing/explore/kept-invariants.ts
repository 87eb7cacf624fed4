import type { StoredResponse } from '../../http/stored-response.ts'
import { isOneBody } from './client-invariants.ts'
import type { ExploredSystem } from './explored-system.ts'
import { fieldOf, valuesOf } from './field-of.ts'
import { first } from './first.ts'

/** What is stored may be, is whole, and is as the origin sent it: nothing that was said to one client is part of it. */
export const keptAsItCame = (system: ExploredSystem): string | undefined => {
  const { content, committed } = system.store
  const heads = content === undefined ? committed : [content.response, ...committed]
  return first(heads, wrongHead) ?? wrongBody(system) ?? lostChange(system)
}

/** RFC 9111 §3, §3.1: what is never stored. */
const wrongHead = ({ fields }: StoredResponse): string | undefined => {
  if (fieldOf(fields, 'cache-control').includes('no-store')) return 'what says no-store is stored'
  if (fieldOf(fields, 'etag') === '"other"') return 'what a 304 said of something else is stored'
  const own = ['age', 'cache-status', 'x-operation'].find((name) => valuesOf(fields, name).length > 0)
  return own === undefined ? undefined : `${own}, which was said to one client, is stored`
}

const wrongBody = ({ store: { content } }: ExploredSystem): string | undefined => {
  if (content === undefined) return undefined
  const { response, bytes } = content
  const text = new TextDecoder().decode(bytes)
  const length = response.part === null ? 4 : response.part.length
  return text.length === length && isOneBody(text) ? undefined : `the stored body is "${text}"`
}

/** What a 304 has confirmed is brought up to date; what was purged softly is there all the same. */
const lostChange = (system: ExploredSystem): string | undefined => {
  const { store, books, purgesBegun, purgesDone, world } = system
  if (store.held.length > 0 || books.storeFailed || books.invalidations > 0) return undefined
  if (store.content === undefined) {
    const isRemoved = world.purging === 'soft' && purgesDone > 0 && world.stored !== 'nothing'
    return isRemoved && books.refused.size === 0 ? 'a soft purge has removed what is stored' : undefined
  }
  const isOld = fieldOf(store.content.response.fields, 'x-mark') === '-'
  return isOld && books.freshened > 0 && purgesBegun === 0
    ? 'what the origin has confirmed is stored as it was before'
    : undefined
}
