/** What every response of the origin says of itself, in a field of its own. */
export interface Label {
  readonly version: number
  readonly language: string
  /** The request that the origin answered, by the number that the client gave it. */
  readonly asker: string
}

/** The field in responses. */
export const labelField = 'Soak-Label'

/** The field in requests that numbers them. */
export const askerField = 'Soak-Asker'

export const labelText = ({ version, language, asker }: Label): string => `${version} ${language} ${asker}`

/** `undefined` for what the origin has not written. */
export function parseLabel(text: string | undefined): Label | undefined {
  const [, version = '', language = '', asker = ''] = /^(\d+) (\w+) (\S+)$/.exec(text ?? '') ?? []
  return version === '' ? undefined : { version: Number(version), language, asker }
}
