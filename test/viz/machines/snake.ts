import { createMachine, fromCallback } from 'xstate'

/**
 * Follows `examples/snake-react/src/snakeMachine.ts` of statelyai/xstate: names of several words, an actor where it is used,
 * and a transition that needs no event and leads nowhere.
 */
export const snake = createMachine({
  id: 'SnakeMachine',
  initial: 'New Game',
  states: {
    'New Game': { on: { ARROW_KEY: { actions: 'save dir', target: '#SnakeMachine.Moving' } } },
    Moving: {
      entry: 'move snake',
      invoke: { src: fromCallback(() => undefined) },
      always: [
        { guard: 'ate apple', actions: ['grow snake', 'increase score', 'show new apple'] },
        { guard: 'hit wall', target: '#SnakeMachine.Game Over' },
        { guard: 'hit tail', target: '#SnakeMachine.Game Over' },
      ],
      on: {
        TICK: { actions: 'move snake' },
        ARROW_KEY: { actions: 'save dir', target: '#SnakeMachine.Moving' },
      },
    },
    'Game Over': {
      on: {
        NEW_GAME: {
          actions: 'reset',
          description: 'The key "r" was pressed.',
          target: '#SnakeMachine.New Game',
        },
      },
    },
  },
})
