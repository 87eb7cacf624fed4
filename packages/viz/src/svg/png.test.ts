import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import { toDiagram } from '../to-diagram.ts'
import { svgToPng } from './svg-to-png.ts'
import { toPng } from './to-png.ts'
import { toSvg } from './to-svg.ts'

const door = toDiagram(
  createMachine({
    id: 'door',
    initial: 'open',
    states: { open: { on: { push: 'shut' } }, shut: { on: { pull: 'open' } } },
  }),
)

/** PNG, third edition, §11.2.1: the size stands in the first chunk. */
function sizeOf(png: Uint8Array): [width: number, height: number] {
  const view = new DataView(png.buffer, png.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

describe('a PNG', () => {
  test('is as large as the SVG, or as many times as is asked for', async () => {
    const svg = await toSvg(door)
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.map(Number) ?? []
    const sizes = [sizeOf(await svgToPng(svg)), sizeOf(await svgToPng(svg, { scale: 2 }))]
    expect(sizes).toEqual([
      [width, height],
      [2 * (width ?? 0), 2 * (height ?? 0)],
    ])
  })

  test('has the same bytes for the same diagram', async () => {
    const [one, other] = [await toPng(door), await toPng(door)]
    expect(Buffer.compare(one, other)).toBe(0)
    expect(Buffer.from(one.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  })

  test('is light where the SVG follows the system', async () => {
    const [light, auto, dark] = await Promise.all(
      (['light', 'auto', 'dark'] as const).map((theme) => toPng(door, { theme })),
    )
    expect(Buffer.compare(light ?? Buffer.of(), auto ?? Buffer.of())).toBe(0)
    expect(Buffer.compare(light ?? Buffer.of(), dark ?? Buffer.of())).not.toBe(0)
  })

  test('shows text: a picture without its text has other bytes', async () => {
    const svg = await toSvg(door)
    const mute = svg.replaceAll(/<text[^>]*>[^<]*<\/text>/g, '')
    expect((await svgToPng(mute)).length).toBeLessThan((await svgToPng(svg)).length)
  })
})

describe('what cannot be a PNG', () => {
  test('is refused before memory is asked for, where it would be too large', async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1000000" height="1000000" viewBox="0 0 9 9"/>'
    await expect(svgToPng(svg)).rejects.toMatchObject({ code: 'ERR_PICTURE', reason: 'too large' })
    await expect(svgToPng(svg)).rejects.toThrow('It would have 1000000 × 1000000 pixels')
    await expect(toPng(door, { pixels: 100 })).rejects.toMatchObject({ reason: 'too large' })
  })

  test.each([0, -1, Number.NaN, Infinity, 11])('is refused for a scale of %p', async (scale) => {
    await expect(toPng(door, { scale })).rejects.toThrow(RangeError)
  })

  test.each(['', 'no SVG', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><g>'])(
    'is refused where it is no picture of this package: %p',
    async (text) => {
      await expect(svgToPng(text)).rejects.toMatchObject({
        code: 'ERR_PICTURE',
        reason: 'cannot be rasterised',
      })
    },
  )
})
