import type { MachineDifference, MemberChange } from './machine-difference.ts'
import { shortenText } from './shorten-text.ts'

/** What is written beside something that has changed: how it was before, as the picture shows how it is now. */
export const changeNote = ({ changes }: MachineDifference): string =>
  shortenText(changes.map(noteOf).join('; '), 72)

function noteOf({ member, before, after }: MemberChange): string {
  switch (member) {
    case 'targets':
      return before === 'stays' ? 'it stayed' : `led to ${before}`
    case 'initial':
    case 'reenter':
      return after
    case 'order':
      return `${before} before`
    case 'id':
      return `it was called ${before}`
    case 'kind':
      return `was ${before}`
    case 'description':
      return 'described otherwise'
    case 'meta':
      return 'other meta'
    case 'initialActions':
      return `initial actions before: ${before}`
    case 'guard':
    case 'actions':
    case 'entry':
    case 'exit':
    case 'tags':
    case 'invokes':
      return `${member} before: ${before}`
  }
}
