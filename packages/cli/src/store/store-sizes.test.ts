import { describe, expect, test } from '@jest/globals'
import type { GatewayCommandOptions } from '../gateway-options.ts'
import { beginning } from '../gateway-sentences.ts'
import type { StoreOptions } from './store-options.ts'
import { partedOptions, roomOf } from './store-sizes.ts'

const mebibyte = 2 ** 20
const memory: StoreOptions = { store: { type: 'memory' }, lease: true }
const file: StoreOptions = { store: { type: 'sqlite', file: 'a.db' }, lease: true }
const server: StoreOptions = { store: { type: 'redis', url: 'redis://me:secret@host' }, lease: true }

describe('the room of a store', () => {
  test.each<[string, StoreOptions, number, ReturnType<typeof roomOf>]>([
    ['memory', memory, 1, { of: 'memory', all: 256 * mebibyte, each: 256 * mebibyte }],
    ['memory of several', { ...memory, maxBytes: 9 }, 4, { of: 'memory', all: 9, each: 2 }],
    [
      'a file, which several have together',
      file,
      4,
      { of: 'file', all: 1024 * mebibyte, each: 1024 * mebibyte },
    ],
    [
      'memory before a server, shared out',
      server,
      4,
      { of: 'near', all: 64 * mebibyte, each: 16 * mebibyte },
    ],
    ['no memory before a server', { ...server, nearBytes: 0 }, 4, { of: 'near', all: 0, each: 0 }],
  ])('is that of %s', (_what, options, workers, room) => {
    expect(roomOf(options, workers)).toEqual(room)
  })

  test.each([memory, file, server])('is, for each of several, what it is for one alone: %j', (options) => {
    const parted = partedOptions(options, 4)
    expect(roomOf(parted, 1).all).toBe(roomOf(options, 4).each)
  })

  test.each<[StoreOptions, number, string]>([
    [memory, 1, 'store memory (256 MiB)'],
    [memory, 2, 'store memory (256 MiB, 2 workers with 128 MiB each)'],
    [file, 1, 'store sqlite:a.db (at most 1024 MiB)'],
    [file, 2, 'store sqlite:a.db (at most 1024 MiB, 2 workers)'],
    [server, 1, 'store redis://me:***@host (64 MiB of memory before it, leases)'],
    [
      { ...server, lease: false },
      2,
      'store redis://me:***@host (64 MiB of memory before it, 2 workers with 32 MiB each, no leases)',
    ],
    [{ ...server, nearBytes: 0 }, 1, 'store redis://me:***@host (no memory before it, leases)'],
  ])('is said when the gateway begins: %j of %d', (options, workers, sentence) => {
    const told: GatewayCommandOptions = {
      ...{ port: 0, host: 'h', adminHost: 'h', stuckAfter: 1, shutdownTimeout: 1 },
      ...{ traceMaxBytes: 1, traceFiles: 1 },
      ...options,
      workers,
    }
    expect(beginning({ url: 'http://here' }, new URL('http://origin'), told)).toBe(
      `Listening on http://here, origin http://origin, ${sentence}.\n`,
    )
  })
})
