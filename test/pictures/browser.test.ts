import { describe, expect, jest, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { toDiagram, toSvg, type OverlayTone } from '@cachechart/viz'
import { createMachine } from 'xstate'
import { describeWithChromium } from './describe-with-chromium.ts'
import { measureInBrowser } from './measure-in-browser.ts'
import { geometryOf, isInside, overlap, pairsOf } from './picture-geometry.ts'

// Laying out takes a second, or ten of them where the machine has much other work.
jest.setTimeout(180_000)

/** Does the work when it is first asked for, and again only after a failure: a test that is tried once more shall be tried. */
function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let begun: Promise<Result> | undefined
  return () =>
    (begun ??= work().catch((error: unknown) => {
      begun = undefined
      throw error
    }))
}

describeWithChromium('in a browser', () => {
  describe.each([transactionMachine, flightMachine])('the picture of the $id machine', (machine) => {
    const draw = once(() => toSvg(toDiagram(machine), { theme: 'auto' }))
    const measure = once(async () => measureInBrowser(await draw(), 'light'))

    test('has every text, none longer than it was measured, and none below 11 pixels', async () => {
      const [{ texts }, expected] = [await measure(), geometryOf(await draw()).texts]
      expect(texts.map(({ text }) => text)).toEqual(expected.map(({ text }) => text))
      const long = texts.filter(({ length }, index) => {
        const { left = 0, right = 0 } = expected[index] ?? {}
        return length > right - left + 0.5
      })
      expect(long).toEqual([])
      expect(Math.min(...texts.map(({ size }) => size))).toBeGreaterThanOrEqual(11)
    })

    test('has every text within the picture, and across no border of a box', async () => {
      const [{ texts }, { width, height, frames }] = [await measure(), geometryOf(await draw())]
      const whole = { left: 0, top: 0, right: width, bottom: height }
      const letters = texts.map((text) => ({ ...text, top: text.bottom - text.size }))
      expect(letters.filter((text) => !isInside(text, whole))).toEqual([])
      const cut = letters.filter((text) =>
        frames.some((frame) => overlap(text, frame) && !isInside(text, frame)),
      )
      expect(cut.map(({ text }) => text)).toEqual([])
      expect(pairsOf(letters, overlap).map((pair) => pair.map(({ text }) => text))).toEqual([])
    })

    test('is dark for whoever has asked for that, and light for others', async () => {
      const [light, dark] = [await measure(), await measureInBrowser(await draw(), 'dark')]
      expect([light.page, light.texts[0]?.fill]).toEqual(['rgb(255, 255, 255)', 'rgb(31, 35, 40)'])
      expect([dark.page, dark.texts[0]?.fill]).toEqual(['rgb(13, 17, 23)', 'rgb(240, 246, 252)'])
      const differ = dark.texts.filter(({ fill }, index) => fill !== light.texts[index]?.fill)
      expect(differ.length).toBe(dark.texts.length)
    })
  })
  test('a transition within a state has the colour of its own mark, and without one that of its path', async () => {
    const go = { again: { actions: 'count' }, other: {} }
    const diagram = toDiagram(createMachine({ initial: 'a', states: { a: { on: go } } }))
    const [again] = diagram.edges
    const tones = ['covered', 'partly'] as const
    const fillsOf = async (state: OverlayTone, edge: OverlayTone): Promise<(string | undefined)[]> => {
      const svg = await toSvg(diagram, {
        overlay: {
          title: '',
          states: new Map([['a', { tone: state, note: 'here' }]]),
          edges: new Map([[again?.id ?? '', { tone: edge, note: '' }]]),
          legend: tones.map((tone) => ({ tone, text: tone })),
          rest: 'plain',
        },
      })
      const { texts } = await measureInBrowser(svg, 'light')
      const written = [/^. a$/u, /^here$/, /^. again$/u, /^other$/, /^. covered$/u, /^. partly$/u]
      return written.map((words) => texts.find(({ text }) => words.test(text))?.fill)
    }
    const [name, note, marked, plain, covered, partly] = await fillsOf('partly', 'covered')
    expect([name, note, marked]).toEqual([partly, partly, covered])
    expect(new Set([plain, covered, partly]).size).toBe(3)
    expect(await fillsOf('covered', 'partly')).toEqual([covered, covered, partly, plain, covered, partly])
  })
})
