import { describe, expect, test } from '@jest/globals'
import { toSequence } from '@cachechart/viz'
import { hostileRecords, hostileTexts } from './hostile-records.ts'
import { readSequence } from './read-sequence.ts'
import { scenes, stampede } from './scenes.ts'
import { timelineOf } from './timeline-of.ts'

describe.each(Object.keys(scenes))('Mermaid reads the scene: %s', (name) => {
  test('with every line of it', async () => {
    const text = toSequence(timelineOf((await scenes[name]?.()) ?? []))
    const { participants, lines } = await readSequence(text)
    expect(participants).toContain('clients')
    const written = text.split('\n').filter((line) => /->>|-x|Note over/.test(line))
    expect(lines).toHaveLength(written.length)
    // Of whom nothing is known, nothing is said.
    expect(lines.filter((line) => /(?:^| > )\? /.test(line))).toEqual([])
  })
})

test('what happened stands in the order in which it did, with its time', async () => {
  const { lines } = await readSequence(toSequence(timelineOf((await scenes['failed leader']?.()) ?? [])))
  const page = '/products/4711?sort=price'
  const wanted = [
    `clients > #1 ${page}: +0 ms GET https://shop.example${page}`,
    `store > #2 ${page}: +5 ms lookup.joined (behind #1, nothing stored)`,
    `#2 ${page} > flight of #1: +5 ms follow`,
    `#1 ${page} > clients: +405 ms error`,
    `flight of #1: closed`,
    `#2 ${page}: waited 400 ms for its leader`,
    `flight of #1 > #2 ${page}: +405 ms flight.woken`,
    `#2 ${page} > origin: +405 ms ask`,
    `origin > #2 ${page}: +605 ms reply.store (status 200)`,
    `#3 ${page}: waited 600 ms for its leader`,
    `flight of #2 > #3 ${page}: +605 ms flight.shared (status 200)`,
    `store > flight of #2: +605 ms writer.done`,
  ]
  expect(lines.filter((line) => wanted.includes(line))).toEqual(wanted)
})

test('followers who went alike are one note', async () => {
  const { lines, participants } = await readSequence(toSequence(timelineOf(await stampede(40))))
  expect(lines.filter((line) => line.endsWith('37 more like this'))).toHaveLength(1)
  expect(participants.length).toBeLessThan(12)
})

test('no more take part, and no more is said, than fits; the rest is counted', async () => {
  const timeline = timelineOf(await stampede(40))
  const text = toSequence(timeline, { rows: 'unfolded', participants: 5, messages: 10 })
  const { lines, participants } = await readSequence(text)
  expect(participants.filter((name) => /^#|flight/.test(name))).toHaveLength(5)
  expect(lines).toHaveLength(11)
  expect(lines.at(-1)).toMatch(/39 transactions and flights more are not shown, \d+ lines more are not shown/)
})

test('a recording in which nothing happened is a diagram without lines', async () => {
  expect(await readSequence(toSequence(timelineOf([])))).toEqual({ participants: [], lines: [] })
})

test.each(hostileTexts.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
  'what somebody else has written is text and nothing else: %s',
  async (_, text) => {
    const harmless = await readSequence(toSequence(timelineOf(await hostileRecords('harmless'))))
    const { lines, participants } = await readSequence(toSequence(timelineOf(await hostileRecords(text))))
    expect(lines).toHaveLength(harmless.lines.length)
    expect(participants).toHaveLength(harmless.participants.length)
    const shape = (line: string) => /\+\d+ ms/.exec(line)?.[0]
    expect(lines.map(shape)).toEqual(harmless.lines.map(shape))
  },
)
