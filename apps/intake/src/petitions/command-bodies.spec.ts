import { PROCESSES } from '@wangge/domain/cases/processes';
import type { OpenAPIObject } from '@nestjs/swagger';
import { bodyOf } from './command-bodies';
import { describeCommands } from './describe-commands';

const OPINION = { claims: ['一', '二'], facts: '事实', opinion: '意见', legalBasis: ['依据'] };
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

describe('what a command on a petition takes', () => {
  const parse = (command: string, body: object) => bodyOf('petition', command)!.safeParse({ reason: '理由', ...body });

  it.each<[string, object, object]>([
    ['accept', {}, { route: 'ordinary' }],
    [
      'reply',
      { ...OPINION, claims: '只有一项', legalBasis: '一条' },
      { ...OPINION, claims: ['只有一项'], legalBasis: ['一条'] },
    ],
    ['reply', { ...OPINION, outcome: 'explained' }, { ...OPINION, outcome: 'explained' }],
    ['reply-review', { ...OPINION, outcome: 'upheld' }, { ...OPINION, outcome: 'upheld' }],
    ['confirm-served', { date: today(), manner: '留置送达' }, { date: today(), manner: '留置送达' }],
    ['refuse', { ground: 'under-way-elsewhere' }, { ground: 'under-way-elsewhere' }],
    ['mediate', { consent: false }, { form: 'mediation', consent: false }],
    ['mediate', { agreement: '协议', form: 'settlement' }, { agreement: '协议', form: 'settlement' }],
    ['request-extension', { days: 30 }, { days: 30 }],
    ['request-review', { receivedOn: '2026-01-05' }, { receivedOn: '2026-01-05' }],
  ])('%s takes %j', (command, body, parsed) => {
    expect(parse(command, body)).toMatchObject({ success: true, data: { reason: '理由', ...parsed } });
  });

  it.each<[string, object, string]>([
    ['accept', { route: 'arbitration' }, 'procedure'],
    ['accept', { route: 'arbitration', procedure: '仲裁' }, 'basis'],
    ['accept', { route: 'short-cut' }, 'route'],
    ['redirect', { route: 'ordinary', procedure: 'x', basis: 'y' }, 'route'],
    ['refuse', {}, 'ground'],
    ['refuse', { ground: 'not-ours' }, 'goTo'],
    ['refuse-repeat', { earlier: '1' }, 'earlier'],
    ['reply', { ...OPINION, claims: [] }, 'claims'],
    ['reply', { ...OPINION, facts: ' ' }, 'facts'],
    ['reply', { ...OPINION, opinion: undefined }, 'opinion'],
    ['reply', { ...OPINION, legalBasis: undefined }, 'legalBasis'],
    ['reply', { ...OPINION, outcome: 'upheld' }, 'outcome'],
    ['reply', { ...OPINION, facts: '长'.repeat(20_001) }, 'facts'],
    ['confirm-served', { manner: '直接送达' }, 'date'],
    ['confirm-served', { date: '2199-01-01', manner: '直接送达' }, 'date'],
    ['confirm-served', { date: '2026-02-30', manner: '直接送达' }, 'date'],
    ['confirm-served', { date: '2026-02-05' }, 'manner'],
    ['mediate', {}, 'consent'],
    ['mediate', { agreement: '协议', consent: false }, 'consent'],
    ['request-extension', { days: 0 }, 'days'],
    ['transfer', {}, 'to'],
    ['withdraw', { reason: '' }, 'reason'],
  ])('%s refuses %j', (command, body, field) => {
    const issues = parse(command, body).error?.issues ?? [];
    expect(issues.map(({ path }) => path[0])).toContain(field);
  });

  it('refuses fields that it does not know', () => {
    expect(parse('withdraw', { colour: 'red' }).success).toBe(false);
  });

  it('is there for every command of a person, and for none of the platform’s own', () => {
    for (const [command, rule] of Object.entries(PROCESSES.petition.commands))
      expect([command, bodyOf('petition', command) !== undefined]).toEqual([
        command,
        rule.by.some((relation) => relation !== 'system'),
      ]);
    expect(bodyOf('petition', 'constructor')).toBeUndefined();
  });
});

describe('the published document', () => {
  const generic = { operationId: 'command', responses: {} };
  const document = {
    paths: {
      '/api/v1/petitions/{number}/{command}': { post: generic },
      '/api/v1/public/petitions/{number}/{command}': { post: generic },
    },
  } as unknown as OpenAPIObject;
  beforeAll(() => describeCommands(document));
  const bodies = (path: string) => {
    const content = document.paths[path]?.post?.requestBody as
      { content: Record<string, { schema: object }> } | undefined;
    return content?.content['application/json']?.schema as { anyOf?: object[]; type?: string } | undefined;
  };

  it('has a path for each command of any kind, with both bodies where the kinds differ', () => {
    expect(bodies('/api/v1/petitions/{number}/reply')?.anyOf).toHaveLength(2);
    expect(bodies('/api/v1/petitions/{number}/urge')?.type).toBe('object');
    expect(bodies('/api/v1/petitions/{number}/reply-re-review')?.type).toBe('object');
    expect(bodies('/api/v1/petitions/{number}/locate')).toBeUndefined();
  });

  it('offers a petitioner what is theirs', () => {
    const offered = Object.keys(document.paths)
      .filter((path) => path.startsWith('/api/v1/public/'))
      .map((path) => path.split('/').at(-1));
    expect(offered.sort()).toEqual(['rate', 'reopen', 'request-re-review', 'request-review', 'urge', 'withdraw']);
  });
});
