import { describe, expect, test } from '@jest/globals'
import { fakeClock } from '../testing/fake-clock.ts'
import { StoreBreaker } from './store-breaker.ts'
import { WriteGate } from './write-gate.ts'

const setUp = () => {
  const clock = fakeClock()
  const breaker = (): StoreBreaker => new StoreBreaker({ clock, random: () => 0.5 }, { failures: 2 })
  const reads = breaker()
  const writes = breaker()
  return { clock, reads, writes, gate: new WriteGate(reads, writes) }
}

const twice = (work: () => void): void => {
  work()
  work()
}

describe('the gate before what is written', () => {
  test('closes when writes fail, and keeps nobody from reading: the store may be full', () => {
    const { reads, gate } = setUp()
    twice(() => {
      gate.failed()
    })
    expect(gate.obstacle()).toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' })
    expect([gate.breaker.state, reads.state, reads.obstacle()]).toEqual(['open', 'closed', undefined])
    expect(gate.dropped).toBe(3)
  })

  test('is closed while the store is not asked at all', () => {
    const { clock, reads, writes, gate } = setUp()
    twice(() => {
      reads.failed()
    })
    expect(gate.obstacle()).toMatchObject({ code: 'ERR_STORE_UNAVAILABLE' })
    expect([writes.state, gate.dropped, clock.pending()]).toEqual(['closed', 1, 0])
  })

  test('lets a write try whether the store is back, where nobody reads', () => {
    const { clock, reads, gate } = setUp()
    const open = (): void => {
      twice(() => {
        reads.failed()
      })
    }
    open()
    clock.advance(1_000)
    expect([gate.obstacle(), reads.state]).toEqual([undefined, 'halfOpen'])
    gate.failed()
    expect(reads.state).toBe('open')
    clock.advance(2_000)
    expect(gate.obstacle()).toBeUndefined()
    gate.gaveUp()
    expect([reads.state, gate.obstacle()]).toEqual(['open', undefined])
    gate.succeeded()
    expect([reads.state, gate.dropped]).toEqual(['closed', 1])
  })

  test('leaves the next try to another write where this one may not go, as nothing is read', () => {
    const { clock, reads, writes, gate } = setUp()
    twice(() => {
      writes.failed()
    })
    clock.advance(500)
    twice(() => {
      reads.failed()
    })
    clock.advance(500)
    expect([gate.obstacle()?.code, writes.state]).toEqual(['ERR_STORE_UNAVAILABLE', 'open'])
    clock.advance(500)
    expect([gate.obstacle(), writes.state]).toEqual([undefined, 'halfOpen'])
  })
})
