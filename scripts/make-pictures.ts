import { createTimeline, toSvg, toWaterfall, type Diagram } from '../packages/viz/src/index.ts'
import { edgeCoveragePicture } from '../test/paths/edge-coverage-picture.ts'
import { stampede } from '../test/timeline/scenes.ts'

const folder = 'docs/pictures'

/** Every picture of the documents, by its path: the machines, which tests walk them, and a stampede. */
export async function makePictures(diagrams: readonly Diagram[]): Promise<[file: string, svg: string][]> {
  return [
    ...(await Promise.all(diagrams.map(machinePicture))),
    ...(await Promise.all((['transaction', 'flight'] as const).map(coveragePicture))),
    [`${folder}/stampede.svg`, await stampedePicture()],
  ]
}

async function machinePicture(diagram: Diagram): Promise<[string, string]> {
  return [`${folder}/${diagram.id}.svg`, await toSvg(diagram)]
}

async function coveragePicture(machine: 'transaction' | 'flight'): Promise<[string, string]> {
  const { diagram, overlay } = edgeCoveragePicture(machine)
  return [`${folder}/${machine}-coverage.svg`, await toSvg(diagram, { overlay })]
}

/** A cache whose clock and origin are fakes; but for its name it is the same each time. */
async function stampedePicture(): Promise<string> {
  const timeline = createTimeline()
  for (const record of await stampede())
    timeline.take(record.kind === 'start' ? { ...record, run: 'example' } : record)
  return toWaterfall(timeline.timeline(), { title: 'A page that is not stored, and all who want it' })
}
