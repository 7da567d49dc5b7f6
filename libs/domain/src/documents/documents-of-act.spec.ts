import type { Act, CaseState, ClockState } from '../cases/case-state';
import { processOf } from '../cases/processes';
import { petitionNational } from '../rule-packs/petition-national';
import { documentOfAct, fieldsOfAct, MADE_BY, numbered, unitsOfAct } from './documents-of-act';

const clock = (kind: string, article: string, dueDate: string | null): ClockState => ({
  id: kind,
  kind,
  article,
  label: '',
  startedAt: '2026-01-03T09:00:00+08:00',
  dueDate,
  dueAt: null,
  provisional: false,
  calendarVersion: '1',
  extensionDays: 0,
  status: 'running',
  suspensions: [],
  fired: 0,
  expired: false,
});

const state = (more: Partial<CaseState> = {}): CaseState => ({
  number: '20260103-0000012',
  kind: 'petition',
  matterItem: 'noise',
  gridCode: '410105002001',
  district: '410105',
  rulePack: { id: 'petition-national', version: 1 },
  receivedAt: '2026-01-03T09:00:00+08:00',
  stage: 'registered',
  step: 1,
  auditHash: '',
  responsible: { unit: 'unit-a' },
  jointHandlers: [],
  handledBy: [],
  objectedBy: [],
  reopenings: 0,
  reworks: 0,
  overdue: false,
  clocks: [
    clock('registration', '信访工作条例 第22条', '2026-01-19'),
    clock('handling', '信访工作条例 第34条', '2026-03-04'),
  ],
  ...more,
});

const AT = '2026-01-05T10:00:00+08:00';
const HANDLER = { id: 'handler-a', grants: [{ role: 'unit-handler', unit: 'unit-a' }] } as const;
const OFFICER = { id: 'petition-officer', grants: [{ role: 'petition-officer', grid: '4101' }] } as const;
const act = (command: string, more: Partial<Act> = {}): Act => ({
  commandId: 'x',
  command,
  actor: HANDLER,
  reason: '理由',
  ...more,
});

