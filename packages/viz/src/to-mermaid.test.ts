import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import { toDiagram } from './to-diagram.ts'
import { toMermaid } from './to-mermaid.ts'

const door = createMachine({
  id: 'door',
  initial: 'open',
  states: {
    open: {
      description: 'Anyone may pass; those who come too late must wait outside.',
      entry: 'light.on',
      exit: 'light.off',
      on: { push: 'shut.idle', kick: 'shut.idle', break: 'gone', knock: { actions: 'answer' } },
    },
    shut: {
      description: 'Nobody passes.',
      entry: 'bell.ring',
      initial: 'idle',
      states: { idle: { on: { pull: '#door.open' } } },
    },
    gone: { type: 'final' },
  },
})

describe('the Mermaid text of a diagram', () => {
  const text = toMermaid(toDiagram(door))

  test('shows nested states, captions, bundled arrows and ends', () => {
    expect(text).toBe(`stateDiagram-v2
  direction TB
  [*] --> open
  state "open" as open
  open : Anyone may pass#59; those who come too
  open : late must wait outside.
  open : on entry#58; light.on
  open : on exit#58; light.off
  state "shut<br/>Nobody passes.<br/>on entry#58; bell.ring" as shut {
    [*] --> shut_idle
    state "idle" as shut_idle
  }
  state "gone" as gone
  open --> open : knock
  open --> shut_idle : kick<br/>push
  open --> gone : break
  shut_idle --> open : pull
  gone --> [*]
`)
  })

  test('has the same bytes however the machine lists its events', () => {
    const { config } = door
    const { open } = config.states ?? {}
    const on = Object.fromEntries(Object.entries(open?.on ?? {}).toReversed())
    const turned = createMachine({ ...config, states: { ...config.states, open: { ...open, on } } })
    expect(toMermaid(toDiagram(turned))).toBe(text)
  })
})
