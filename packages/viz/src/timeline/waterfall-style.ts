import { palettes, styleFor, type Palette, type Theme } from '../svg/palette.ts'
import { svgElement } from '../svg/svg-element.ts'
import { fontFamily } from '../svg/text-width.ts'
import type { Activity } from './activity.ts'

/** What fills the bars. Each has a contrast of at least 3 to the page (WCAG 2.2 §1.4.11). */
export const activityColours: Readonly<Record<'light' | 'dark', Readonly<Record<Activity, string>>>> = {
  light: {
    arrived: '#57606a',
    lookup: '#6e7781',
    leader: '#b35900',
    lease: '#a40e6c',
    origin: '#0969da',
    detached: '#7d4e00',
    direct: '#8250df',
    delivering: '#1a7f37',
    boarding: '#57606a',
    streaming: '#1b7c83',
    fenced: '#b3261e',
    committing: '#424a53',
  },
  dark: {
    arrived: '#b1bac4',
    lookup: '#8b949e',
    leader: '#e3a341',
    lease: '#f778ba',
    origin: '#58a6ff',
    detached: '#b88a3a',
    direct: '#bc8cff',
    delivering: '#3fb950',
    boarding: '#b1bac4',
    streaming: '#39c5cf',
    fenced: '#ff8f85',
    committing: '#d0d7de',
  },
}

/**
 * The waits for somebody else are striped, so that they are told from work without colours (WCAG 2.2 §1.4.1): by how many
 * degrees the stripes are turned.
 */
const stripes: { readonly [Name in Activity]?: number } = { leader: 45, lease: 90, fenced: 135 }

/** What all pictures of this kind are drawn with. */
export const waterfallStyle = (theme: Theme): string =>
  `${shared}\n${styleFor(theme, (palette) => colours(palette))}`

const shared = [
  `.waterfall text{font-family:${fontFamily};font-size:12px}`,
  '.waterfall .title{font-size:16px;font-weight:bold}',
  '.waterfall .key{font-size:13px;font-weight:bold}',
  '.waterfall .tick{font-size:11px}',
  '.waterfall .grid,.waterfall .cut{stroke-width:1}',
  '.waterfall .cut{stroke-dasharray:2 3}',
  '.waterfall .more{opacity:.8}',
  '.waterfall .connectors path{fill:none;stroke-width:1}',
  '.waterfall path.joined{stroke-dasharray:2 3}',
  '.waterfall path.begun{stroke-dasharray:6 3}',
  '.waterfall .connectors path.head{stroke:none}',
  '.waterfall .open,.waterfall .marker{stroke-width:1.5;fill:none;stroke-linejoin:round}',
  '.waterfall path.open{stroke-width:2}',
].join('\n')

const colours = (palette: Palette): string => {
  const { page, bar, border, text, muted, path } = palette
  const fills = Object.entries(activityColours[palette === palettes.dark ? 'dark' : 'light'])
  const rules = [
    ['.page', `fill:${page}`],
    ['text', `fill:${text}`],
    ['.muted', `fill:${muted}`],
    ['.head-band', `fill:${bar}`],
    ['.grid', `stroke:${bar}`],
    ['.cut', `stroke:${border}`],
    ['.connectors path', `stroke:${border}`],
    ['.connectors path.head', `fill:${border}`],
    ['path.open', `stroke:${text}`],
    ['.marker', `stroke:${page};fill:${text}`],
    // A disc of its own: on the colours of the bars it would hardly be seen.
    ['.clientGone', `fill:${page};stroke:${path.error}`],
    ['.failed', `fill:${page};stroke:${path.error}`],
    ['.deadline', `fill:${path.error}`],
    ['.bad', `fill:${path.error}`],
    ...fills.map(([activity, colour]) => fillOf(activity as Activity, colour)), // the record's own names
    ...fills.map(([activity, colour]) => [`.line-${activity}`, `stroke:${colour}`] as const),
    // Empty is a request of which nothing has become yet, and a flight that nobody has an answer from.
    ['.arrived', `fill:${page};stroke-dasharray:2 2`],
    ['.boarding', `fill:${page}`],
    ['.stripe', `fill:${page}`],
  ] as const
  return rules.map(([selector, rule]) => `.waterfall ${selector}{${rule}}`).join('\n')
}

const fillOf = (activity: Activity, colour: string): readonly [string, string] => {
  if (activity === 'boarding' || activity === 'arrived')
    return [`.${activity}`, `stroke:${colour};stroke-width:1`]
  if (stripes[activity] === undefined) return [`.${activity}`, `fill:${colour}`]
  return [`.${activity}`, `fill:url(#waterfall-${activity});stroke:${colour};stroke-width:1`]
}

/** The patterns of those that are striped. */
export const stripePatterns = (activities: readonly Activity[]): string =>
  activities
    .flatMap((activity) => {
      const turn = stripes[activity]
      return turn === undefined ? [] : [stripePattern(activity, turn)]
    })
    .join('')

const stripePattern = (activity: Activity, turn: number): string =>
  svgElement(
    'pattern',
    {
      ...{ id: `waterfall-${activity}`, width: 6, height: 6 },
      ...{ patternUnits: 'userSpaceOnUse', patternTransform: `rotate(${turn})` },
    },
    svgElement('rect', { class: 'stripe', width: 6, height: 6 }) +
      svgElement('path', { class: `line-${activity}`, 'stroke-width': 6, d: 'M0 0V6' }),
  )