describe('documents of an act', () => {
  it.each([
    ['register', OFFICER, {}, 'received', 'registered', 'registration-receipt', null],
    ['assign', OFFICER, { unit: 'unit-a' }, 'registered', 'assigned', 'transfer', null],
    ['transfer', OFFICER, { to: '郑州市生态环境局' }, 'registered', 'transferred', 'transfer', null],
    ['accept', HANDLER, {}, 'assigned', 'handling', 'acceptance', 'unit-a'],
    ['accept', HANDLER, { route: 'litigation', procedure: '诉讼' }, 'assigned', 'separated', 'redirection', 'unit-a'],
    ['redirect', HANDLER, { procedure: '行政复议' }, 'handling', 'own-procedure', 'redirection', 'unit-a'],
    ['refuse', OFFICER, {}, 'registered', 'refused', 'refusal', null],
    ['refuse', HANDLER, {}, 'assigned', 'refused', 'refusal', 'unit-a'],
    ['refuse-repeat', HANDLER, { earlier: '20250103-0000012' }, 'assigned', 'refused', 'refusal', 'unit-a'],
    ['approve-extension', HANDLER, {}, 'handling', 'handling', 'extension', 'unit-a'],
    ['reply', HANDLER, { opinion: '予以支持' }, 'handling', 'opinion', 'opinion', 'unit-a'],
    ['reply-review', HANDLER, { opinion: '维持' }, 'review', 'review-opinion', 'review', 'unit-a'],
    ['reply-re-review', HANDLER, { opinion: '维持' }, 're-review', 're-review-opinion', 're-review', 'unit-a'],
    ['mediate', HANDLER, { agreement: '一次性补偿' }, 'handling', 'executing', 'mediation', 'unit-a'],
  ])('%s of a petition by %o with %o from %s to %s makes %s of %s', (command, actor, data, from, to, kind, issuer) => {
    const made = documentOfAct(
      act(command, { actor, data }),
      state({ stage: from }),
      state({ stage: to }),
      AT,
      petitionNational,
    );
    expect(made).toMatchObject({ kind, issuer, template: 1 });
  });

  it.each([
    ['petition', 'assign', {}, 'review', 'review'],
    ['petition', 'mediate', {}, 'handling', 'handling'],
    ['petition', 'redirect', {}, 'handling', 'handling'],
    ['matter', 'register', {}, 'received', 'registered'],
    ['matter', 'assign', {}, 'registered', 'assigned'],
    ['matter', 'accept', {}, 'assigned', 'handling'],
    ['matter', 'transfer', {}, 'registered', 'transferred'],
  ] as const)('none of a %s for %s with %o from %s to %s', (kind, command, data, from, to) => {
    const [before, after] = [state({ kind, stage: from }), state({ kind, stage: to })];
    expect(documentOfAct(act(command, { data }), before, after, AT, petitionNational)).toBeUndefined();
  });

  it('keeps the dates and articles of the clocks as they are now', () => {
    expect(documentOfAct(act('accept'), state(), state({ stage: 'handling' }), AT, petitionNational)!.facts).toEqual({
      registrationDue: '二〇二六年一月十九日',
      registrationBasis: '《信访工作条例》第二十二条',
      handlingDue: '二〇二六年三月四日',
      handlingBasis: '《信访工作条例》第三十四条',
    });
  });

  it('says by how much and until when an extension goes', () => {
    const before = state({ extensionRequest: { clockId: 'handling', days: 20, by: 'handler-a' } });
    const after = state({ clocks: [clock('handling', '信访工作条例 第34条', '2026-03-24')] });
    expect(documentOfAct(act('approve-extension'), before, after, AT, petitionNational)!.facts).toMatchObject({
      extensionDays: '20日',
      extendedTo: '二〇二六年三月二十四日',
    });
  });

  it('signs for the unit of whoever acts, where another one is responsible', () => {
    const head = { id: 'head-b', grants: [{ role: 'unit-head', unit: 'unit-b' }] } as const;
    expect(documentOfAct(act('reply-review', { actor: head }), state(), state(), AT, petitionNational)!.issuer).toBe(
      'unit-b',
    );
  });

  it('takes the texts of an opinion, lists as numbered lines', () => {
    const data = { claims: ['停工', '赔偿'], facts: '事实', opinion: '支持', legalBasis: ['第四十三条'] };
    const reply = { process: 'petition', command: 'reply', from: 'handling', to: 'opinion' } as const;
    expect(fieldsOfAct({ ...reply, data })).toEqual({
      claims: '1．停工\n2．赔偿',
      facts: '事实',
      opinion: '支持',
      legalBasis: '第四十三条',
    });
    expect(fieldsOfAct(reply)).toEqual({});
  });

  it('says the ground of a refusal in the words of the rules', () => {
    const refused = act('refuse', { data: { ground: 'not-ours', goTo: '市生态环境局' } });
    const { facts } = documentOfAct(
      refused,
      state({ stage: 'assigned' }),
      state({ stage: 'refused' }),
      AT,
      petitionNational,
    )!;
    expect(facts.basis).toMatch(/^《信访工作条例》第二十三条：./);
  });

  it('makes a settlement of what the parties settle by themselves', () => {
    const settled = act('mediate', { data: { agreement: '一次性补偿', form: 'settlement' } });
    const made = documentOfAct(
      settled,
      state({ stage: 'handling' }),
      state({ stage: 'executing' }),
      AT,
      petitionNational,
    );
    expect(made!.kind).toBe('settlement');
  });

  it('names the unit that a petition goes to', () => {
    const assign = { process: 'petition', command: 'assign', from: 'registered', to: 'assigned' } as const;
    expect(unitsOfAct({ ...assign, data: { unit: 'unit-a' } })).toEqual({ to: 'unit-a' });
  });

  it('numbers lines', () => expect(numbered(['甲 ', '乙'])).toBe('1．甲\n2．乙'));

  it('speaks only of commands and stages that the processes have', () => {
    for (const { process, command, from = [], into = [] } of MADE_BY) {
      const { commands, stages } = processOf(process);
      expect(Object.keys(commands)).toContain(command);
      expect(Object.keys(stages)).toEqual(expect.arrayContaining([...from, ...into]));
    }
  });
});
