import { metrics } from './metrics';
import { exposeQueues } from './queues';

describe('queues on /metrics', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  const scraped = async () =>
    (await metrics.metrics()).split('\n').filter((line) => line.startsWith('wangge_queue_') && !line.startsWith('#'));

  it('are asked for once in five seconds, both figures in one statement', async () => {
    let asked = 0;
    const query = async () => {
      asked += 1;
      return {
        rows: [
          { queue: 'outbox', rows: asked, oldest: 2.5 },
          { queue: 'export', rows: 0, oldest: null },
        ],
      };
    };
    exposeQueues({ query } as never, 'select');
    const first = await scraped();
    expect(first.map((line) => line.replace(/service="[^"]*",?/, ''))).toEqual([
      'wangge_queue_rows{queue="outbox"} 1',
      'wangge_queue_rows{queue="export"} 0',
      'wangge_queue_oldest_seconds{queue="outbox"} 2.5',
      'wangge_queue_oldest_seconds{queue="export"} 0',
    ]);
    jest.advanceTimersByTime(4_999);
    expect(await scraped()).toEqual(first);
    jest.advanceTimersByTime(1);
    expect((await scraped())[0]).toMatch(/ 2$/);
    expect(asked).toBe(2);
  });

  it('are missing while the database is silent, and the other metrics are not', async () => {
    exposeQueues({ query: async () => Promise.reject(new Error('silent')) } as never, 'select');
    expect(await scraped()).toEqual([]);
    expect(await metrics.metrics()).toContain('http_server_duration_seconds');
  });
});
