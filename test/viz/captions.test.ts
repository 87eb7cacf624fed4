/** What a state does and runs is said in every format, in the words of each. */
import { describe, expect, test } from '@jest/globals'
import { toDiagram, toDot, toMermaid, toSvg, toText, type Diagram } from '@cachechart/viz'
import { createMachine, fromPromise } from 'xstate'

const fetchUser = fromPromise(async function fetchUser() {})

const session = toDiagram(
  createMachine({
    id: 'session',
    initial: { target: 'loading', actions: 'openLog' },
    states: {
      loading: {
        initial: { target: 'user', actions: ['showSpinner', 'startClock'] },
        states: {
          user: { invoke: { src: fetchUser, onDone: 'rights', onError: '#session.gone' } },
          rights: {
            invoke: [
              { src: 'ask', onDone: '#session.gone' },
              { src: 'ask', onDone: {} },
            ],
          },
        },
      },
      gone: { type: 'final' },
    },
  }),
)

const formats: Readonly<Record<string, (diagram: Diagram) => string | Promise<string>>> = {
  // Mermaid writes its own signs as entity codes.
  Mermaid: (diagram) => toMermaid(diagram).replaceAll('#58;', ':'),
  DOT: toDot,
  text: (diagram) => toText(diagram, { width: 200 }),
  SVG: toSvg,
}

describe.each(Object.entries(formats))('%s', (format, write) => {
  const words = format === 'SVG' ? 'begin / ' : 'on beginning: '

  test('says what is done where the machine, and a state, begins by itself', async () => {
    const text = await write(session)
    expect(text).toContain(`${words}openLog`)
    expect(text).toContain(`${words}showSpinner`)
    expect(text).toContain('startClock')
    const silent = { ...session, root: { ...session.root, initialActions: [] } }
    expect(await write(silent)).not.toContain('openLog')
  })

  test('calls an actor without an id by its logic, and those of the same logic by their ids', async () => {
    const text = await write(session)
    for (const label of ['done: fetchUser', 'error: fetchUser', 'done: 0.session.loading.rights'])
      expect(text).toContain(label)
    expect(text).toContain(format === 'SVG' ? 'invoke / fetchUser' : 'invokes: fetchUser')
    expect(text).not.toContain('0.session.loading.user:')
  })
})
