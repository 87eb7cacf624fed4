import { describe, expect, test } from '@jest/globals'
import {
  createCache,
  flightMachine,
  memoryStore,
  transactionMachine,
  type CacheOptions,
} from '@cachechart/core'
import { fakeBackend } from '@cachechart/core/testing'
import { createMachine, type AnyStateMachine } from 'xstate'

/** A machine with one transition led elsewhere. */
const changed = (machine: AnyStateMachine, change: (config: string) => string): AnyStateMachine =>
  createMachine(JSON.parse(change(JSON.stringify(machine.config))) as object)

const request = { method: 'GET', url: 'http://example.com/', fields: [] }

describe('a cache with a variant of its machines', () => {
  test.each(['table', 'xstate'] as const)(
    'runs the variant of the transaction machine (%s)',
    async (interpreter) => {
      const seen: string[] = []
      // Here a client that only wants what is stored is refused by an error.
      const transaction = changed(transactionMachine, (config) =>
        config.replace(
          '"lookup.unsatisfied":{"target":"delivering","actions":["client.respond"]}',
          '"lookup.unsatisfied":{"target":"abandoned","actions":["client.respond"]}',
        ),
      )
      const cache = createCache({
        store: memoryStore(),
        backend: fakeBackend(),
        interpreter,
        machines: { transaction },
        onTransition: ({ event, to }) => seen.push(`${event} → ${to}`),
      })
      const onlyStored = { ...request, fields: ['Cache-Control', 'only-if-cached'] }
      await cache.handle(onlyStored)
      expect(seen).toEqual(['request.lookup → awaitCache', 'lookup.unsatisfied → abandoned'])
    },
  )

  test('runs the variant of the flight machine', async () => {
    const seen: string[] = []
    const flight = changed(flightMachine, (config) =>
      config.replace(
        '"reply.decline":{"target":"#flight.closed"',
        '"reply.decline":{"target":"#flight.committing"',
      ),
    )
    const options: CacheOptions = {
      store: memoryStore(),
      backend: fakeBackend(() => ({ status: 500, reason: '', fields: [], body: null })),
      machines: { flight },
      onFlightTransition: ({ event, to }) => seen.push(`${event} → ${to}`),
    }
    await createCache(options).handle(request)
    expect(seen).toEqual(['reply.decline → committing'])
  })

  test('is not made with a machine of other words', () => {
    const transaction = createMachine({ initial: 'elsewhere', states: { elsewhere: {} } })
    expect(() =>
      createCache({ store: memoryStore(), backend: fakeBackend(), machines: { transaction } }),
    ).toThrow(expect.objectContaining({ code: 'ERR_COMPILE_UNKNOWN' }))
  })
})
