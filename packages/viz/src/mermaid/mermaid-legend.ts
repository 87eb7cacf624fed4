import { palettes, toneSigns } from '../svg/palette.ts'
import { pathMeanings } from '../text/path-signs.ts'
import { mermaidPathSigns } from './mermaid-arrows.ts'
import { mermaidText, mermaidTitle } from './mermaid-text.ts'
import type { MermaidWriting } from './mermaid-writing.ts'

/** For what is drawn and is no state of the machine. */
const asideClass = 'aside'

/** What signs and marks mean, in a box of its own. */
export function mermaidLegend({ diagram, overlay, legend }: MermaidWriting): string[] {
  if (legend === null) return []
  const drawn = new Set(diagram.edges.map(({ path }) => path))
  const paths = pathMeanings.filter(([path]) => drawn.has(path))
  const lines = [
    ...paths.map(([path, meaning]) => `${mermaidPathSigns[path]} ${mermaidText(meaning)}`),
    ...(overlay?.legend ?? []).map(({ tone, text }) => mermaidText(`${toneSigns[tone]} ${text}`)),
  ]
  const title = mermaidTitle(overlay?.title ?? 'Legend')
  return [`state "${title}" as ${legend}`, ...lines.map((line) => `${legend} : ${line}`)]
}

/** The colours of marked states, and the dashes of what is no state. */
export function mermaidClasses({ diagram, overlay, ids, wholes, frame, legend }: MermaidWriting): string[] {
  const light = palettes.light
  const asides = [...wholes.values(), frame, legend].filter((id) => id !== null)
  const marked = Map.groupBy(diagram.states, ({ id }) => overlay?.states.get(id)?.tone ?? 'rest')
  const shown = [...marked].filter(([tone]) => tone !== 'rest' || overlay?.rest === 'faded')
  const aside = `fill:${light.group},color:${light.text},stroke-dasharray:4 3`
  return [
    ...(asides.length === 0
      ? []
      : [`classDef ${asideClass} ${aside}`, `class ${asides.join(',')} ${asideClass}`]),
    ...shown.flatMap(([tone, states]) => [
      tone === 'rest'
        ? `classDef rest fill:${light.box},color:${light.tone.rest},stroke:${light.tone.rest}`
        : `classDef ${tone} fill:${light.box},color:${light.text},stroke:${light.tone[tone]},stroke-width:3px`,
      `class ${states.map(({ id }) => ids.of(id)).join(',')} ${tone}`,
    ]),
  ]
}
