/** How the rules tell apart what looks alike. */
import { describe, expect, test } from '@jest/globals'
import type { AnyStateMachine } from 'xstate'
import { flightMachine } from '../../machine/flight-machine.ts'
import { transactionMachine } from '../../machine/transaction-machine.ts'
import { changedMachine, edgeAt, stateAt, type StateConfiguration } from '../fixtures/changed-machine.ts'
import { sampleCounter, service } from '../fixtures/sample-counter.ts'
import { describedState, sampleMeta } from '../fixtures/sample-door.ts'
import { lintMachine, type LintOptions } from '../lint-machine.ts'
import { standardDebts } from './standard-debts.ts'

/** Each finding as its rule, state and event. */
const found = (machine: AnyStateMachine, options?: LintOptions): string[] =>
  lintMachine(machine, options).map(({ rule, state, event }) => [rule, state, event ?? ''].join(' ').trim())

const foundAt = (path: string, change: (state: StateConfiguration) => void, debts = [service]): string[] =>
  found(changedMachine(sampleCounter, path, change), { debts })

describe('what is owed to somebody', () => {
  test('is not owed any more when they leave, and was given if it was given before', () => {
    expect(found(sampleCounter, { debts: [service] })).toEqual([])
  })

  test('is lost where nothing but their leaving ends it', () => {
    const forget = (state: StateConfiguration) => {
      edgeAt(state, 'goods.found').actions = []
    }
    expect(foundAt('asked', forget)).toEqual([
      'undischarged asked goods.found',
      'false-ending served customer.left',
    ])
  })

  test('was not given where it was never taken', () => {
    const skip = (state: StateConfiguration) => {
      state.on = { ...state.on, 'door.failed': { target: 'refused' } }
    }
    expect(foundAt('idle', skip)).toEqual(['false-ending idle door.failed'])
  })

  test('is found at each edge that gives it twice, and together where nothing has taken it', () => {
    const twice = (state: StateConfiguration) => {
      state.on = Object.fromEntries(
        ['goods.failed', 'customer.left', 'shop.closed'].map((event) => [
          event,
          { target: 'refused', actions: ['customer.refuse'] },
        ]),
      )
    }
    const edges = ['customer.left', 'goods.failed', 'shop.closed'].map((event) => `unowed served ${event}`)
    expect(foundAt('served', twice)).toEqual(expect.arrayContaining(edges))
    const untaken = { ...service, taken: [], discharged: ['goods.found', 'goods.failed', 'customer.left'] }
    const nobody = { ...untaken, creditor: { name: '', leaves: [], absent: [] }, claimedBy: [] }
    expect(foundAt('', () => undefined, [nobody])).toContain('unowed asked')
  })

  test('may be taken by many, also where somebody always has it', () => {
    const shared = { ...service, times: 'crowd', since: 'start', claimedBy: [] } as const
    expect(foundAt('', () => undefined, [shared])).toEqual([])
  })
})

describe('a state that waits', () => {
  const idle = (machine: StateConfiguration) => stateAt(machine, 'idle')

  test('is not the first one, where nothing was asked of anybody', () => {
    expect(found(sampleCounter)).toEqual([])
  })

  test('is the first one where something is ordered at the start', () => {
    expect(foundAt('', (machine) => void (idle(machine).entry = 'shop.open'))).toEqual([
      'no-failure-edge idle',
    ])
  })

  test('is the first one where some way leads back to it', () => {
    const back = (state: StateConfiguration) => {
      state.on = { ...state.on, 'shop.reopened': { target: 'idle' } }
    }
    expect(foundAt('served', back)).toContain('no-failure-edge idle')
  })

  test('that hears of no failure is found once, by what is owed in it', () => {
    const deafen = (state: StateConfiguration) => {
      for (const event of ['lookup.failed', 'lookup.fatal', 'deadline.failed']) delete state.on?.[event]
    }
    const changed = changedMachine(transactionMachine, 'awaitCache', deafen)
    expect(lintMachine(changed)).toMatchObject([
      {
        rule: 'no-failure-edge',
        state: 'awaitCache',
        message: expect.stringContaining('the lookup can be owed'),
      },
    ])
  })
})

describe('a timer', () => {
  const timed = { ...sampleMeta, deadline: 'soon' }

  test('that runs where none is named is found there, and at an end as one that is lost', () => {
    const leave = (machine: StateConfiguration) => {
      Object.assign(stateAt(machine, 'asked'), { meta: timed, entry: 'deadline.set' })
      stateAt(machine, 'asked').on = {
        ...stateAt(machine, 'asked').on,
        'deadline.passed': { target: 'refused', actions: ['deadline.clear'] },
        'customer.left': { target: 'alone', actions: ['deadline.clear'] },
        'goods.failed': { target: 'refused', actions: ['deadline.clear'] },
      }
      stateAt(machine, 'served').exit = 'deadline.clear'
    }
    expect(foundAt('', leave, [...standardDebts])).toEqual(['deadline served'])
    const lose = (machine: StateConfiguration) => {
      leave(machine)
      edgeAt(stateAt(machine, 'asked'), 'goods.failed').actions = []
    }
    expect(foundAt('', lose, [...standardDebts])).toEqual([
      'undischarged asked goods.failed',
      'deadline served',
    ])
  })

  test('has a name that the engine knows, in a machine that the engine runs', () => {
    const rename = (state: StateConfiguration) => void (state.meta = timed)
    expect(found(changedMachine(flightMachine, 'streaming', rename))).toEqual(['meta streaming'])
    expect(foundAt('thanked', rename)).toEqual(['deadline thanked'])
  })
})

describe('what is refused', () => {
  test('is found once where it is about the whole machine', () => {
    expect(foundAt('', (machine) => void Object.assign(machine, { context: { count: 0 } }))).toEqual([
      'refused',
    ])
  })

  test('is found where it takes all states to see it', () => {
    const repeat = (machine: StateConfiguration) => {
      machine.states = { ...machine.states, again: { ...describedState, type: 'final', id: 'counter.idle' } }
    }
    expect(foundAt('', repeat)).toEqual(['refused again'])
  })

  test('is not found a second time by its name', () => {
    const wait = (state: StateConfiguration) => void Object.assign(state, { after: { 10: 'refused' } })
    expect(foundAt('asked', wait)).toEqual(['refused asked'])
  })

  test('is nothing that only looks like a machine', () => {
    const old = { config: {}, implementations: {}, root: { states: {}, transitions: [] } }
    expect(lintMachine(old)).toMatchObject([{ message: expect.stringContaining('no machine of XState 5') }])
  })
})
