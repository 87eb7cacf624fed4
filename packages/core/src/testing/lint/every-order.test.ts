/** The rules about debts, tried on every order of the machines: each left out once, and given twice once. */
import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import { configurationOf, type StateConfiguration } from '../fixtures/changed-machine.ts'
import { lintMachine } from '../lint-machine.ts'
import { provedMachines, type ProvedMachine } from '../proved-machines.ts'
import { standardDebts } from './standard-debts.ts'

/** One place at which a machine's configuration lists an order. */
interface OrderPlace {
  readonly title: string
  readonly word: string
  readonly find: (root: StateConfiguration) => string[]
}

const inner = (state: StateConfiguration): [string, StateConfiguration][] =>
  Object.entries(state.states ?? {})

const placesIn = (
  state: StateConfiguration,
  path: string,
  at: (root: StateConfiguration) => StateConfiguration,
): OrderPlace[] => {
  const own = Object.entries(state.on ?? {}).flatMap(([event, { actions = [] }]) =>
    actions.map((word) => ({
      title: `${path} on ${event}: ${word}`,
      word,
      find: (root: StateConfiguration) => at(root).on?.[event]?.actions ?? [],
    })),
  )
  const below = inner(state).flatMap(([key, child]) =>
    placesIn(child, path === '' ? key : `${path}.${key}`, (root) => at(root).states?.[key] ?? {}),
  )
  return [...own, ...below]
}

const placesOf = ({ machine, name }: ProvedMachine): OrderPlace[] => {
  const words = new Set(
    standardDebts
      .filter((debt) => debt.machine === name)
      .flatMap(({ taken, discharged, handedOn }) => [
        ...taken,
        ...discharged,
        ...(handedOn?.by ?? []),
        ...(handedOn?.discharged ?? []),
      ]),
  )
  const places = placesIn(configurationOf(machine), '', (root) => root)
  return places.filter(({ word }) => words.has(word))
}

const missed = (proved: ProvedMachine, change: (words: string[], place: OrderPlace) => void): string[] =>
  placesOf(proved).flatMap((place) => {
    const root = configurationOf(proved.machine)
    change(place.find(root), place)
    const errors = lintMachine(createMachine(root)).filter(({ severity }) => severity === 'error')
    return errors.length === 0 ? [place.title] : []
  })

/** Those who are parked may wait on until all is stored, and whoever is parked twice waits once. */
const isAllowed = (title: string): boolean =>
  title.endsWith('follower.park') || title === 'awaitReply.open on reply.store: followers.stream'

describe.each(provedMachines)('of the $name machine', (proved) => {
  test('there are orders by which something is taken or discharged', () => {
    expect(placesOf(proved).length).toBeGreaterThan(20)
  })

  test('each that is left out is found', () => {
    const left = missed(proved, (words, { word }) => words.splice(words.indexOf(word), 1))
    expect(left.filter((title) => !isAllowed(title))).toEqual([])
  })

  test('each that is given twice is found', () => {
    const twice = missed(proved, (words, { word }) => words.splice(words.indexOf(word), 0, word))
    expect(twice.filter((title) => !isAllowed(title))).toEqual([])
  })
})
