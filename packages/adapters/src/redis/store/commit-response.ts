import { StoreError, type StoredResponse, type WriteClaim } from '@cachechart/core'
import { textOf } from '../client/reply-of.ts'
import type { EarlierPurges } from './pending-purges.ts'
import { entryLife } from './entry-life.ts'
import { runScript } from './redis-script.ts'
import { storableResponse } from './storable-response.ts'
import { bodyGrace, type StoreContext } from './store-context.ts'
import { variantOf, writeDate, type KeptBody } from './variant-record.ts'
import { checkClaim, type CheckedClaim } from './write-claim.ts'
import { commitScript, freshenScript, labelScript } from './write-scripts.ts'

/** For how long a commit waits for purges of this process that are under way, for the sake of their counts, in milliseconds. */
const purgePatience = 500

/** A label may be found by it for longer than what it selects is there: the steps of a commit take time. */
const labelSlack = 60 * 60_000

/** A response whose body is on the server, or comes along (`inline`). */
export interface ReadyResponse {
  readonly key: string
  readonly response: StoredResponse
  readonly claim: WriteClaim | undefined
  readonly body: KeptBody
  readonly inline: Uint8Array | undefined
  /** Whether the last piece of its body has come. */
  readonly sent: Promise<unknown>
  /** The purges of this process that were asked for before the commit. */
  readonly earlier: EarlierPurges
}

/** Lets a response be found, unless its claim does not hold. */
export async function commitResponse(
  context: StoreContext,
  ready: ReadyResponse,
): Promise<'stored' | 'refused'> {
  await ready.earlier.done(purgePatience)
  const { key, body } = ready
  // Now that the length is known.
  const response = storableResponse(ready.response, body.length)
  if (response === undefined) return 'refused'
  const { names, limits, link } = context
  const tag = names.tagOf(key)
  const life = entryLife(response, limits.clock.now(), limits.keep)
  const [claim] = await Promise.all([claimed(context, ready.claim), ready.sent])
  if (claim === undefined) return 'refused'
  if ((await addLabels(context, { tag, response, claim, life })) === 'refused') return 'refused'
  const keys = [names.entry(tag), names.generation(tag), names.fence(tag), names.body(tag, body.id)] as const
  const inline = ready.inline ?? new Uint8Array(0)
  const reply = await runScript(link, commitScript, {
    keys: [...keys],
    parameters: [
      ...[claim.moment, claim.barrier, ...claim.fence, variantOf(response), life],
      ...[body.id, `${body.length} ${body.coding}`, body.pieces, writeDate(response.date)],
      ...[JSON.stringify(response), Buffer.from(inline.buffer, inline.byteOffset, inline.length)],
      ...[key, limits.maxVariants, bodyGrace],
    ],
  })
  if (textOf(reply) === 'incomplete')
    throw new StoreError('ERR_STORE_FAILED', 'pieces of a body have run out in Redis before it was committed')
  return textOf(reply) === 'stored' ? 'stored' : 'refused'
}

/** What gets a new head. */
export interface FreshenTask {
  readonly key: string
  readonly bodyId: string
  readonly response: StoredResponse
  readonly claim: WriteClaim | undefined
  /** The purges of this process that were asked for before. */
  readonly earlier: EarlierPurges
}

/** Gives the variant with a body a new head, unless the claim does not hold. One that has become sensitive is removed. */
export async function freshenResponse(
  context: StoreContext,
  { key, bodyId, response, claim: given, earlier }: FreshenTask,
): Promise<'freshened' | 'gone'> {
  const purges = await earlier.done(purgePatience)
  // Without a moment it would be newer than a purge that has not come by this key yet.
  if (purges === 'under way' && given?.moment === undefined) return 'gone'
  const { names, limits, link } = context
  const tag = names.tagOf(key)
  const life = entryLife(response, limits.clock.now(), limits.keep)
  const claim = await claimed(context, given)
  if (claim === undefined) return 'gone'
  if ((await addLabels(context, { tag, response, claim, life })) === 'refused') return 'gone'
  const reply = await runScript(link, freshenScript, {
    keys: [names.entry(tag), names.generation(tag), names.fence(tag)],
    parameters: [
      ...[claim.moment, claim.barrier, ...claim.fence, variantOf(response), life],
      ...[bodyId, writeDate(response.date), response.sensitive ? '' : JSON.stringify(response), bodyGrace],
    ],
  })
  return textOf(reply) === 'freshened' ? 'freshened' : 'gone'
}

async function claimed(
  context: StoreContext,
  claim: WriteClaim | undefined,
): Promise<CheckedClaim | undefined> {
  return checkClaim(claim, await context.ledger.read(), context.limits.clock.now())
}

interface Labelled {
  readonly tag: string
  readonly response: StoredResponse
  readonly claim: Pick<CheckedClaim, 'moment'>
  readonly life: number
}

/** The names by which purges find it. */
export function labelsOf({ surrogateKeys, url }: StoredResponse): readonly string[] {
  const labels = surrogateKeys.map((label) => `surrogate key ${label}`)
  return url === null ? labels : [...labels, `url ${url}`]
}

/** The first step: whoever purges a label from now on finds the key. */
export async function addLabels(
  { link, names }: StoreContext,
  { tag, response, claim, life }: Labelled,
): Promise<'known' | 'refused'> {
  const replies = await Promise.all(
    labelsOf(response).map((label) =>
      runScript(link, labelScript, {
        keys: [names.index(label), names.indexGeneration(label)],
        parameters: [claim.moment, tag, life + labelSlack],
      }),
    ),
  )
  return replies.every((reply) => textOf(reply) === 'known') ? 'known' : 'refused'
}
