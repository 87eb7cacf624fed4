import {
  toDot,
  toJson,
  toMermaid,
  toPng,
  toSvg,
  toText,
  type Diagram,
  type ShowOptions,
} from '@cachechart/viz'
import { textLook, type LookOptions } from '../look-options.ts'
import type { Screen } from '../terminal.ts'
import type { DiagramFormat } from './diagram-options.ts'

/** How it is to look. */
export interface DiagramLook extends LookOptions, ShowOptions {
  readonly scale?: number
  readonly screen: Screen | undefined
}

/** A diagram in one of the formats. */
export async function writeFormat(
  diagram: Diagram,
  format: DiagramFormat,
  { overlay, edges, theme, scale, screen, ...look }: DiagramLook,
): Promise<string | Uint8Array> {
  const show = { overlay, edges }
  switch (format) {
    case 'mermaid':
      return toMermaid(diagram, show)
    case 'dot':
      return toDot(diagram, show)
    case 'text':
      return toText(diagram, { ...show, ...textLook({ theme, ...look }, screen) })
    case 'json':
      return toJson(diagram)
    case 'svg':
      return toSvg(diagram, { ...show, theme })
    case 'png':
      return toPng(diagram, { ...show, theme, ...(scale === undefined ? {} : { scale }) })
  }
}
