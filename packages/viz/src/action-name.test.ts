import { describe, expect, test } from '@jest/globals'
import {
  assign,
  cancel,
  createMachine,
  emit,
  enqueueActions,
  forwardTo,
  log,
  raise,
  sendParent,
  sendTo,
  spawnChild,
  stopChild,
  type AnyStateMachine,
} from 'xstate'
import { actionName } from './action-name.ts'
import { toDiagram } from './to-diagram.ts'

describe('an action is called', () => {
  test.each<[name: string, action: unknown]>([
    ['begin', 'begin'],
    ['begin', { type: 'begin', params: { speed: 3 } }],
    ['begin', function begin() {}],
    ['inline', () => undefined],
    ['assign', assign({ count: 1 })],
    ['raise tick', raise({ type: 'tick' })],
    ['raise', raise(() => ({ type: 'tick' }))],
    ['send go to child', sendTo('child', { type: 'go' })],
    ['send go', sendTo(({ self }) => self, { type: 'go' })],
    [
      'send',
      sendTo(
        () => 'child',
        () => ({ type: 'go' }),
      ),
    ],
    ['send to child', sendTo('child', () => ({ type: 'go' }))],
    ['send to child', forwardTo('child')],
    ['send done to parent', sendParent({ type: 'done' })],
    ['emit changed', emit({ type: 'changed' })],
    ['log', log()],
    ['log counted', log(({ context }) => context, 'counted')],
    ['log hello', log('hello')],
    ['cancel timer', cancel('timer')],
    ['stop child', stopChild('child')],
    ['stop', stopChild(() => 'child')],
    ['spawn worker', spawnChild('worker')],
    ['spawn', spawnChild({} as AnyStateMachine)],
    ['enqueueActions', enqueueActions(() => undefined)],
  ])('%s', (name, action) => {
    expect(actionName(action, 'state')).toBe(name)
  })

  test('inline, where the only name that it has is that of the property it stands in', () => {
    const { root, edges } = toDiagram(
      createMachine({
        entry: () => undefined,
        exit: () => undefined,
        on: { go: { actions: () => undefined } },
      }),
    )
    expect([root.entry, root.exit, edges[0]?.actions]).toEqual([['inline'], ['inline'], ['inline']])
  })
})
