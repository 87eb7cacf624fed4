import { describe, expect, test } from '@jest/globals'
import { createMachine, type AnyStateMachine } from 'xstate'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { changedMachine, edgeAt, stateAt, type StateConfiguration } from './fixtures/changed-machine.ts'
import { describedState, sampleDoor } from './fixtures/sample-door.ts'
import { tamperedDebts } from './fixtures/tampered-debts.ts'
import { tamperedMachines } from './fixtures/tampered-machines.ts'
import { lintMachine } from './lint-machine.ts'
import type { Debt } from './lint/debt.ts'

const tamperings = Object.entries({ ...tamperedDebts, ...tamperedMachines }).flatMap(([rule, cases]) =>
  cases.map(([what, ...rest]) => [what, rule, ...rest] as const),
)

const severityOf = (rule: string): string =>
  ['naming', 'description', 'meta'].includes(rule) ? 'warning' : 'error'

describe('lintMachine', () => {
  test('finds nothing wrong with a sound machine of somebody else', () => {
    expect(lintMachine(sampleDoor)).toEqual([])
  })

  test.each(tamperings)('finds %s, and nothing else (%s)', (...[, rule, machine, path, change, finding]) => {
    const changed = changedMachine(machine, path, change)
    expect(lintMachine(changed)).toEqual([{ rule, severity: severityOf(rule), ...finding }])
  })

  test('finds the way into a state wrong, once, where all that leaves it discharges what nothing has taken', () => {
    const changed = changedMachine(transactionMachine, 'direct', (state) => delete state.entry)
    expect(lintMachine(changed).filter(({ rule }) => rule === 'unowed')).toEqual([
      {
        rule: 'unowed',
        severity: 'error',
        state: 'direct',
        message:
          'on the way request.pass nothing has taken the deadline, and deadline.clear discharges it here: whoever runs the machine would end what is not there, or end it twice. Order deadline.set on the way here, or lead it elsewhere.',
      },
    ])
  })

  test('finds what is refused of every state, and still reads what each state says of itself', () => {
    const changed = changedMachine(transactionMachine, '', (machine) => {
      edgeAt(stateAt(machine, 'direct'), 'reply.failed').guard = 'isLate'
      edgeAt(stateAt(machine, 'delivering'), 'delivery.done').guard = 'isWhole'
      delete stateAt(machine, 'settled').description
    })
    expect(lintMachine(changed).map(({ rule, state }) => `${rule} ${state}`)).toEqual([
      'refused delivering',
      'refused direct',
      'description settled',
    ])
  })

  test('lists errors before warnings, then by state and event', () => {
    const changed = changedMachine(transactionMachine, 'awaitCache', (state) => {
      delete state.description
      for (const event of ['lookup.fatal', 'client.gone']) edgeAt(state, event).actions = []
    })
    expect(lintMachine(changed).map(({ severity, state, event }) => [severity, state, event])).toEqual([
      ['error', 'awaitCache', 'client.gone'],
      ['error', 'awaitCache', 'lookup.fatal'],
      ['warning', 'awaitCache', undefined],
    ])
  })
})

/** A state and all those within it. */
const statesIn = (state: StateConfiguration): readonly StateConfiguration[] => [
  state,
  ...Object.values(state.states ?? {}).flatMap(statesIn),
]

/** The transaction machine under another id, which its targets name, with a follower that does not leave its flight. */
const renamed = (id: string): AnyStateMachine =>
  changedMachine(transactionMachine, '', (machine) => {
    machine.id = id
    for (const { on = {} } of statesIn(machine))
      for (const edge of Object.values(on))
        if (edge.target !== undefined) edge.target = edge.target.replace('#transaction', `#${id}`)
    edgeAt(stateAt(machine, 'awaitFlight'), 'client.gone').actions = []
  })

describe('the kind of a machine', () => {
  test('is its id: of another one only what holds for every machine is checked', () => {
    expect(lintMachine(renamed('mine'))).toEqual([])
  })

  test('can be said, so that a variant under another name is held to the same', () => {
    expect(lintMachine(renamed('mine'), { kind: 'transaction' })).toMatchObject([
      { rule: 'undischarged', state: 'awaitFlight', event: 'client.gone' },
    ])
  })

  test('may have an alphabet of its own', () => {
    const alphabet = { events: ['door.knocked', 'door.opened', 'door.failed'], effects: ['door.open'] }
    expect(lintMachine(sampleDoor, { alphabet })).toMatchObject([
      { rule: 'unknown-word', state: 'closed', event: 'door.forced' },
    ])
  })
})

