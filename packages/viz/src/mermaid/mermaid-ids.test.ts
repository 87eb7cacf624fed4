import { expect, test } from '@jest/globals'
import { mermaidIds } from './mermaid-ids.ts'

const idsOf = (...states: string[]): string[] => {
  const ids = mermaidIds(states)
  return states.map((state) => ids.of(state))
}

test('states are called by their paths, as far as Mermaid can write them', () => {
  expect(idsOf('awaitBackend.attached', 'größe', '1st')).toEqual(['awaitBackend_attached', 'gr__e', '1st'])
})

test('names that come out alike are told apart by a number', () => {
  expect(idsOf('a.b', 'a-b', 'a_b', 'a_b_2')).toEqual(['a_b', 'a_b_2', 'a_b_3', 'a_b_2_2'])
})

test.each(['end', 'State', 'a_start', 'constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a name that means something to Mermaid, or to what lays its pictures out, is none: %s',
  (name) => {
    expect(idsOf(name)).toEqual([`${name}_state`])
  },
)

test('what is no state has a name of no state', () => {
  const ids = mermaidIds(['fork', 'legend'])
  expect([ids.next('fork'), ids.next('fork'), ids.next('legend')]).toEqual(['fork_2', 'fork_3', 'legend_2'])
})
