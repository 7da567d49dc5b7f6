/** The services behind the front door. */
export type ServiceName = 'intake' | 'dispatch';

export interface Route {
  readonly prefix: string;
  readonly service: ServiceName;
  /** Largest request body in bytes. */
  readonly bodyLimit: number;
  /** The body goes through as it comes, never held in memory whole. */
  readonly streamed: boolean;
  /** Strangers may come with an api key, which has a limit of its own. */
  readonly apiKeys?: true;
}

const MIB = 1024 * 1024;
const small =
  (service: ServiceName) =>
  (prefix: string): Route => ({ prefix, service, bodyLimit: MIB, streamed: false });

/** Which path belongs to which service. A path that stands here nowhere is not found; no service is reachable around it. */
export const ROUTES: readonly Route[] = [
  ...[
    '/api/v1/petitions',
    '/api/v1/public',
    '/api/v1/rule-packs',
    '/api/v1/calendars',
    '/api/v1/accountability-records',
    '/api/v1/subscriptions',
    '/api/v1/notifications',
    '/api/v1/deadlines',
    '/api/v1/saved-filters',
    '/api/v1/exports',
    '/api/v1/indicators',
    '/api/v1/open311',
  ].map(small('intake')),
  { ...small('intake')('/open311'), apiKeys: true },
  { prefix: '/api/v1/evidence', service: 'intake', bodyLimit: 20 * MIB, streamed: true },
  ...[
    '/api/v1/grids',
    '/api/v1/units',
    '/api/v1/posts',
    '/api/v1/matter-items',
    '/api/v1/responsibilities',
    '/api/v1/people',
    '/api/v1/work-orders',
  ].map(small('dispatch')),
];
