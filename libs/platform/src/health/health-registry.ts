import { Injectable } from '@nestjs/common';

/** Resolves when the dependency works, throws (or takes longer than a second) when it does not. */
export type HealthCheck = () => unknown;

export interface DependencyHealth {
  readonly status: 'up' | 'down';
  readonly critical: boolean;
  /** Of the last failure, also while it is up again; one line. */
  readonly lastError?: string;
  readonly lastErrorAt?: string;
}
export interface Readiness {
  readonly status: 'ready' | 'not-ready' | 'stopping';
  readonly dependencies: Readonly<Record<string, DependencyHealth>>;
}

const CHECK_MS = 1000;

/** What the service depends on. Ready means: every critical dependency is up. */
@Injectable()
export class HealthRegistry {
  private readonly indicators = new Map<
    string,
    { check: HealthCheck; critical: boolean; lastError?: string; lastErrorAt?: string }
  >();
  private underway?: Promise<Readiness>;
  private stopping = false;

  /** Registers a dependency; a second one of the same name replaces the first. `critical` defaults to true. */
  register(name: string, check: HealthCheck, { critical = true }: { critical?: boolean } = {}): void {
    this.indicators.set(name, { check, critical });
  }

  /** From now on not ready: the balancer sends nobody any more. */
  beginStopping(): void {
    this.stopping = true;
  }

  /** Checks all dependencies at once, a second each at most; callers at the same time share one round. */
  ready(): Promise<Readiness> {
    this.underway ??= this.checkAll().finally(() => (this.underway = undefined));
    return this.underway;
  }

  private async checkAll(): Promise<Readiness> {
    const entries = await Promise.all(
      [...this.indicators.keys()].map(async (name) => [name, await this.checkOne(name)] as const),
    );
    const up = entries.every(([, { status, critical }]) => status === 'up' || !critical);
    return {
      status: this.stopping ? 'stopping' : up ? 'ready' : 'not-ready',
      dependencies: Object.fromEntries(entries),
    };
  }

  private async checkOne(name: string): Promise<DependencyHealth> {
    const indicator = this.indicators.get(name)!;
    let status: DependencyHealth['status'] = 'up';
    try {
      await withinMs(CHECK_MS, indicator.check);
    } catch (error) {
      status = 'down';
      indicator.lastError = lineOf(error);
      indicator.lastErrorAt = new Date().toISOString();
    }
    const { critical, lastError, lastErrorAt } = indicator;
    return { status, critical, ...(lastError !== undefined && { lastError, lastErrorAt }) };
  }
}

async function withinMs(ms: number, check: HealthCheck): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    await Promise.race([(async () => check())(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One short line; a connection string's password does not pass. */
function lineOf(error: unknown): string {
  const { message, code, errors } = (error ?? {}) as {
    message?: string;
    code?: unknown;
    errors?: { message?: string }[];
  };
  const text = message || errors?.[0]?.message || String(code ?? error);
  return text
    .split('\n', 1)[0]!
    .replace(/\/\/[^/@\s]*@/g, '//')
    .slice(0, 200);
}
