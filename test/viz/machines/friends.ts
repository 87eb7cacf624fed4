import { assign, createMachine, stopChild } from 'xstate'

/** Follows `examples/friends-list-react/src/friend.machine.ts` of statelyai/xstate: tags, a delay, a transition of the root. */
export const friend = createMachine({
  id: 'friend',
  initial: 'reading',
  states: {
    reading: { tags: 'read', on: { EDIT: 'editing' } },
    editing: { tags: 'form', on: { SET_NAME: { actions: assign({}) }, SAVE: { target: 'saving' } } },
    saving: { tags: ['form', 'saving'], after: { 1000: { target: 'reading', actions: assign({}) } } },
  },
  on: { CANCEL: { actions: assign({}), target: '.reading' } },
})

/**
 * Follows `examples/friends-list-react/src/friends.machine.ts` of statelyai/xstate: no state but the machine itself, guards
 * and actions where they are used, actors that come and go.
 */
export const friends = createMachine({
  id: 'friends',
  context: { newFriendName: '' },
  on: {
    'NEW_FRIEND.CHANGE': { actions: assign({ newFriendName: ({ event }) => String(event['name']) }) },
    'FRIENDS.ADD': {
      guard: ({ context }) => context.newFriendName.trim().length > 0,
      actions: assign(({ spawn }) => ({ newFriendName: spawn(friend).id })),
    },
    'FRIEND.REMOVE': { actions: [stopChild(({ event }) => String(event['index'])), assign({})] },
  },
})
