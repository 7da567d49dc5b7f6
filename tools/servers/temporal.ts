import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { loopback, type Installation } from '../installation.ts';
import { Refusal } from '../repository.ts';
import type { ProcessPlan } from '../supervisor/process-plan.ts';
import { enumField, field, grpcCall } from './grpc-call.ts';

export const temporalNamespace = 'wangge';

/** Names an administrator filters and sorts the list of workflows by; never personal data, they are stored in clear. */
export const searchAttributes = {
  Stage: 'Keyword',
  District: 'Keyword',
  GridCode: 'Keyword',
  Unit: 'Keyword',
  MatterItem: 'Keyword',
  DueAt: 'Datetime',
  Overdue: 'Bool',
  Provisional: 'Bool',
  CampaignId: 'Keyword',
  ContractId: 'Keyword',
  CardColor: 'Keyword',
} as const;

/** Values of temporal.api.enums.v1.IndexedValueType. */
const indexedValueTypes = { Keyword: 2, Bool: 5, Datetime: 6 } as const;

/**
 * Temporal's development server in one file. It forgets closed workflows 24 hours after they closed, whatever the
 * namespace says: the record of a case is in PostgreSQL. It has no authorisation of its own and so listens on loopback;
 * the gateway stands before its UI. A public path breaks the UI, which is why it has an origin of its own.
 */
export function temporalPlan(installation: Installation, binary: string): ProcessPlan {
  const { ports, folders, adminUrl } = installation;
  mkdirSync(folders.temporal, { recursive: true, mode: 0o700 });
  const address = `${loopback}:${ports.temporal}`;
  return {
    name: 'temporal',
    kind: 'server',
    tier: 0,
    command: binary,
    args: [
      ...['server', 'start-dev', '--ip', loopback, '--port', `${ports.temporal}`],
      // Named here because the server would otherwise take any free port, perhaps another installation's.
      ...['--http-port', `${ports.temporalHttp}`, '--metrics-port', `${ports.temporalMetrics}`],
      ...['--ui-port', `${ports.temporalUi}`, '--ui-codec-endpoint', `${adminUrl}/codec`, '--ui-disable-news-fetch'],
      ...['--db-filename', join(folders.temporal, 'temporal.db')],
      // Without these two it does half as much.
      ...[
        '--sqlite-pragma',
        'journal_mode=wal',
        '--sqlite-pragma',
        'synchronous=full',
        '--sqlite-pragma',
        'cache_size=-65536',
      ],
      ...['--namespace', temporalNamespace],
      ...Object.entries(searchAttributes).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
      // More partitions only cost polls on one machine.
      ...['--dynamic-config-value', 'matching.numTaskqueueReadPartitions=1'],
      ...['--dynamic-config-value', 'matching.numTaskqueueWritePartitions=1'],
      // Otherwise it reads all attributes anew whenever a case changes one. What a newer version brings it knows within a minute.
      ...['--dynamic-config-value', 'system.forceSearchAttributesCacheRefreshOnRead=false'],
      ...['--log-format', 'json', '--log-level', 'warn'],
    ],
    cwd: folders.temporal,
    // The command looks for its own settings below HOME; none of the person's may change this server.
    env: { HOME: process.env.HOME ?? homedir(), TEMPORAL_CONFIG_FILE: join(folders.temporal, 'none.toml') },
    nice: 5,
    port: ports.temporal,
    isReady: async () => (await describeNamespace(address)) === 0,
    stopSignal: 'SIGTERM',
  };
}

const describeNamespace = (address: string) =>
  grpcCall(address, '/temporal.api.workflowservice.v1.WorkflowService/DescribeNamespace', field(1, temporalNamespace));

/** Adds the attributes a newer version brought: the server registers those of its flags only while it makes the namespace. */
export async function ensureSearchAttributes({ ports }: Installation): Promise<void> {
  const attributes = Object.entries(searchAttributes).map(([name, type]) =>
    field(1, Buffer.concat([field(1, name), enumField(2, indexedValueTypes[type])])),
  );
  const path = '/temporal.api.operatorservice.v1.OperatorService/AddSearchAttributes';
  const message = Buffer.concat([...attributes, field(2, temporalNamespace)]);
  const status = await grpcCall(`${loopback}:${ports.temporal}`, path, message, 10_000);
  const [added, alreadyThere] = [0, 6];
  if (status !== added && status !== alreadyThere)
    throw new Refusal(`Temporal refused the search attributes (gRPC status ${status}).`);
}
