import { StoreError, type Body, type Clock, type MaybePromise } from '@cachechart/core'
import { FileWriters } from './file-writers.ts'
import { forgetClaims } from './forget-claims.ts'
import { HeadReader } from './head-reader.ts'
import { Housekeeper } from './housekeeper.ts'
import { LogKeeper } from './log-keeper.ts'
import { Lookup } from './lookup.ts'
import { openDatabase, type OpenFile } from './open-database.ts'
import { Pruner } from './pruner.ts'
import { removeDamaged } from './remove-damaged.ts'
import type { EntryHost } from './sqlite-entry.ts'
import type { SqliteSettings } from './sqlite-options.ts'
import { StoredBodies, type BodyPlace } from './stored-bodies.ts'
import { Tables } from './tables.ts'
import { UseLedger } from './use-ledger.ts'
import { WriteQueue } from './write-queue.ts'

/** What a store is made of. */
export interface StoreParts {
  readonly settings: SqliteSettings
  readonly file: OpenFile
  readonly tables: Tables
  readonly heads: HeadReader
  readonly bodies: StoredBodies
  readonly uses: UseLedger
  readonly lookup: Lookup
  readonly pruner: Pruner
  readonly queue: WriteQueue
  readonly writers: FileWriters
  readonly housekeeper: Housekeeper
  readonly log: LogKeeper
  readonly entryHost: EntryHost
}

/** What lookups do not wait for. */
export const concernsNobody = (): boolean => false

/** Opens the file, and puts a store together. @throws StoreError */
export function assembleStore(settings: SqliteSettings, checkOpen: () => void): StoreParts {
  const { clock, busyTimeout, readerGrace } = settings
  const file = openDatabase(settings)
  const tables = new Tables(file.database)
  const heads = new HeadReader(settings.onRejected)
  const whenLost = (place: BodyPlace) => {
    removeSoon(place, { clock, heads, lookup, queue, tables })
  }
  const bodies = new StoredBodies(tables, { clock, whenLost })
  const uses = new UseLedger(clock)
  const entryHost: EntryHost = {
    open: (place) => openBody(place, { bodies, queue, checkOpen }),
    countUse: (id, known) => uses.count(id, known),
  }
  const lookup = new Lookup(tables, { heads, host: entryHost })
  const whenChanged = lookup.doubtAll.bind(lookup)
  const pruner = new Pruner({ tables, file, clock, bodies, readerGrace, whenChanged })
  const log = new LogKeeper(file, { path: settings.file, clock })
  const afterTransaction = () => {
    lookup.trustExpected()
    writers.afterTransaction()
  }
  const afterFailure = lookup.dropExpected.bind(lookup)
  const queue = new WriteQueue({ clock, busyTimeout, tables, log, pruner, afterTransaction, afterFailure })
  const wake = () => {
    housekeeper.wake()
  }
  const writers = new FileWriters({ settings, tables, lookup, pruner, queue, log, wake, checkOpen })
  const housekeeper = new Housekeeper(clock, [
    () => uses.save(tables),
    () => writers.sayAlive(),
    () => forgetClaims(tables, clock.now()),
    () => pruner.slice(),
  ])
  return {
    ...{ settings, file, tables, heads, bodies, uses, lookup, pruner, queue, writers, housekeeper, log },
    entryHost,
  }
}

interface RemovingTools extends Pick<StoreParts, 'heads' | 'lookup' | 'queue' | 'tables'> {
  readonly clock: Clock
}

/** Removes an entry whose body is not what it should be, unless that was done by others before. */
function removeSoon(place: BodyPlace, { clock, heads, lookup, queue, tables }: RemovingTools): void {
  const work = () => {
    lookup.forget(place.key)
    if (removeDamaged(tables, place, clock.now()) === 'removed')
      heads.reject(place.key, 'its body is not as long as it should be')
  }
  const removal = queue.runSoon({ work, concerns: (concerned) => concerned === place.key })
  // Where that fails, whoever reads it next meets the same.
  removal.catch(() => {})
}

interface OpeningTools extends Pick<StoreParts, 'bodies' | 'queue'> {
  readonly checkOpen: () => void
}

function openBody(
  place: BodyPlace,
  { bodies, queue, checkOpen }: OpeningTools,
): MaybePromise<Body | undefined> {
  checkOpen()
  try {
    return bodies.open(place)
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== 'ERR_STORE_TIMEOUT') throw error
    return queue.run({ work: () => bodies.open(place), concerns: concernsNobody })
  }
}
