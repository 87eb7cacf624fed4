import type { Store } from '@cachechart/core'

/** Lets something happen when its turn comes. */
export type Later = <Result>(what: string, work: () => Result | Promise<Result>) => Promise<Result>

/** A store that answers when its turn comes, and counts what it has not answered yet. */
export interface ScheduledStore extends Store {
  readonly unanswered: () => number
}

/** How a store answers. */
export interface Answering {
  readonly later: Later
  /** Whether a lookup tells what there was when it was asked for, or what there is when it is answered. */
  readonly lookups: 'as asked' | 'as answered'
}

/** Work that is counted while it is under way. */
class Unanswered {
  count = 0

  async during<Result>(work: () => Promise<Result>): Promise<Result> {
    this.count += 1
    try {
      return await work()
    } finally {
      this.count -= 1
    }
  }
}

/**
 * The same store, answering in whatever order. What the calls do still happens in the order in which they were made, as
 * the port has it: a change waits for the changes before it, and so does a lookup.
 */
export const scheduledStore = (store: Store, { later, lookups }: Answering): ScheduledStore => {
  const unanswered = new Unanswered()
  let changes: Promise<unknown> = Promise.resolve()
  const change = <Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> => {
    const made = unanswered.during(async () => changes.then(() => later(what, work)))
    changes = made.catch(() => {})
    return made
  }
  const lookUp: Store['get'] = async (key) => {
    const what = `the store answers a lookup of ${key.slice(-2)}`
    await changes
    if (lookups === 'as answered') return later(what, () => store.get(key))
    const result = await store.get(key)
    return later(what, () => result)
  }
  return {
    unanswered: () => unanswered.count,
    get: (key) => unanswered.during(async () => lookUp(key)),
    put: (key, response) => {
      const writer = store.put(key, response)
      return {
        write: (chunk) => writer.write(chunk),
        commit: () => change(`the store has ${key.slice(-2)}`, () => writer.commit()),
        abort: () => {
          writer.abort()
        },
      }
    },
    freshen: (key, entry, response) =>
      change(`the store has freshened ${key.slice(-2)}`, () => store.freshen(key, entry, response)),
    delete: (key) => change(`the store has deleted ${key.slice(-2)}`, () => store.delete(key)),
    purge: (selector, how) => change('the store has purged', () => store.purge(selector, how)),
    close: () => store.close(),
  }
}
