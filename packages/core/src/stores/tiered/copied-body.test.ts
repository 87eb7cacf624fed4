import { expect, test } from '@jest/globals'
import type { Body } from '../../ports/body.ts'
import { CopiedBody } from './copied-body.ts'

/** A body of three pieces, that tells what became of it; and what a copy of it is told. */
function makeBodies({ length, most = 100 }: { readonly length?: number; readonly most?: number } = {}) {
  const seen: string[] = []
  const inner: Body = {
    bytes: undefined,
    length,
    cancel: () => void seen.push('cancelled'),
    async *[Symbol.asyncIterator]() {
      try {
        for (const text of ['one', 'two', 'three']) yield new TextEncoder().encode(text)
      } finally {
        seen.push('left')
      }
    },
  }
  const done = (chunks: readonly Uint8Array[] | undefined): void => {
    seen.push(
      chunks === undefined ? 'none' : chunks.map((chunk) => new TextDecoder().decode(chunk)).join(' '),
    )
  }
  return { body: new CopiedBody(inner, { most, done }), seen }
}

test('a body that is read to its end is kept, whether or not its length was known', async () => {
  for (const length of [undefined, 11]) {
    const { body, seen } = makeBodies(length === undefined ? {} : { length })
    expect(body.length).toBe(length)
    let pieces = 0
    for await (const _ of body) pieces += 1
    expect([pieces, seen]).toEqual([3, ['left', 'one two three']])
  }
})

test('a body that is left midway is not kept, which is told once', async () => {
  const { body, seen } = makeBodies()
  for await (const _ of body) break
  body.cancel()
  expect(seen).toEqual(['left', 'none', 'cancelled'])
})

test('a body that is cancelled is cancelled where it comes from', () => {
  const { body, seen } = makeBodies()
  body.cancel()
  expect(seen).toEqual(['none', 'cancelled'])
})

test('a body that is too long is not kept, as soon as that is seen; its reader has all of it', async () => {
  const { body, seen } = makeBodies({ most: 5 })
  const told: string[][] = []
  for await (const _ of body) told.push([...seen])
  expect(told).toEqual([[], ['none'], ['none']])
})

test('a body that is not as long as it says is not kept', async () => {
  const { body, seen } = makeBodies({ length: 12 })
  for await (const _ of body);
  expect(seen).toEqual(['left', 'none'])
})
