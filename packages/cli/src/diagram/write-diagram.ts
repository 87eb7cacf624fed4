import { stopSignal } from '../cache/stop-signal.ts'
import type { Terminal } from '../terminal.ts'
import { writeResult } from '../write-result.ts'
import type { DiagramFormat, DiagramOptions } from './diagram-options.ts'
import { withOverlay, type SeenDiagram } from './overlay-of.ts'
import { diagramOf, readMachine } from './read-machine.ts'
import { writeFormat } from './write-format.ts'

/** Writes the diagram that was asked for. Rejects with a `CommandFailedError`. */
export async function writeDiagram(
  { machine, format }: { readonly machine: string; readonly format: DiagramFormat },
  options: DiagramOptions,
  terminal: Terminal,
): Promise<void> {
  const named = await readMachine(machine, { export: options.export })
  const stop = stopSignal(terminal)
  try {
    const seen = await withOverlay(diagramOf(named), options, stop.signal)
    const content = await contentOf(seen, format, { ...options, screen: terminal.screen })
    await writeResult({ what: `the diagram of ${named.name}`, content, mode: 0o666 }, options.out, terminal)
    for (const remark of seen.remarks ?? []) terminal.err(`${remark}\n`)
  } finally {
    stop.forget()
  }
}

function contentOf(
  { diagram, overlay, differences }: SeenDiagram,
  format: DiagramFormat,
  { unfold, ...look }: DiagramOptions & Pick<Terminal, 'screen'>,
): Promise<string | Uint8Array> {
  if (format === 'json' && differences !== undefined)
    return Promise.resolve(`${JSON.stringify(differences, null, 2)}\n`)
  const edges = unfold === true ? 'unfolded' : 'folded'
  return writeFormat(diagram, format, { ...look, screen: look.screen, overlay, edges })
}
