import { createMachine } from 'xstate'

/** Follows `examples/tic-tac-toe-react/src/ticTacToe.machine.ts` of statelyai/xstate: transitions that need no event. */
export const ticTacToe = createMachine({
  id: 'ticTacToe',
  initial: 'playing',
  states: {
    playing: {
      always: [
        { target: 'gameOver.winner', guard: 'checkWin' },
        { target: 'gameOver.draw', guard: 'checkDraw' },
      ],
      on: { PLAY: [{ target: 'playing', guard: 'isValidMove', actions: 'updateBoard' }] },
    },
    gameOver: {
      initial: 'winner',
      states: { winner: { tags: 'winner', entry: 'setWinner' }, draw: { tags: 'draw' } },
      on: { RESET: { target: 'playing', actions: 'resetGame' } },
    },
  },
})
