/** Packs every package as it would be published, and asks two judges whether its consumers can use it. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { toolScript } from './paths.mjs'
import { pnpmCommand } from './pnpm.mjs'
import { capture } from './run-command.mjs'

const judges = {
  publint: (tarball) => [toolScript('publint'), 'run', tarball, '--strict'],
  attw: (tarball) => [
    toolScript('@arethetypeswrong/cli', 'attw'),
    tarball,
    '--profile',
    'esm-only',
    '--no-emoji',
  ],
}

const folder = mkdtempSync(join(tmpdir(), 'cachechart-packages-'))
try {
  const packed = await pack(folder)
  const verdicts = packed ? await Promise.all(readdirSync(folder).flatMap(judge)) : []
  process.exitCode = packed && verdicts.every(Boolean) ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}

async function pack(destination) {
  const [command, ...prefix] = await pnpmCommand()
  const args = [
    ...prefix,
    '--recursive',
    '--filter=./packages/*',
    'pack',
    `--pack-destination=${destination}`,
  ]
  return passes('pnpm pack', await capture(command, args, { shell: true }))
}

function judge(tarball) {
  return Object.entries(judges).map(async ([name, argumentsFor]) =>
    passes(`${name} of ${tarball}`, await capture(process.execPath, argumentsFor(join(folder, tarball)))),
  )
}

function passes(what, { code, output }) {
  console.log(code === 0 ? `${what}: passed` : `${what}: failed\n${output.trimEnd()}`)
  return code === 0
}
