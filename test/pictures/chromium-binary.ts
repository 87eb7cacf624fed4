import { spawnSync } from 'node:child_process'

const usual = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']

const answers = (binary: string): boolean =>
  /Chrom/.test(spawnSync(binary, ['--version'], { encoding: 'utf8', timeout: 20_000 }).stdout ?? '')

let found: { readonly binary: string | undefined } | undefined

/** The browser that tests look at pictures with: the one in `CACHECHART_CHROMIUM`, else one on PATH; `undefined`: none. */
export function chromiumBinary(): string | undefined {
  const named = process.env['CACHECHART_CHROMIUM'] ?? ''
  found ??= { binary: (named === '' ? usual : [named]).find(answers) }
  return found.binary
}
