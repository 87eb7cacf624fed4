import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Roster, type Seat } from './roster.ts'

describe('a roster', () => {
  test('has those present in the order in which they came, whoever leaves', () => {
    const command = fc.oneof(fc.constant('add' as const), fc.nat({ max: 20 }))
    fc.assert(
      fc.property(fc.array(command, { maxLength: 60 }), (commands) => {
        const roster = new Roster<number>()
        const seats: Seat<number>[] = []
        let present: number[] = []
        for (const each of commands) {
          if (each === 'add') {
            present.push(seats.length)
            seats.push(roster.add(seats.length))
          } else {
            const seat = seats[each]
            if (seat !== undefined) roster.leave(seat)
            present = present.filter((member) => member !== each)
          }
          expect([roster.size, roster.toArray()]).toEqual([present.length, present])
        }
      }),
    )
  })

  test('keeps nothing of a seat that was left, nor the seat anything of it', () => {
    const roster = new Roster<string>()
    const seats = ['a', 'b', 'c'].map((name) => roster.add(name))
    for (const seat of seats) roster.leave(seat)
    for (const seat of seats)
      expect([seat.member, seat.previous, seat.next]).toEqual([undefined, undefined, undefined])
    expect(roster.toArray()).toEqual([])
  })
})
