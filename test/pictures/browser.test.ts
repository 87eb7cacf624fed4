import { describe, expect, jest, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { toDiagram, toSvg } from '@cachechart/viz'
import { describeWithChromium } from './describe-with-chromium.ts'
import { measureInBrowser } from './measure-in-browser.ts'
import { geometryOf, isInside, overlap, pairsOf } from './picture-geometry.ts'

// Laying out takes a second, or ten of them where the machine has much other work.
jest.setTimeout(180_000)

describeWithChromium('in a browser', () => {
  describe.each([transactionMachine, flightMachine])('the picture of the $id machine', (machine) => {
    const drawing = toSvg(toDiagram(machine), { theme: 'auto' })
    const measuring = drawing.then((svg) => measureInBrowser(svg, 'light'))

    test('has every text, none longer than it was measured, and none below 11 pixels', async () => {
      const [{ texts }, expected] = [await measuring, geometryOf(await drawing).texts]
      expect(texts.map(({ text }) => text)).toEqual(expected.map(({ text }) => text))
      const long = texts.filter(({ length }, index) => {
        const { left = 0, right = 0 } = expected[index] ?? {}
        return length > right - left + 0.5
      })
      expect(long).toEqual([])
      expect(Math.min(...texts.map(({ size }) => size))).toBeGreaterThanOrEqual(11)
    })

    test('has every text within the picture, and across no border of a box', async () => {
      const [{ texts }, { width, height, frames }] = [await measuring, geometryOf(await drawing)]
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
      const [light, dark] = [await measuring, await measureInBrowser(await drawing, 'dark')]
      expect([light.page, light.texts[0]?.fill]).toEqual(['rgb(255, 255, 255)', 'rgb(31, 35, 40)'])
      expect([dark.page, dark.texts[0]?.fill]).toEqual(['rgb(13, 17, 23)', 'rgb(240, 246, 252)'])
      const differ = dark.texts.filter(({ fill }, index) => fill !== light.texts[index]?.fill)
      expect(differ.length).toBe(dark.texts.length)
    })
  })
})
