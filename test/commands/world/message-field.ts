interface Message {
  readonly fields: readonly string[]
}

/** All values of a field, in order. */
export const fieldValues = ({ fields }: Message, name: string): string[] =>
  fields.filter((_, at) => at % 2 === 1 && fields[at - 1]?.toLowerCase() === name.toLowerCase())

/** The first value of a field, if the message has it. */
export const messageField = (message: Message, name: string): string | undefined =>
  fieldValues(message, name)[0]
