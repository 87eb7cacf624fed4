import { expect, test } from '@jest/globals'
import { toTimelineText } from '@cachechart/viz'
import { hostileRecords, hostileTexts } from './hostile-records.ts'
import { scenes, stampede } from './scenes.ts'
import { timelineOf } from './timeline-of.ts'

test('a terminal is told what came of each, what it waited for, and each of its steps', async () => {
  const text = toTimelineText(timelineOf((await scenes['failed leader']?.()) ?? []), { width: 80 })
  expect(text.split('\n')).toEqual([
    '4 transactions · 2 flights · 1 key · 605 ms from 2023-11-14T22:13:20.000Z',
    '░ waits for its leader   ▓ waits for the origin   ─ flight: no reply yet',
    '',
    'https://shop.example/products/4711?sort=price',
    '#1 GET /products/4711?sort=price  error · 405 ms',
    '  │▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓                          │',
    '      +0 ms  request.lookup → awaitCache',
    '      +0 ms  lookup.obliged → awaitBackend.attached  (nothing stored)',
    '    +405 ms  reply.failed → failed  (ERR_BACKEND_FAILED: the backend failed: co…',
    '  flight of #1, 3 followers  reply.failed · 405 ms',
    '  │──────────────────────────────────────────────────                          │',
    '#2 GET /products/4711?sort=price  miss.leader 200 · 600 ms, from +5 ms',
    '  │ ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓ │',
    '      +0 ms  request.lookup → awaitCache',
    '      +0 ms  lookup.joined → awaitFlight  (behind #1, nothing stored)',
    '    +400 ms  flight.woken → awaitBackend.attached',
    '    +600 ms  reply.store → delivering  (status 200)',
    '    +600 ms  delivery.done → delivered',
    '  flight of #2, 2 followers  stored · 200 ms',
    '  │                                                  ───────────────────────── │',
    '#3 GET /products/4711?sort=price  miss.follower 200 · 600 ms, from +5 ms',
    '  │ ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ │',
    '      +0 ms  request.lookup → awaitCache',
    '      +0 ms  lookup.joined → awaitFlight  (behind #1, nothing stored)',
    '    +600 ms  flight.shared → delivering  (status 200)',
    '    +600 ms  delivery.done → delivered',
    '#4 GET /products/4711?sort=price  miss.follower 200 · 600 ms, from +5 ms',
    '  │ ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░ │',
    '      +0 ms  request.lookup → awaitCache',
    '      +0 ms  lookup.joined → awaitFlight  (behind #1, nothing stored)',
    '    +600 ms  flight.shared → delivering  (status 200)',
    '    +600 ms  delivery.done → delivered',
    '',
  ])
})

test('bars alone are shown where steps are not wanted', async () => {
  const timeline = timelineOf(await stampede(4))
  const text = toTimelineText(timeline, { steps: 'hidden' })
  expect(text).not.toContain('request.lookup')
  expect(text.match(/│.*│/g)).toHaveLength(timeline.transactions.length + timeline.flights.length)
})

test.each([40, 80, 133])('no line is wider than %i columns', async (width) => {
  for (const scene of Object.values(scenes)) {
    const lines = toTimelineText(timelineOf(await scene()), { width }).split('\n')
    expect(lines.filter((line) => line.length > width)).toEqual([])
  }
})

test('colours come only where they are asked for', async () => {
  const timeline = timelineOf((await scenes['failed leader']?.()) ?? [])
  const coloured = toTimelineText(timeline, { colour: 'ansi' })
  expect(coloured).toContain('\u001b[31merror')
  // oxlint-disable-next-line no-control-regex -- a terminal's own codes
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(toTimelineText(timeline))
})

test.each(hostileTexts.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
  'a terminal obeys nothing that somebody else has written: %s',
  async (_, text) => {
    const written = toTimelineText(timelineOf(await hostileRecords(text)))
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
    expect(written.isWellFormed()).toBe(true)
    const harmless = toTimelineText(timelineOf(await hostileRecords('harmless')))
    expect(Math.abs(written.split('\n').length - harmless.split('\n').length)).toBeLessThanOrEqual(2)
  },
)

test('a width in which there is no room is refused', () => {
  const empty = timelineOf([])
  for (const width of [0, 39, Number.NaN, Infinity])
    expect(() => toTimelineText(empty, { width })).toThrow(RangeError)
})
