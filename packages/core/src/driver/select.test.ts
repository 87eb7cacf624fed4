import { describe, expect, test } from '@jest/globals'
import type { CacheResponse } from './cache-response.ts'
import { PendingOutcome } from './pending-outcome.ts'
import { select } from './select.ts'

class Pending extends PendingOutcome {
  readonly id: number

  constructor(id: number) {
    super()
    this.id = id
  }

  cancel(): void {
    this.outcome.settle({ type: 'error', error: new Error('cancelled') })
  }

  answer(): void {
    const response = { status: 200 } as CacheResponse // nobody reads more of it
    this.outcome.settle({ type: 'response', response })
  }
}

describe('select', () => {
  test('gives the first request that has its outcome, and the others in their order', async () => {
    const [one, two, three] = [new Pending(1), new Pending(2), new Pending(3)]
    const selecting = select([one, two, three])
    two.answer()
    one.answer()
    const { index, pending, others } = await selecting
    expect([index, pending.id, others.map(({ id }) => id)]).toEqual([1, 2, [1, 3]])
    expect(pending.poll()?.status).toBe(200)
  })

  test('prefers the one that stands first, where several are ready', async () => {
    const [one, two, three] = [new Pending(1), new Pending(2), new Pending(3)]
    three.answer()
    two.answer()
    expect((await select([one, two, three])).index).toBe(1)
  })

  test('gives one that has failed, too: its error is told when it is asked', async () => {
    const [one, two] = [new Pending(1), new Pending(2)]
    const selecting = select([one, two])
    one.cancel()
    const { pending } = await selecting
    expect(() => pending.poll()).toThrow('cancelled')
  })

  test('takes nothing: header operations may still be given', async () => {
    const one = new Pending(1)
    one.answer()
    await select([one])
    expect(() => one.setResponseHeader('X', 'y')).not.toThrow()
  })

  test('can be called again and again for the same requests, all of them in the end', async () => {
    let waiting = [1, 2, 3].map((id) => new Pending(id))
    const seen: number[] = []
    while (waiting.length > 0) {
      const selecting = select(waiting)
      waiting.at(-1)?.answer()
      const { pending, others } = await selecting
      seen.push(pending.id)
      waiting = [...others]
    }
    expect(seen).toEqual([3, 2, 1])
  })

  test('refuses to wait for nothing', async () => {
    await expect(select([])).rejects.toMatchObject({ code: 'ERR_MISUSE' })
  })
})
