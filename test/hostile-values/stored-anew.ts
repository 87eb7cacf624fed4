import type { PlantedGateway } from './planted-gateway.ts'

/** It is stored after it was answered: what is asked for soon after may be asked of the origin once more. */
const mostAttempts = 20

/** Whether what the origin has answered again is found in the end, as it is. */
export async function storedAnew(gateway: PlantedGateway, path: string): Promise<boolean> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const { head, body } = await gateway.ask(path)
    const count = gateway.asked(path)
    if (count > 1 && /^age: /im.test(head) && body === gateway.bodyOf(path, count)) return true
  }
  return false
}
