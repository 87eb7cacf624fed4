import { toneSigns } from '../svg/palette.ts'
import { pathMeanings, pathSigns } from '../text/path-signs.ts'
import { dotHtml, dotLabel, dotName } from './dot-text.ts'
import { dotPalette, type DotWriting } from './dot-writing.ts'

/** What signs and colours mean, in a frame of its own; none where nothing needs it. */
export function dotLegend({ diagram, overlay, names }: DotWriting): string[] {
  const drawn = new Set(diagram.edges.map(({ path }) => path))
  const paths = pathMeanings.filter(([path]) => drawn.has(path))
  const rows = [
    ...paths.map(([path, meaning]) => legendRow(dotPalette.path[path], pathSigns[path], meaning)),
    ...(overlay?.legend ?? []).map(({ tone, text }) =>
      legendRow(dotPalette.tone[tone], toneSigns[tone], text),
    ),
  ]
  if (rows.length === 0) return []
  const table = `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">${rows.join('')}</TABLE>`
  return [
    'subgraph "cluster_" {',
    `  graph [label=${dotLabel('<B>Legend</B>')}, style="rounded,dashed", color="${dotPalette.border}", tooltip="Legend"]`,
    `  ${dotName(names.next('legend'))} [shape=plain, style="", label=${dotLabel(table)}, tooltip="Legend"]`,
    '}',
  ]
}

function legendRow(colour: string, sign: string, meaning: string): string {
  const coloured = (text: string): string => `<FONT COLOR="${colour}">${dotHtml(text)}</FONT>`
  return `<TR><TD>${coloured(sign)}</TD><TD ALIGN="LEFT">${coloured(meaning)}</TD></TR>`
}
