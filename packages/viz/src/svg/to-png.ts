import type { Diagram } from '../diagram.ts'
import { type PngOptions, svgToPng } from './svg-to-png.ts'
import { type SvgOptions, toSvg } from './to-svg.ts'

/**
 * Draws a diagram as PNG: see {@link toSvg} and {@link svgToPng}.
 *
 * @throws PictureError (`ERR_PICTURE`); RangeError for a scale that is none.
 * @example
 * const png = await toPng(toDiagram(flightMachine), { scale: 2, theme: 'dark' })
 * png.length > 1000 // true
 */
export async function toPng(diagram: Diagram, options: SvgOptions & PngOptions = {}): Promise<Uint8Array> {
  return svgToPng(await toSvg(diagram, options), options)
}
