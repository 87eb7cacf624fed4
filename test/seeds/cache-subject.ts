import { BackendError, HookError, StoreError, type PendingRequest } from '@cachechart/core'
import { fakeStore } from '@cachechart/core/testing'
import type { Told } from './asking.ts'
import type { Ground } from './ground.ts'
import { operations, type Ending, type Scene, type Subject } from './scene.ts'
import { SeedFixture, type Errand, type SeedStage } from './seed-stage.ts'

const windows = { fresh: '', revalidating: 'stale-while-revalidate=600', masking: 'stale-if-error=600' }

/** This cache, on one of its grounds. */
export const cacheSubject =
  (ground: Ground): Subject =>
  async (scene) => {
    const fixture = new SeedFixture()
    // In pieces: what is wholly at hand cannot break.
    const set = await fixture.start(ground, {
      store: fakeStore({ chunkBytes: 2 }),
      policy: { onStoreFailure: 'fail' },
    })
    try {
      await arrange(set, scene)
      return await endingOf(set, errandFor(scene))
    } finally {
      await fixture.stop()
    }
  }

const arrange = async (set: SeedStage, { stored, failing = [] }: Scene): Promise<void> => {
  if (stored !== undefined) {
    const headers = { 'Cache-Control': `max-age=60, ${windows[stored]}`, ETag: '"1"' }
    await (stored === 'fresh' ? set.stored(headers) : set.stale(headers))
  }
  if (failing.includes('lookup')) set.store.failNext('get')
  if (failing.includes('commit')) set.store.failNext('commit')
  if (failing.includes('standIn')) set.store.failNext('read')
  if (failing.includes('origin')) set.origin.fail()
  else set.origin.reply({ headers: { 'Cache-Control': 'max-age=60' } }, 'two')
}

const errandFor = ({ way, wants, failing = [] }: Scene): Errand => ({
  headers: wants === 'part' ? { Range: 'bytes=0-1' } : {},
  overrides: {
    pass: way === 'direct',
    ...(failing.includes('beforeSend') && { beforeSend: () => Promise.reject(new Error('no')) }),
  },
  onSend: (pending: PendingRequest) => {
    for (const [name, target] of operations) pending.setResponseHeader(name, target, target)
  },
})

const endingOf = async (set: SeedStage, errand: Errand): Promise<Ending> => {
  const asking = await set.begin(errand)
  const { headers } = await asking.opening
  const told: Told | { readonly error: unknown; readonly body: string } = await asking
    .answer()
    .catch((error: unknown) => ({ error, body: '' }))
  const type = told.error === undefined ? 'response' : 'error'
  return { type, headers: new Map(headers), body: told.body, errors: errorsOf(told.error) }
}

const errorsOf = (error: unknown): string[] => {
  if (error instanceof AggregateError) return error.errors.flatMap(errorsOf)
  if (error instanceof BackendError) return ['origin']
  if (error instanceof StoreError) return ['store']
  if (error instanceof HookError) return ['beforeSend']
  return error === undefined ? [] : ['the connection']
}
