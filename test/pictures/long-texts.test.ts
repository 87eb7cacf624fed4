/** However long a text is, it stays in its place, and can be read to its end also where nobody can point at it. */
import { describe, expect, jest, test } from '@jest/globals'
import { flightMachine } from '@cachechart/core'
import { labelOf, toDiagram, toSvg, type Overlay } from '@cachechart/viz'
import { createMachine } from 'xstate'
import { toneSigns } from '../../packages/viz/src/svg/palette.ts'
import { geometryOf, isInside, overlap, pairsOf } from './picture-geometry.ts'
import { withoutBlanks, writtenIn } from './read-picture.ts'

// Laying out takes a second, or ten of them where the machine has much other work.
jest.setTimeout(180_000)

const longName = 'waitingForTheAnswerOfTheOriginThatHasBeenAskedBeforeTheDeadlineOfItsClients'
const longEvent = 'backend.responseHeadThatIsStoredBecauseNothingForbidsIt.afterTheLeaseHasBeenTaken'
const guard = 'isStillWantedByAnybodyWhoHasJoinedThisFlightSinceItBegan and hasRoom'

const wordy = toDiagram(
  createMachine({
    id: 'wordy',
    initial: longName,
    on: { [`${longEvent}.anywhere`]: { actions: 'count' } },
    states: {
      [longName]: { on: { [longEvent]: { guard, target: 'group' }, tick: { guard } } },
      group: {
        initial: 'a',
        on: { [longEvent]: { guard }, leave: { guard, target: longName } },
        states: {
          a: { on: { [longEvent]: { guard, target: `h${longName}` } } },
          [`h${longName}`]: { type: 'history' },
        },
      },
      [`last${longName}`]: { type: 'final' },
    },
  }),
)
const flight = toDiagram(flightMachine)

const note =
  'levels: unit, model, paths, sockets, soak; first seen by “a leader that is gone leaves its flight”'

/** Everything has a long note. */
const overlayOf = ({ states, edges }: typeof wordy): Overlay => ({
  title: note,
  states: new Map(states.map(({ id }) => [id, { tone: 'partly', note }])),
  edges: new Map(edges.map(({ id }) => [id, { tone: 'covered', note }])),
  legend: [
    { tone: 'covered', text: `${note} ${note}` },
    { tone: 'partly', text: withoutBlanks(note).repeat(3) },
  ],
  rest: 'faded',
})

describe.each([wordy, flight])('the picture of the $id machine, with long notes on everything', (diagram) => {
  const overlay = overlayOf(diagram)
  const picture = toSvg(diagram, { overlay, theme: 'dark' }).then(geometryOf)

  test('has every name, label, note and meaning whole', async () => {
    const { texts, elements } = await picture
    const names = diagram.states.map(({ name }) => withoutBlanks(`${toneSigns.partly}${name}`))
    expect(writtenIn(elements, 'name').toSorted()).toEqual(names.toSorted())
    const labels = diagram.edges.map((edge) => withoutBlanks(`${toneSigns.covered}${labelOf(edge)}·${note}`))
    expect(writtenIn(elements, 'verdict').toSorted()).toEqual(labels.toSorted())
    // One in each state, and one in the title.
    const notes = writtenIn(elements, 'note').join('').split(withoutBlanks(note))
    expect(notes).toHaveLength(diagram.states.length + 1 + 1)
    const meanings = overlay.legend.map(({ text }) => withoutBlanks(text))
    expect(writtenIn(elements, 'legend').map((text) => text.slice(1))).toEqual(
      expect.arrayContaining(meanings),
    )
    expect(texts.filter(({ text }) => text.includes('…')).map(({ text }) => text)).toEqual([])
  })

  test('has all texts within its edges, none over another, and none over the border of a box', async () => {
    const { width, height, texts, frames } = await picture
    const whole = { left: 0, top: 0, right: width, bottom: height }
    expect(texts.filter((text) => !isInside(text, whole)).map(({ text }) => text)).toEqual([])
    expect(pairsOf(texts, overlap).map((pair) => pair.map(({ text }) => text))).toEqual([])
    const cut = texts.filter((text) => frames.some((frame) => overlap(text, frame) && !isInside(text, frame)))
    expect(cut.map(({ text }) => text)).toEqual([])
  })
})

test.each([
  ['one small state', { initial: 'a', states: { a: {} } }],
  ['some small states', { initial: 'a', states: { a: { on: { go: 'b' } }, b: { on: { go: 'c' } }, c: {} } }],
  ['regions', { type: 'parallel', states: { a: {}, b: {} } }],
  ['another, which holds one', { initial: 'a', states: { a: { initial: 'b', states: { b: {} } } } }],
])('a box that holds %s is as wide as what is written in it', async (_what, inner) => {
  const group = { ...inner, on: { [longEvent]: { guard } } } as const
  const { texts, frames } = geometryOf(
    await toSvg(toDiagram(createMachine({ initial: 'g', states: { g: group, other: {} } } as object))),
  )
  const cut = texts.filter((text) => frames.some((frame) => overlap(text, frame) && !isInside(text, frame)))
  expect(cut.map(({ text }) => text)).toEqual([])
})

test('a text without end ends with dots', async () => {
  const endless = toDiagram(
    createMachine({
      initial: 'a',
      states: { a: { on: { ['on '.repeat(2_000)]: {} } }, ['x'.repeat(2_000)]: {} },
    }),
  )
  const { texts, width } = geometryOf(await toSvg(endless))
  expect(texts.filter(({ text }) => text.endsWith('…'))).toHaveLength(2)
  expect(texts.length).toBeLessThan(20)
  expect(width).toBeLessThan(900)
})
