import { describe, expect, test } from '@jest/globals'

// The scripts are plain JavaScript without declarations.
const { onlyOne } = (await import(new URL('../../scripts/only-one.mjs', import.meta.url).href)) as {
  readonly onlyOne: (
    name: string,
    work: () => Promise<string>,
    options?: { readonly signal?: AbortSignal },
  ) => Promise<string>
}

const name = `cachechart-only-one-test-${process.pid}`

describe('work that only one task does at a time', () => {
  test('is begun when that of those before has ended', async () => {
    const order: string[] = []
    const work = (label: string) => async () => {
      order.push(`${label} begins`)
      await new Promise((resolve) => setImmediate(resolve))
      order.push(`${label} ends`)
      return label
    }
    expect(await Promise.all([onlyOne(name, work('a')), onlyOne(name, work('b'))])).toEqual(['a', 'b'])
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends'])
  })

  test('is given up by whoever has waited long enough, and by no other', async () => {
    const first = Promise.withResolvers<string>()
    const working = onlyOne(name, () => first.promise)
    const signal = AbortSignal.abort(new Error('long enough'))
    await expect(onlyOne(name, async () => 'second', { signal })).rejects.toThrow('long enough')
    first.resolve('first')
    expect(await working).toBe('first')
    expect(await onlyOne(name, async () => 'third')).toBe('third')
  })
})
