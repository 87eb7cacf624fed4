/** A key as it is told in a message: long ones are cut. */
export const quoted = (key: string): string => JSON.stringify(key.length <= 40 ? key : `${key.slice(0, 40)}…`)

/** How many variants, as it is told in a message. */
export const counted = (variants: number): string => (variants === 1 ? '1 variant' : `${variants} variants`)
