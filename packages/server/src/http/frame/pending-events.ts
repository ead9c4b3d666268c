import type { Service } from './service.ts'

/**
 * Puts the waiting events of changes of access on their trail. Each was stored in the transaction of its change; a crash
 * in between leaves it waiting, and recording it twice is one event because its id is fixed.
 */
export const settlePending = async (service: Pick<Service, 'access' | 'trails'>, trail: string): Promise<void> => {
  for (const { n, event } of service.access.file.pending(trail)) {
    await service.trails.record(trail, event)
    service.access.file.settle(n)
  }
}
