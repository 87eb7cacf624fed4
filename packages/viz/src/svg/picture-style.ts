import type { OverlayTone } from '../overlay.ts'
import { linePatterns, type Palette, styleFor, type Theme } from './palette.ts'
import { fontFamily } from './text-width.ts'

/** The class of a picture: its rules are for it alone, also where several pictures stand in one page. */
export const pictureClass = (theme: Theme): string => `cachechart-${theme}`

/** The style sheet of a picture. */
export function pictureStyle(theme: Theme): string {
  const scope = `.${pictureClass(theme)}`
  const fixed = [
    `${scope} text { font-family: ${fontFamily}; white-space: pre }`,
    `${scope} .line { fill: none; stroke-width: 1.5; stroke-linejoin: round }`,
    `${scope} .bold { font-weight: 600 }`,
    ...patterns.map(([path, dashes]) => `${scope} .path-${path} .line { stroke-dasharray: ${dashes} }`),
    `${scope} .toned .line, ${scope} .toned .frame { stroke-width: 2.5 }`,
    `${scope} .tone-rest .line { stroke-width: 1 }`,
    `${scope} .region > .frame { stroke-dasharray: 6 4 }`,
  ]
  return `${fixed.join('\n')}\n${styleFor(theme, (palette) => colours(scope, palette))}`
}

const patterns = Object.entries(linePatterns).filter(([, dashes]) => dashes !== 'none')

function colours(scope: string, palette: Palette): string {
  const rule = (selectors: string, property: 'fill' | 'stroke', colour: string): string =>
    `${selectors.replace(/(^|, )/g, `$1${scope} `)} { ${property}: ${colour} }`
  const paths = Object.entries(palette.path).flatMap(([path, colour]) => [
    rule(`.path-${path} .line`, 'stroke', colour),
    rule(`.path-${path} .head, .path-${path} text`, 'fill', colour),
  ])
  const tones = Object.entries(palette.tone).flatMap(([tone, colour]) => [
    rule(`.tone-${tone} .line, .tone-${tone} .frame`, 'stroke', colour),
    // A transition that is told of in the box of a state has a tone of its own, or none.
    rule(`.tone-${tone} .head, .tone-${tone} > text, .tone-${tone} > .name > text`, 'fill', colour),
  ])
  return [
    rule('.page', 'fill', palette.page),
    rule('.box', 'fill', palette.box),
    rule('.group', 'fill', palette.group),
    rule('.bar', 'fill', palette.bar),
    rule('.frame, .rule', 'stroke', palette.border),
    rule('.start', 'fill', palette.text),
    rule('text, .badge', 'fill', palette.text),
    rule('.quiet', 'fill', palette.muted),
    ...paths,
    ...tones,
    // What is said of a marked state is as quiet as that of any other.
    rule('.state .quiet', 'fill', palette.muted),
  ].join('\n')
}

/** The classes of what is marked, or not, beside others. */
export const toneClasses = (shown: OverlayTone | 'plain' | 'rest'): string => {
  if (shown === 'plain') return ''
  return shown === 'rest' ? ' tone-rest' : ` toned tone-${shown}`
}
