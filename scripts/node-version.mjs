import { mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname } from 'node:path'
import { at } from './paths.mjs'
import { capture } from './run-command.mjs'

const floor = { major: 22, minor: 19 }
const broughtMajor = 24
const linkForBins = at('node_modules', '.bin', 'node')

/** The path of a Node that the project supports: this one, one brought earlier, or one brought now through npx. */
export async function suitableNode() {
  if (isSupported(process.versions.node)) return process.execPath
  const earlier = await nodeBroughtEarlier()
  if (earlier !== undefined) return earlier
  console.log(
    `Node ${process.versions.node} is older than ${floor.major}.${floor.minor}: bringing Node ${broughtMajor} …`,
  )
  return bringNode(broughtMajor)
}

/** The path of the newest Node of a major line, fetched through npx when it is not in npm's cache. */
export async function bringNode(major) {
  // Elsewhere than here, so that node_modules/.bin/node cannot answer for the version that was asked for.
  const args = [
    '--yes',
    `--package=node@${major}`,
    '--',
    'node',
    '-p',
    'process.versions.node + " " + process.execPath',
  ]
  const { code, output } = await capture('npx', args, { cwd: tmpdir(), shell: true })
  const found = /^(\d+)\.\d+\.\d+ (.+)$/m.exec(output)
  if (code !== 0 || found?.[2] === undefined || Number(found[1]) !== major) {
    throw new Error(
      `npx could not bring Node ${major}; install Node ${floor.major}.${floor.minor} or newer.\n${output}`,
    )
  }
  return found[2].trim()
}

/**
 * The commands in node_modules/.bin prefer a `node` that lies beside them. Where the machine's own Node is too old, the
 * one that was brought is left there: `node_modules/.bin/cachechart` then runs, and the next task starts at once.
 */
export function leaveNodeForBins(node) {
  if (node === process.execPath || process.platform === 'win32') return
  if (linkedNode() === node) return
  mkdirSync(dirname(linkForBins), { recursive: true })
  rmSync(linkForBins, { force: true })
  symlinkSync(node, linkForBins)
}

async function nodeBroughtEarlier() {
  const node = linkedNode()
  if (node === undefined) return undefined
  const { code, output } = await capture(node, ['-p', 'process.versions.node'])
  return code === 0 && isSupported(output.trim()) ? node : undefined
}

function linkedNode() {
  try {
    return realpathSync(linkForBins)
  } catch {
    // Never brought, or gone with npm's cache since.
    return undefined
  }
}

function isSupported(version) {
  const [major, minor] = version.split('.').map(Number)
  return major > floor.major || (major === floor.major && minor >= floor.minor)
}
