/** How long a loaded machine is waited for, in ms of real time. */
export const patience = 10_000

/** What is promised; an error that names it where it does not come. */
export async function inTime<Value>(what: string, promised: Promise<Value>): Promise<Value> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`it never came to this: ${what}`))
    }, patience)
  })
  try {
    return await Promise.race([promised, late])
  } finally {
    clearTimeout(timer)
  }
}
