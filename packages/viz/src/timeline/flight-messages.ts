import type { Millis } from '@cachechart/core'
import { placeOf, placeOfFlight, type SequenceLine } from './sequence-line.ts'
import type { TimelineFlight } from './timeline.ts'

/** What a flight has said, and was told. */
export const flightMessagesOf = ({
  id,
  run,
  leader,
  steps,
  begin,
  order: first,
}: TimelineFlight): SequenceLine[] => {
  const self = placeOfFlight(id)
  const from = placeOf({ run, id: leader })
  const opened: SequenceLine = {
    kind: 'message',
    at: begin,
    order: first,
    from,
    to: self,
    arrow: 'order',
    text: 'leads',
  }
  const lines = steps.flatMap(({ at, order, event, to, effects }): SequenceLine[] => {
    const told = flightEventLine(event, { at, order, from, self })
    const writes = effects.flatMap((effect): SequenceLine[] => {
      const text = writerOrders[effect]
      if (text === undefined) return []
      const arrow = effect === 'writer.discard' || effect === 'writer.giveUp' ? 'lost' : 'order'
      return [{ kind: 'message', at, order, from: self, to: 'store', arrow, text }]
    })
    const end: SequenceLine[] =
      to === 'closed' ? [{ kind: 'note', at, order, over: self, text: 'closed' }] : []
    return [...told, ...writes, ...end]
  })
  return [opened, ...lines]
}

const flightEventLine = (
  event: TimelineFlight['steps'][number]['event'],
  {
    at,
    order,
    from,
    self,
  }: { readonly at: Millis; readonly order: number; readonly from: string; readonly self: string },
): SequenceLine[] => {
  // Followers say themselves that they come and go.
  if (event.startsWith('follower.')) return []
  const teller = event.startsWith('body.') ? 'origin' : event.startsWith('writer.') ? 'store' : from
  if (event === 'flight.purged') return [{ kind: 'note', at, order, over: self, text: event }]
  return [{ kind: 'message', at, order, from: teller, to: self, arrow: 'answer', text: event }]
}

const writerOrders: Readonly<Partial<Record<string, string>>> = {
  'writer.open': 'write',
  'writer.commit': 'commit',
  'writer.discard': 'discard',
  'writer.giveUp': 'give up',
  'marker.write': 'mark as not to be stored',
}
