import { describe, expect, test } from '@jest/globals'
import { toWaterfall, type Timeline } from '@cachechart/viz'
import { hostileRecords, hostileTexts } from './hostile-records.ts'
import { readSvg } from './read-svg.ts'
import { recordedStage, scenes, stampede } from './scenes.ts'
import { timelineOf } from './timeline-of.ts'

const textsOf = (svg: string): string[] =>
  readSvg(svg)
    .filter(({ name }) => name === 'text')
    .map(({ text }) => text)

const empty: Timeline = timelineOf([])

describe.each(Object.keys(scenes))('the waterfall of the scene: %s', (name) => {
  const timeline = (async () => timelineOf((await scenes[name]?.()) ?? []))()

  test('is well-formed, has a title and a description, and no script', async () => {
    const elements = readSvg(toWaterfall(await timeline, { title: name }))
    expect(elements.at(-1)).toMatchObject({ name: 'svg', attributes: { role: 'img' } })
    const ids = elements.at(-1)?.attributes['aria-labelledby']?.split(' ')
    const named = elements.filter(({ attributes }) => ids?.includes(attributes['id'] ?? ''))
    expect(named.map((element) => element.name)).toEqual(['title', 'desc'])
    expect(named[0]?.text).toBe(name)
    expect(elements.filter((element) => element.name === 'script')).toEqual([])
  })

  test('has a line for each transaction and each flight that is not folded', async () => {
    const { transactions, flights } = await timeline
    const texts = textsOf(toWaterfall(await timeline, { rows: 'unfolded' }))
    const lines = texts.filter((text) => /^[a-z]*#\d+ /.test(text))
    expect(lines).toHaveLength(transactions.length)
    expect(texts.filter((text) => text.startsWith('flight of '))).toHaveLength(flights.length)
  })

  test('has nothing outside of itself, and no bar outside of the time', async () => {
    const elements = readSvg(toWaterfall(await timeline, { width: 1_000 }))
    const height = Number(elements.at(-1)?.attributes['height'])
    for (const { name: kind, attributes } of elements) {
      const { x, y, width } = attributes
      if (x === undefined || (kind !== 'rect' && kind !== 'text')) continue
      expect(Number(x)).toBeGreaterThanOrEqual(0)
      expect(Number(x) + Number(width ?? 0)).toBeLessThanOrEqual(1_000)
      expect(Number(y)).toBeLessThanOrEqual(height)
    }
  })

  test('has the same bytes whenever it is drawn', async () => {
    const again = structuredClone(await timeline)
    expect(toWaterfall(again)).toBe(toWaterfall(await timeline))
  })
})

test('forty followers who went alike take four lines, and all of them where that is asked for', async () => {
  const timeline = timelineOf(await stampede(40))
  expect(textsOf(toWaterfall(timeline))).toContain('… 37 more like this')
  expect(textsOf(toWaterfall(timeline, { rows: 'unfolded' })).join('\n')).not.toContain('more like this')
})

test('followers whom only a tick of the clock tells apart went alike', async () => {
  const records = await stampede(40)
  const early = records.map((record) =>
    record.kind === 'begin' && record.id % 2 === 0 ? { ...record, at: record.at - 1 } : record,
  )
  expect(early).not.toEqual(records)
  const rowsOf = (some: typeof records) =>
    textsOf(toWaterfall(timelineOf(some))).filter((text) => /#\d| more /.test(text))
  expect(rowsOf(early)).toHaveLength(rowsOf(records).length)
})

test('a long recording is cut, and says how much of it is not drawn', async () => {
  const timeline = timelineOf(await stampede(40))
  const texts = textsOf(toWaterfall(timeline, { rows: 'unfolded', rowLimit: 10 }))
  expect(texts.filter((text) => text.startsWith('#'))).toHaveLength(9)
  expect(texts).toContain('34 more are not drawn')
})

test('whoever waited is joined to the flight that it waited for, and to what told it to go on', async () => {
  const timeline = timelineOf(await stampede(3))
  const paths = readSvg(toWaterfall(timeline)).filter(({ name }) => name === 'path')
  const ofClass = (name: string) => paths.filter(({ attributes }) => attributes['class'] === name)
  // The three joined at two moments, those who came late at a third.
  expect(ofClass('woken head').length).toBeGreaterThanOrEqual(2)
  expect(ofClass('joined').length).toBeGreaterThanOrEqual(2)
})

test('themes differ in their colours alone, and the one that follows the reader has both', () => {
  const [light, dark, auto] = (['light', 'dark', 'auto'] as const).map((theme) =>
    toWaterfall(empty, { theme }),
  )
  const withoutStyle = (svg = '') => svg.replace(/<style>[^]*<\/style>/, '')
  expect(withoutStyle(dark)).toBe(withoutStyle(light))
  expect(dark).not.toBe(light)
  expect(auto).toContain('prefers-color-scheme: dark')
})

test.each(hostileTexts.map((text) => [JSON.stringify(text).slice(0, 40), text]))(
  'what somebody else has written is text and nothing else: %s',
  async (_, text) => {
    const svg = toWaterfall(timelineOf(await hostileRecords(text)), { title: text, width: 900 })
    const known = ['svg', 'title', 'desc', 'style', 'defs', 'pattern', 'rect', 'text', 'g', 'path', 'line']
    for (const { name, attributes } of readSvg(svg)) {
      expect(known).toContain(name)
      expect(Object.keys(attributes).filter((attribute) => /^on|href/i.test(attribute))).toEqual([])
    }
    // oxlint-disable-next-line no-control-regex -- these are what must not be there
    expect(svg).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e]/)
  },
)

test('no text is so wide that it reaches over its column', async () => {
  const timeline = timelineOf(await hostileRecords('Wide m '.repeat(300)))
  for (const text of textsOf(toWaterfall(timeline, { width: 900, title: 'W'.repeat(999) })))
    expect(text.length).toBeLessThan(160)
})

test('a thousand transactions are drawn in less than five seconds, on a busy machine, too', async () => {
  const { ask, pass, backend, records } = recordedStage()
  for (let count = 0; count < 1_000; count += 1) {
    backend.reply({ fields: ['Cache-Control', count % 3 === 0 ? 'no-store' : 'max-age=1'] }, 'x')
    ask(`https://shop.example/${count % 90}`)
    if (count % 5 === 0) await pass(7)
  }
  await pass(10)
  const begun = performance.now()
  const timeline = timelineOf(records)
  const svg = toWaterfall(timeline)
  expect(performance.now() - begun).toBeLessThan(5_000)
  expect(timeline.transactions.length).toBeGreaterThanOrEqual(1_000)
  expect(svg.length).toBeLessThan(2_000_000)
})

test('a width in which there is no room is refused', () => {
  for (const width of [0, 899, Number.NaN, Infinity])
    expect(() => toWaterfall(empty, { width })).toThrow(RangeError)
})
