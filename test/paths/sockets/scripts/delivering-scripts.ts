import type { EdgeScripts } from '../edge-script.ts'

/** A body comes to its end, or breaks off, or stands still; or its reader leaves. */
export const deliveringScripts: EdgeScripts = {
  'delivery.done': { allows: { body: ['whole'] } },
  'delivery.failed': { allows: { body: ['held'] }, happens: (play) => play.breakBody() },
  'deadline.failed': {
    allows: { body: ['held'], limit: ['delivering'] },
    async happens(play) {
      await play.firstPiece()
      play.passDeadline('transaction')
    },
  },
  'client.gone': {
    allows: { body: ['held'] },
    async happens(play) {
      await play.firstPiece()
      play.leave()
    },
  },
}
