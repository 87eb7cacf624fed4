import { admissionScripts } from './admission-scripts.ts'
import { deliveryScripts } from './delivery-scripts.ts'
import { followingScripts } from './following-scripts.ts'
import { leaseScripts } from './lease-scripts.ts'
import { lookupScripts } from './lookup-scripts.ts'
import { replyScripts } from './reply-scripts.ts'
import type { Scripts } from './script.ts'

/** How to make every event of the transaction machine happen for real. */
export const transactionScripts: Scripts = {
  ...admissionScripts,
  ...lookupScripts,
  ...followingScripts,
  ...leaseScripts,
  ...replyScripts,
  ...deliveryScripts,
}
