import { describe, expect, jest, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { labelOf, toDiagram, toSvg } from '@cachechart/viz'
import { countCrossings } from '../../packages/viz/src/svg/count-crossings.ts'
import { everyNotation } from './every-notation.ts'
import { geometryOf, isInside, overlap, pairsOf, type Rectangle } from './picture-geometry.ts'
import { withoutBlanks, writtenIn } from './read-picture.ts'

// Laying out takes a second, or ten of them where the machine has much other work.
jest.setTimeout(180_000)

/** So many places where lines cross were reached: it is for whoever makes them fewer to write that down. */
const cases = [
  { machine: transactionMachine, mostCrossings: 43 },
  { machine: flightMachine, mostCrossings: 2 },
  { machine: everyNotation, mostCrossings: 1 },
]

describe.each(cases)('the picture of the $machine.id machine', ({ machine, mostCrossings }) => {
  const diagram = toDiagram(machine)
  const drawing = toSvg(diagram)
  const picture = drawing.then(geometryOf)

  test('shows every state once', async () => {
    const { elements } = await picture
    const names = diagram.states.map(({ name }) => withoutBlanks(name))
    expect(writtenIn(elements, 'name').toSorted()).toEqual(names.toSorted())
  })

  test('shows every transition once', async () => {
    const { elements } = await picture
    const labels = diagram.edges.map((edge) => withoutBlanks(labelOf(edge)))
    expect(writtenIn(elements, 'verdict').toSorted()).toEqual(labels.toSorted())
  })

  test('shows every description whole', async () => {
    const { texts } = await picture
    const said = texts.map(({ text }) => text).join(' ')
    for (const { description } of [diagram.root, ...diagram.states]) expect(said).toContain(description)
  })

  test('has no text smaller than 11 pixels', async () => {
    const { texts } = await picture
    expect(Math.min(...texts.map(({ size }) => size))).toBeGreaterThanOrEqual(11)
  })

  test('has all within its edges', async () => {
    const { width, height, texts, frames, lines } = await picture
    const whole = { left: 0, top: 0, right: width, bottom: height }
    const points = lines.flat().map(([x, y]): Rectangle => ({ left: x, right: x, top: y, bottom: y }))
    const outside = [...texts, ...frames, ...points].filter((each) => !isInside(each, whole))
    expect(outside).toEqual([])
  })

  test('has no box over another, unless within it', async () => {
    const { frames } = await picture
    const crossed = (one: Rectangle, other: Rectangle): boolean =>
      overlap(one, other) && !isInside(one, other) && !isInside(other, one)
    expect(pairsOf(frames, crossed)).toEqual([])
    expect(frames.length).toBeGreaterThanOrEqual(diagram.states.length)
  })

  test('has no text over another', async () => {
    const { texts } = await picture
    expect(pairsOf(texts, overlap).map((pair) => pair.map(({ text }) => text))).toEqual([])
  })

  test('has no text over the border of a box', async () => {
    const { texts, frames } = await picture
    const cut = texts.filter((text) => frames.some((frame) => overlap(text, frame) && !isInside(text, frame)))
    expect(cut.map(({ text }) => text)).toEqual([])
  })

  test('has no line over a label', async () => {
    const { texts, lines } = await picture
    const strokes = lines.flatMap((line) => line.slice(1).map((to, index) => strokeOf(line[index] ?? to, to)))
    const labels = texts.filter(({ classes }) => classes.has('verdict') && !classes.has('state'))
    const struck = labels.filter((label) => strokes.some((stroke) => overlap(label, stroke)))
    expect(struck.map(({ text }) => text)).toEqual([])
    expect(labels.length).toBeGreaterThan(0)
  })

  test('has no line across a state that holds no others', async () => {
    const { frames, lines } = await picture
    const strokes = lines.flatMap((line) => line.slice(1).map((to, index) => strokeOf(line[index] ?? to, to)))
    const leaves = frames.filter(({ classes }) => classes.has('state')).map(shrunk)
    expect(leaves.filter((leaf) => strokes.some((stroke) => overlap(leaf, stroke)))).toEqual([])
  })

  test(`has at most ${mostCrossings} places where lines cross`, async () => {
    const { lines } = await picture
    const crossings = countCrossings(lines.map((line) => line.map(([x, y]) => ({ x, y }))))
    expect(crossings).toBeLessThanOrEqual(mostCrossings)
  })

  test('is the same to the last byte when it is drawn again', async () => {
    expect(await toSvg(toDiagram(machine))).toBe(await drawing)
  })
})

type Corner = readonly [x: number, y: number]

/** A straight part of a line, as wide as it is drawn. */
function strokeOf([x, y]: Corner, [toX, toY]: Corner): Rectangle {
  const half = 0.75
  return {
    left: Math.min(x, toX) - half,
    right: Math.max(x, toX) + half,
    top: Math.min(y, toY) - half,
    bottom: Math.max(y, toY) + half,
  }
}

/** Lines end at a border. */
const shrunk = ({ left, top, right, bottom }: Rectangle): Rectangle => ({
  left: left + 2,
  top: top + 2,
  right: right - 2,
  bottom: bottom - 2,
})