describe('the debts of a machine', () => {
  const knock: Debt = {
    name: 'the knock',
    machine: 'door',
    times: 'repeated',
    taken: ['door.open'],
    discharged: ['door.opened'],
    because: 'somebody stands outside',
  }

  test('can be those of its owner', () => {
    expect(lintMachine(sampleDoor, { debts: [knock] })).toEqual([
      {
        rule: 'undischarged',
        severity: 'error',
        state: 'opening',
        event: 'door.failed',
        message:
          'after door.knocked → door.failed nothing discharges the knock any more, on no way from "open" on: somebody stands outside. Order door.opened on this edge, or on every way behind it.',
      },
    ])
  })

  test('are those of its kind, and those of every machine', () => {
    const { machine: _door, ...everyone } = knock
    expect(lintMachine(sampleDoor, { debts: [{ ...knock, machine: 'window' }] })).toEqual([])
    expect(lintMachine(sampleDoor, { debts: [everyone] })).toHaveLength(1)
    expect(lintMachine(sampleDoor, { debts: [knock], kind: 'window' })).toEqual([])
  })

  test('may be there from the start, and are found there if nothing ever discharges them', () => {
    const debts: Debt[] = [{ ...knock, since: 'start', taken: [], discharged: ['door.shut'] }]
    expect(lintMachine(sampleDoor, { debts })).toMatchObject([
      {
        rule: 'undischarged',
        state: 'closed',
        message:
          'nothing discharges the knock, on no way from "closed" on: somebody stands outside. Order door.shut on every way.',
      },
    ])
  })

  test('may be taken by what is ordered at the start, which is held to the same', () => {
    const changed = changedMachine(sampleDoor, '', (machine) => {
      machine.entry = 'door.open'
      stateAt(machine, 'closed').entry = 'door.open'
      stateAt(machine, 'closed').on = {
        'door.opened': { target: 'opening' },
        'door.failed': { target: 'opening' },
      }
    })
    const debts: Debt[] = [{ ...knock, discharged: ['door.opened', 'door.failed'] }]
    expect(lintMachine(changed, { debts }).filter(({ event }) => event === undefined)).toMatchObject([
      {
        rule: 'undischarged',
        state: 'closed',
        message:
          'at the start, "door.open" takes the knock while the one before is still owed: somebody stands outside. Order door.opened or door.failed before it.',
      },
    ])
  })
})

describe('hostile input', () => {
  const untouchable = new Proxy(
    {},
    {
      has: () => {
        throw new Error('not yours')
      },
    },
  )

  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'it is of type undefined'],
    ['null', null, 'it is null'],
    ['a number', 7, 'it is of type number'],
    ['a function', () => sampleDoor, 'it is of type function'],
    ['a list of machines', [sampleDoor], 'it is of type object'],
    ['a configuration', sampleDoor.config, 'it is the configuration of one'],
    ['a root of nothing', { root: null }, 'it is of type object'],
    ['something that looks like one', { root: { states: {}, transitions: {} } }, 'it is of type object'],
    ['something that must not be touched', untouchable, 'could not be read as a machine: Error: not yours'],
    ['an empty machine', createMachine({}), 'it has no states'],
  ])('that is %s is a finding, not an error', (_what, input, message) => {
    const [finding, ...others] = lintMachine(input)
    expect(others).toEqual([])
    expect(finding).toMatchObject({ rule: 'not-a-machine', severity: 'error', state: '' })
    expect(finding?.message).toContain(message)
    expect(finding?.message).toMatch(/Give what createMachine|List its states/)
  })

  test('that is a machine without an end is found once, not once for each state', () => {
    const endless = createMachine({
      initial: 'one',
      states: {
        one: { ...describedState, on: { 'it.failed': 'two' } },
        two: { ...describedState, on: { 'it.failed': 'one' } },
      },
    })
    expect(lintMachine(endless)).toMatchObject([
      { rule: 'trap', state: '', message: expect.stringContaining('it has no final state') },
    ])
  })

  test('that is a machine of 2,000 states takes less than two seconds', () => {
    const states = Object.fromEntries(
      Array.from({ length: 2000 }, (_each, index) => [
        `state${index}`,
        {
          entry: 'deadline.set',
          exit: 'deadline.clear',
          on: { 'reply.failed': `state${(index + 1) % 2000}`, 'reply.store': `state${(index * 7) % 2000}` },
        },
      ]),
    )
    const huge = createMachine({ id: 'transaction', initial: 'state0', states })
    const began = performance.now()
    expect(lintMachine(huge).length).toBeGreaterThan(2000)
    expect(performance.now() - began).toBeLessThan(2000)
  })
})
