/** Something was wrong; the message tells the story that led to it. */
export class StoryError extends Error {
  override readonly name = 'StoryError'
}
