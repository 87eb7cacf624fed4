/** What is found of a debt that is handed on: first whoever writes owes its end, then whoever commits. */
import { describe, expect, test } from '@jest/globals'
import { changedMachine, edgeAt, stateAt, type StateConfiguration } from '../fixtures/changed-machine.ts'
import { describedState } from '../fixtures/sample-door.ts'
import { createMachine } from 'xstate'
import { lintMachine } from '../lint-machine.ts'
import type { Debt } from './debt.ts'

const page: Debt = {
  name: 'the page',
  times: 'once',
  taken: ['page.begin'],
  discharged: ['page.tear'],
  handedOn: { by: ['page.print'], discharged: ['page.printed', 'page.drop'] },
  because: 'it lies about',
}

const printer = createMachine({
  id: 'printer',
  initial: 'idle',
  states: {
    idle: { ...describedState, on: { 'page.wanted': { target: 'writing', actions: ['page.begin'] } } },
    writing: {
      ...describedState,
      on: {
        'text.done': { target: 'printing', actions: ['page.print'] },
        'text.failed': { target: 'done', actions: ['page.tear'] },
      },
    },
    printing: {
      ...describedState,
      on: {
        'page.printed': { target: 'done' },
        'printer.failed': { target: 'done', actions: ['page.drop'] },
      },
    },
    done: { ...describedState, type: 'final' },
  },
})

const foundWhere = (change: (machine: StateConfiguration) => void): string[] =>
  lintMachine(changedMachine(printer, '', change), { debts: [page] }).map(
    ({ rule, state, event, message }) => `${rule}, ${state} on ${event}: ${message}`,
  )

const orders = (state: string, event: string, actions: string[]) => (machine: StateConfiguration) => {
  edgeAt(stateAt(machine, state), event).actions = actions
}

const rest = 'whoever runs the machine would end what is not there, or end it twice.'

describe('a debt that is handed on', () => {
  test('is discharged once, before or after', () => {
    expect(foundWhere(() => undefined)).toEqual([])
  })

  test('is not discharged by what discharges it only before', () => {
    expect(foundWhere(orders('printing', 'printer.failed', ['page.tear']))).toEqual([
      `unowed, printing on printer.failed: on the way page.wanted → text.done → printer.failed, "page.tear" discharges the page, and it has been handed on: only page.printed or page.drop discharges it then: ${rest} Keep one such word on each way, after page.begin.`,
    ])
  })

  test('is not discharged by what discharges it only afterwards', () => {
    expect(foundWhere(orders('writing', 'text.failed', ['page.drop']))).toEqual([
      `unowed, writing on text.failed: on the way page.wanted → text.failed, "page.drop" discharges the page, and it has not been handed on (page.print): ${rest} Keep one such word on each way, after page.begin.`,
    ])
  })

  test('is handed on once', () => {
    expect(foundWhere(orders('writing', 'text.done', ['page.print', 'page.print']))).toEqual([
      `unowed, writing on text.done: on the way page.wanted → text.done, "page.print" hands on the page, and it has been handed on: only page.printed or page.drop discharges it then: ${rest} Keep one such word on each way, after page.begin.`,
    ])
  })

  test('is lost where nothing discharges it before', () => {
    expect(foundWhere(orders('writing', 'text.failed', []))).toEqual([
      'undischarged, writing on text.failed: after page.wanted → text.failed nothing discharges the page any more, on no way from "done" on: it lies about. Order page.tear or page.print on this edge, or on every way behind it.',
    ])
  })

  test('is lost where nothing discharges it afterwards', () => {
    expect(foundWhere(orders('printing', 'printer.failed', []))).toEqual([
      'undischarged, printing on printer.failed: after page.wanted → text.done → printer.failed nothing discharges the page any more, on no way from "done" on: it lies about. Order page.drop on this edge, or on every way behind it.',
    ])
  })
})
