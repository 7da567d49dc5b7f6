import type { Actor } from '@wangge/domain/people/actor';

/** People of tests: one officer over the city, two units with handler and head, a grid worker, a stranger's unit. */
export const OFFICER: Actor = { id: 'petition-officer', grants: [{ role: 'petition-officer', grid: '4101' }] };
export const GRID_WORKER: Actor = { id: 'grid-worker', grants: [{ role: 'grid-worker', grid: '410105002001' }] };
export const HANDLER_A: Actor = { id: 'handler-a', grants: [{ role: 'unit-handler', unit: 'unit-a' }] };
export const HANDLER_B: Actor = { id: 'handler-b', grants: [{ role: 'unit-handler', unit: 'unit-b' }] };
export const HEAD_A: Actor = { id: 'head-a', grants: [{ role: 'unit-head', unit: 'unit-a' }] };
export const HEAD_B: Actor = { id: 'head-b', grants: [{ role: 'unit-head', unit: 'unit-b' }] };
export const ADMINISTRATOR: Actor = { id: 'admin', grants: [{ role: 'administrator' }] };
export const AUDITOR: Actor = { id: 'auditor', grants: [{ role: 'auditor' }] };
/** Handler of a third unit, and the head of the unit that decides disputes. */
export const HANDLER_C: Actor = { id: 'handler-c', grants: [{ role: 'unit-handler', unit: 'unit-c' }] };
export const SUPERVISOR: Actor = { id: 'head-s', grants: [{ role: 'unit-head', unit: 'unit-s' }] };
