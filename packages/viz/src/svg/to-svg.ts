import type { Diagram } from '../diagram.ts'
import type { ShowOptions } from '../overlay.ts'
import { drawSvg } from './draw-svg.ts'
import { layOut } from './lay-out.ts'
import type { Theme } from './palette.ts'
import { type PictureLimits, refuseTooLarge } from './picture-limits.ts'
import { pictureParts } from './picture-parts.ts'

/** How a picture is to look. */
export interface SvgOptions extends ShowOptions {
  /** `light` by default; `auto` follows what whoever looks at it has chosen for their system. */
  readonly theme?: Theme | undefined
  /** Up to which size a diagram is drawn. */
  readonly limits?: Partial<PictureLimits> | undefined
}

/**
 * Draws a diagram as SVG: the same bytes for the same diagram. It holds no script and refers to nothing outside of it,
 * and all that comes from the machine is escaped. Each state and each arrow says more where somebody points at it.
 *
 * Where everything lies is found by ELK, which takes from some hundredths of a second to some seconds.
 *
 * @throws PictureError (`ERR_PICTURE`) where the diagram is larger than the limits, or cannot be laid out.
 * @example
 * const svg = await toSvg(toDiagram(flightMachine), { theme: 'auto' })
 * svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg"') // true
 */
export async function toSvg(diagram: Diagram, options: SvgOptions = {}): Promise<string> {
  refuseTooLarge(diagram, options.limits)
  const parts = pictureParts(diagram, options)
  return drawSvg({
    diagram,
    parts,
    placed: await layOut(parts),
    theme: options.theme ?? 'light',
    overlay: options.overlay,
  })
}
