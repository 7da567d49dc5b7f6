/** How one process of an installation is started, watched and ended. */
export interface ProcessPlan {
  name: string;
  kind: 'server' | 'service';
  /** Processes of a higher tier stop before those of a lower one, which they use. */
  tier: number;
  command: string;
  args: string[];
  cwd: string;
  /** The whole environment: nothing is inherited but what stands here. */
  env: Record<string, string>;
  user?: { uid: number; gid: number };
  nice: number;
  port: number;
  /** One attempt; false or an error means not yet. */
  isReady: () => Promise<boolean>;
  stopSignal: NodeJS.Signals;
}
