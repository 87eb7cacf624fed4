import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { chromiumBinary } from './chromium-binary.ts'
import type { Rectangle } from './picture-geometry.ts'

/** A text as a browser has set it, in pixels of the picture. */
interface MeasuredText extends Rectangle {
  readonly text: string
  /** How long its line is, without the room around letters. */
  readonly length: number
  /** As CSS computes it: `rgb(31, 35, 40)`. */
  readonly fill: string
  readonly size: number
}

/** What a browser says of a picture. */
interface MeasuredPicture {
  readonly texts: readonly MeasuredText[]
  /** The colour of what all lies on. */
  readonly page: string
}

const script = `
const svg = document.querySelector('svg')
const origin = svg.getBoundingClientRect()
const texts = [...svg.querySelectorAll('text')].map((text) => {
  const { left, top, right, bottom } = text.getBoundingClientRect()
  const { fill, fontSize } = getComputedStyle(text)
  return {
    text: text.textContent, length: text.getComputedTextLength(), fill, size: Number.parseFloat(fontSize),
    left: left - origin.left, top: top - origin.top, right: right - origin.left, bottom: bottom - origin.top,
  }
})
const page = getComputedStyle(svg.querySelector('.page')).fill
document.body.textContent = encodeURIComponent(JSON.stringify({ texts, page }))
`

/** Opens a picture in a browser without a window, whose user has asked for light or for dark, and measures its texts. */
export async function measureInBrowser(svg: string, asked: 'light' | 'dark'): Promise<MeasuredPicture> {
  const folder = mkdtempSync(join(tmpdir(), 'cachechart-picture-'))
  try {
    const file = join(folder, 'picture.html')
    writeFileSync(file, `<!doctype html><meta charset="utf-8"><body>${svg}<script>${script}</script></body>`)
    const { stdout } = await promisify(execFile)(
      chromiumBinary() ?? '',
      [...optionsFor(asked, folder), pathToFileURL(file).href],
      {
        encoding: 'utf8',
        maxBuffer: 64 * 1024 * 1024,
        // One that hangs is not asked to end, and what it has started ends with it.
        timeout: 120_000,
        killSignal: 'SIGKILL',
      },
    )
    const body = /<body>(?<text>[^<]*)<\/body>/.exec(stdout)?.groups?.['text'] ?? ''
    return JSON.parse(decodeURIComponent(body)) as MeasuredPicture // what the script above has written
  } finally {
    // What the browser has started may write a last time.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
  }
}

const optionsFor = (asked: 'light' | 'dark', folder: string): string[] => [
  '--headless',
  // Root, which tests often are, is refused a sandbox. What is opened is our own.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  // It asks nobody for updates, and has no names to ask for.
  ...['--no-first-run', '--disable-background-networking', '--host-resolver-rules=MAP * ~NOTFOUND'],
  `--user-data-dir=${join(folder, 'profile')}`,
  `--blink-settings=preferredColorScheme=${asked === 'dark' ? 0 : 1}`,
  '--dump-dom',
]
