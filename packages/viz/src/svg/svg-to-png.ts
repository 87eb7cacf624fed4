import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Resvg } from '@resvg/resvg-wasm'
import { PictureError } from './picture-error.ts'

/** How an SVG becomes pixels. */
export interface PngOptions {
  /** Pixels for each pixel of the SVG: from 0.1 to 10, by default 1. */
  readonly scale?: number | undefined
  /** A colour of CSS behind what the SVG leaves transparent. By default nothing is. */
  readonly background?: string | undefined
  /** Up to how many pixels there may be; by default 64 million, for which a quarter of a gigabyte of memory is needed. */
  readonly pixels?: number | undefined
  /** Fonts (TrueType or OpenType files) for letters that Inter has not: it has those of Latin, Greek and Cyrillic. */
  readonly fonts?: readonly Uint8Array[] | undefined
}

const mostPixels = 64_000_000

/**
 * Makes a PNG of an SVG that this package has drawn: the same bytes for the same SVG, on every computer, for no font of the
 * system is looked at. A picture of theme `auto` is light.
 *
 * It needs files: this function is for Node and what is like it, not for browsers, which draw an SVG themselves.
 *
 * @throws PictureError (`ERR_PICTURE`, `too large` or `cannot be rasterised`); RangeError for a scale that is none.
 * @example
 * const svg = await toSvg(toDiagram(flightMachine))
 * const png = await svgToPng(svg, { scale: 2 })
 * png[1] === 'P'.charCodeAt(0) // true
 */
export async function svgToPng(svg: string, options: PngOptions = {}): Promise<Uint8Array> {
  const { scale = 1, background, pixels = mostPixels, fonts = [] } = options
  if (!(scale >= 0.1 && scale <= 10)) {
    throw new RangeError(`The scale of a picture is from 0.1 to 10, not ${scale}.`)
  }
  refuseTooLarge(svg, { scale, pixels })
  const { Rasteriser, fontBuffers } = await prepare()
  try {
    const drawing = new Rasteriser(svg, {
      font: { fontBuffers: [...fontBuffers, ...fonts], defaultFontFamily: 'Inter', sansSerifFamily: 'Inter' },
      fitTo: { mode: 'zoom', value: scale },
      ...(background === undefined ? {} : { background }),
    })
    return pngOf(drawing)
  } catch (error) {
    throw new PictureError('cannot be rasterised', String(error), { cause: error })
  }
}

/** Its memory is not JavaScript's: what is not freed stays. */
function pngOf(drawing: InstanceType<typeof Resvg>): Uint8Array {
  try {
    const image = drawing.render()
    try {
      return image.asPng()
    } finally {
      image.free()
    }
  } finally {
    drawing.free()
  }
}

const sizeOf = /^<svg\b[^>]* width="([\d.]+)" height="([\d.]+)"/

/** It is refused before memory is asked for. */
function refuseTooLarge(
  svg: string,
  { scale, pixels }: { readonly scale: number; readonly pixels: number },
): void {
  const [, width, height] = sizeOf.exec(svg) ?? []
  if (width === undefined || height === undefined) {
    throw new PictureError(
      'cannot be rasterised',
      'The SVG does not begin as those do that this package draws',
    )
  }
  const [across, down] = [Math.ceil(Number(width) * scale), Math.ceil(Number(height) * scale)]
  if (across * down <= pixels) return
  throw new PictureError('too large', `It would have ${across} × ${down} pixels; drawn are up to ${pixels}`)
}

interface Prepared {
  readonly Rasteriser: typeof Resvg
  readonly fontBuffers: readonly Uint8Array[]
}

let prepared: Promise<Prepared> | undefined

/** The program is WebAssembly, which can be started once; the fonts come with this package. */
function prepare(): Promise<Prepared> {
  prepared ??= load()
  return prepared
}

async function load(): Promise<Prepared> {
  const { initWasm, Resvg: Rasteriser } = await import('@resvg/resvg-wasm')
  const [program, ...fontBuffers] = await Promise.all(
    [
      import.meta.resolve('@resvg/resvg-wasm/index_bg.wasm'),
      import.meta.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
      import.meta.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
    ].map((url) => readFile(fileURLToPath(url))),
  )
  await initWasm(program ?? new Uint8Array())
  return { Rasteriser, fontBuffers }
}
