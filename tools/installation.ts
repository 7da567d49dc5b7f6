import { mkdirSync } from 'node:fs';
import { resolve, join } from 'node:path';
import { Refusal, root } from './repository.ts';

/**
 * An installation is what two values of the environment describe: WANGGE_PORT (default 3000), from which every port is
 * counted, and WANGGE_DATA (default .wangge in the repository), which holds everything that must survive a restart.
 * Installations that differ in both run side by side.
 */
export interface Installation {
  ports: Ports;
  folders: Folders;
  publicUrl: string;
  adminUrl: string;
}

/** How far each port lies from WANGGE_PORT. An installation never takes more than 20. */
const portOffsets = {
  gateway: 0,
  admin: 1,
  intake: 2,
  dispatch: 3,
  // 4 inspection, 5 contracting, 6 evaluation
  postgres: 10,
  nats: 11,
  natsMonitor: 12,
  temporal: 13,
  temporalUi: 14,
  intakeWorker: 15,
  temporalHttp: 17,
  temporalMetrics: 18,
} as const;

export const portsPerInstallation = 20;
export type PortName = keyof typeof portOffsets;
export type Ports = Record<PortName, number>;

export interface Folders {
  data: string;
  /** One file per running process, so that a later command finds them even when the supervisor was killed. */
  run: string;
  logs: string;
  postgres: string;
  nats: string;
  temporal: string;
}

export const loopback = '127.0.0.1';

/** Services with a database; the name is the app's folder, the role's and the database's name (`wangge_<service>`). */
export const services = ['gateway', 'intake', 'dispatch'] as const;
export type Service = (typeof services)[number];

export interface ServiceProcess {
  name: string;
  app: Service;
  role: 'api' | 'worker' | 'all';
  port: PortName;
  /** The gateway (2) stops before the services behind it (1); the servers stop last (0). */
  tier: 1 | 2;
  nice: number;
  heapMiB: number;
}

/** Filing through the api always gets the processor before the workers that handle what was filed. */
export const serviceProcesses: readonly ServiceProcess[] = [
  { name: 'intake', app: 'intake', role: 'api', port: 'intake', tier: 1, nice: 0, heapMiB: 384 },
  { name: 'intake-worker', app: 'intake', role: 'worker', port: 'intakeWorker', tier: 1, nice: 5, heapMiB: 512 },
  { name: 'dispatch', app: 'dispatch', role: 'all', port: 'dispatch', tier: 1, nice: 0, heapMiB: 384 },
  { name: 'gateway', app: 'gateway', role: 'api', port: 'gateway', tier: 2, nice: 0, heapMiB: 384 },
];

export function planPorts(base: number): Ports {
  return Object.fromEntries(Object.entries(portOffsets).map(([name, offset]) => [name, base + offset])) as Ports;
}

/** Reads WANGGE_PORT and WANGGE_DATA; refuses a port that leaves no room for the others. */
export function describeInstallation(environment: NodeJS.ProcessEnv = process.env): Installation {
  const text = environment.WANGGE_PORT || '3000';
  const base = Number(text);
  if (!/^\d+$/.test(text) || base < 1024 || base + portsPerInstallation > 65535)
    throw new Refusal(`WANGGE_PORT is ${text}: it must be a number from 1024 to ${65535 - portsPerInstallation}.`);
  const data = resolve(root, environment.WANGGE_DATA || '.wangge');
  const ports = planPorts(base);
  return {
    ports,
    folders: {
      data,
      run: join(data, 'run'),
      logs: join(data, 'logs'),
      postgres: join(data, 'postgres'),
      nats: join(data, 'nats'),
      temporal: join(data, 'temporal'),
    },
    publicUrl: `http://${loopback}:${ports.gateway}`,
    adminUrl: `http://${loopback}:${ports.admin}`,
  };
}

/** Others may pass through the data folder (PostgreSQL may be another user) but look into none of ours. */
export function makeFolders({ data, run, logs }: Folders): void {
  mkdirSync(data, { recursive: true, mode: 0o711 });
  for (const folder of [run, logs]) mkdirSync(folder, { recursive: true, mode: 0o700 });
}
