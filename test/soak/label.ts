/** What every response of the origin says of itself, in a field of its own. */
export interface Label {
  readonly version: number
  readonly language: string
  /** The request that the origin answered, by the number that the client gave it. */
  readonly asker: string
  /** When that request had come to the origin, in milliseconds. */
  readonly askedAt: number
}

/** The field in responses. */
export const labelField = 'Soak-Label'

/** The field in requests that numbers them. */
export const askerField = 'Soak-Asker'

/** The field that each caller's request has added to its own answer, once: the number of the request. */
export const markField = 'Soak-Mark'

export const labelText = ({ version, language, asker, askedAt }: Label): string =>
  `${version} ${language} ${asker} ${askedAt}`

/** `undefined` for what the origin has not written. */
export function parseLabel(text: string | undefined): Label | undefined {
  const [, version = '', language = '', asker = '', askedAt = ''] =
    /^(\d+) (\w+) (\S+) (\d+)$/.exec(text ?? '') ?? []
  return version === '' ? undefined : { version: Number(version), language, asker, askedAt: Number(askedAt) }
}
