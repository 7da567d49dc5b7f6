import type { Questions } from '@wangge/platform/messaging/questions';
import { Places } from './places';

describe('the unit above a unit, while dispatch is silent', () => {
  const CITY = { superior: 'zz-government' };
  const PROVINCE = { superior: 'hn-government' };
  const askOr = jest.fn<Promise<unknown>, unknown[]>();
  const places = () => new Places({ askOr } as unknown as Questions);
  let laterMs: number;
  beforeEach(() => {
    laterMs = 0;
    askOr.mockReset();
    const [date, clock] = [Date.now.bind(Date), performance.now.bind(performance)];
    jest.spyOn(Date, 'now').mockImplementation(() => date() + laterMs);
    jest.spyOn(performance, 'now').mockImplementation(() => clock() + laterMs);
  });
  afterEach(() => jest.restoreAllMocks());

  it('is the one that was known last, and asked for again afterwards', async () => {
    const sut = places();
    askOr.mockResolvedValueOnce(CITY);
    expect(await sut.superior('unit-a')).toEqual(CITY);
    laterMs = 61_000;
    askOr.mockResolvedValueOnce(undefined);
    expect(await sut.superior('unit-a')).toEqual(CITY);
    laterMs = 65_000;
    askOr.mockResolvedValueOnce(PROVINCE);
    expect(await sut.superior('unit-a')).toEqual(PROVINCE);
    expect(askOr).toHaveBeenCalledTimes(3);
  });

  it('is asked for once more where it never was known', async () => {
    askOr.mockResolvedValueOnce(undefined).mockResolvedValueOnce(CITY);
    expect(await places().superior('unit-a')).toEqual(CITY);
    askOr.mockReset().mockResolvedValue(undefined);
    expect(await places().superior('unit-a')).toBeUndefined();
    expect(askOr).toHaveBeenCalledTimes(2);
  }, 30_000);
});
