/** The version of what is said between the processes of one gateway. Each message carries it. */
const protocol = 2

interface Message {
  readonly type: string
}

/** How a member of a message is told by its look. */
type LookOf<Value> = Value extends string ? 'string' : Value extends number ? 'number' : 'object'

/** Every message of a union, and how its members look. What an `object` holds is for its reader to judge. */
export type Shapes<Union extends Message> = {
  readonly [Type in Union['type']]: {
    readonly [Name in Exclude<keyof Extract<Union, { readonly type: Type }>, 'type'>]: LookOf<
      Extract<Union, { readonly type: Type }>[Name]
    >
  }
}

/** A message as it goes from one process to another. */
export const sealed = <Union extends Message>(message: Union): Union & { readonly protocol: number } => ({
  ...message,
  protocol,
})

/**
 * What another process has said. A worker that was replaced runs the program as it is on the disk now: it may be another
 * version than the one that is running.
 *
 * @throws TypeError for what is no message of the union
 */
export function readMessage<Union extends Message>(seen: unknown, shapes: Shapes<Union>): Union {
  const message = Object(seen) as Readonly<Record<string, unknown>> // of whatever has no members, an object without them
  const { type } = message
  const looks: unknown = Object.entries(shapes).find(([name]) => name === type)?.[1]
  if (message['protocol'] !== protocol || typeof looks !== 'object' || looks === null)
    throw unreadable(message)
  for (const [name, look] of Object.entries(looks)) {
    const value = message[name]
    if (value === null || typeof value !== look) throw unreadable(message)
  }
  return seen as Union // its type and the look of its members were found to be those of one
}

const unreadable = ({ protocol: seen, type }: Readonly<Record<string, unknown>>): TypeError =>
  new TypeError(
    `a message between the processes of this gateway is one of version ${protocol}; seen: ${String(type)} of version ${String(seen)}, as of a program that was changed while it ran`,
  )
