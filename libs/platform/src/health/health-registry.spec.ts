import { HealthRegistry } from './health-registry';

describe('health registry', () => {
  it('is ready without dependencies, and not once stopping has begun', async () => {
    const health = new HealthRegistry();
    expect(await health.ready()).toEqual({ status: 'ready', dependencies: {} });
    health.beginStopping();
    expect((await health.ready()).status).toBe('stopping');
  });

  it('callers at the same time share one round', async () => {
    const health = new HealthRegistry();
    const check = jest.fn(async () => undefined);
    health.register('database', check);
    await Promise.all([health.ready(), health.ready(), health.ready()]);
    expect(check).toHaveBeenCalledTimes(1);
    await health.ready();
    expect(check).toHaveBeenCalledTimes(2);
  });

  it('a check that throws at once is down, with one line of its reason', async () => {
    const health = new HealthRegistry();
    health.register('nats', () => {
      throw new Error('CONNECTION_REFUSED nats://u:p@nats:4222\nstack');
    });
    expect(await health.ready()).toMatchObject({
      status: 'not-ready',
      dependencies: { nats: { status: 'down', lastError: 'CONNECTION_REFUSED nats://nats:4222' } },
    });
  });
});
