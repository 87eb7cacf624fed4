import type { Body, ListedEntry, MaybePromise, StoredEntry, StoredResponse } from '@cachechart/core'
import { openBody, type LostBody } from './body-pieces.ts'
import { dropBody } from './drop-body.ts'
import type { FoundVariant } from './read-variants.ts'
import { wholeBody } from './redis-body.ts'
import type { StoreContext } from './store-context.ts'
import type { UseCounts } from './use-counts.ts'

/** What a lookup found. The place of its body is remembered, wherever the head may be by now. */
export class RedisEntry implements StoredEntry {
  readonly response: StoredResponse
  /** By which it is the same entry after its head has changed. */
  readonly bodyId: string
  readonly bodyLength: number
  readonly #open: () => MaybePromise<Body | undefined>
  readonly #uses: UseCounts

  constructor(variant: FoundVariant, open: () => MaybePromise<Body | undefined>, uses: UseCounts) {
    this.response = variant.response
    this.bodyId = variant.record.body.id
    this.bodyLength = variant.record.body.length
    this.#open = open
    this.#uses = uses
  }

  open(): MaybePromise<Body | undefined> {
    return this.#open()
  }

  countUse(): number {
    return this.#uses.add(this.bodyId)
  }
}

/** A way to open the body of a variant that was found under a key. */
export function opener(
  context: StoreContext,
  key: string,
  variant: FoundVariant,
): () => MaybePromise<Body | undefined> {
  const { id, coding } = variant.record.body
  if (variant.bytes !== undefined && coding === 'identity') {
    const { bytes } = variant
    return () => wholeBody(bytes)
  }
  const name = context.names.body(context.names.tagOf(key), id)
  const lost = (loss: LostBody) => dropBody(context, { key, id, loss })
  return async () => {
    context.checkOpen()
    return openBody(variant, { link: context.link, name, lost })
  }
}

export function listed(context: StoreContext, key: string, variant: FoundVariant): ListedEntry {
  const { response, record } = variant
  const open = opener(context, key, variant)
  return { key, response, bodyLength: record.body.length, usedAt: null, open }
}
