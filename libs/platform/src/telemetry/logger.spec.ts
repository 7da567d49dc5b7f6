import pino from 'pino';
import { loggerOptions } from './logger';

const written = (write: (logger: pino.Logger) => void): Record<string, unknown> => {
  let line = '';
  write(pino(loggerOptions('intake', 'info'), { write: (text: string) => (line = text) }));
  return JSON.parse(line) as Record<string, unknown>;
};

describe('log line', () => {
  it('says where it is from, with the level as a word and an instant', () => {
    const line = written((logger) => logger.warn({ number: 'P1' }, 'late'));
    expect(line).toMatchObject({ level: 'warn', service: 'intake', number: 'P1', msg: 'late' });
    expect(line.time).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('hides personal data at the top and two levels down', () => {
    const person = { name: '王小明', phone: '13800000000', address: '花园路1号' };
    const line = written((logger) =>
      logger.info(
        {
          ...person,
          petition: { title: '投诉', claims: ['a'], queryCode: 'Q', number: 'P1' },
          request: { headers: { authorization: 'Bearer x', cookie: 'y', 'set-cookie': 'z' } },
          list: [person],
        },
        'filed',
      ),
    );
    const text = JSON.stringify(line);
    for (const secret of ['王小明', '13800000000', '花园路', '投诉', 'Bearer x', '"y"', '"z"', '"Q"'])
      expect(text).not.toContain(secret);
    expect(text).toContain('P1');
  });

  it('of an error holds what it says and where, not what drivers hang on it', () => {
    const cause = Object.assign(new Error('duplicate key'), {
      code: '23505',
      detail: 'Key (phone)=(13800000000) already exists.',
      parameters: ['13800000000'],
    });
    const line = written((logger) => logger.error({ err: new TypeError('not filed', { cause }) }, 'failed'));
    expect(line.err).toMatchObject({
      type: 'TypeError',
      message: 'not filed',
      cause: { type: 'Error', code: '23505', message: 'duplicate key' },
    });
    expect(JSON.stringify(line)).not.toContain('13800000000');
  });
});
