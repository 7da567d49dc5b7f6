import { SEED_CALENDAR } from '../calendar/seed-calendar';
import { hotline } from '../rule-packs/hotline';
import { petitionNational } from '../rule-packs/petition-national';
import type { CaseKind, CaseState } from './case-state';
import { processOf } from './processes';
import { transition } from './transition';
import type { Upward } from './upward';

const AT = '2026-03-02T09:00:00+08:00';
const given = (kind: CaseKind, stage: string, more: Partial<CaseState> = {}): CaseState => ({
  number: '20260302-0000001',
  kind,
  matterItem: 'prepaid-card',
  gridCode: '410105002001',
  district: '410105',
  rulePack: { id: kind === 'matter' ? 'hotline' : 'petition-national', version: 1 },
  receivedAt: AT,
  stage,
  step: 3,
  auditHash: '',
  responsible: { unit: 'unit-a' },
  supervisingUnit: 'unit-s',
  jointHandlers: [],
  handledBy: [],
  objectedBy: [],
  reopenings: 0,
  reworks: 0,
  overdue: false,
  clocks: [],
  ...more,
});
const act = (state: CaseState, command: string, data: Record<string, unknown> = {}, superior?: string) =>
  transition(
    processOf(state.kind),
    state,
    {
      commandId: command,
      command,
      actor: { id: 'somebody', grants: [] },
      reason: '理由',
      data,
      ...(superior === undefined ? {} : { found: { superior } }),
    },
    AT,
    { pack: state.kind === 'matter' ? hotline : petitionNational, calendar: SEED_CALENDAR },
  );

const OPINIONS = { petition: { opinions: [{ instance: 'handling', unit: 'unit-a', by: 'x', givenAt: AT }] } } as const;
const NOBODY = { responsible: undefined, supervisingUnit: undefined };

describe('a transfer upward', () => {
  it.each<[string, CaseState, string, Record<string, unknown>, Upward | undefined]>([
    // Who is asked for a review is the organ above the one that gave the opinion (第35条), and for a re-review the next one (第36条).
    [
      'a request for review',
      given('petition', 'served', OPINIONS),
      'request-review',
      {},
      { from: 'unit-a', to: 'unit-s' },
    ],
    [
      'a request for re-review',
      given('petition', 'review-served', { ...OPINIONS, responsible: { unit: 'unit-s' }, supervisingUnit: 'province' }),
      'request-re-review',
      {},
      { from: 'unit-s', to: 'province' },
    ],
    [
      'a request for review while the organ above is not known',
      given('petition', 'served', { ...OPINIONS, supervisingUnit: undefined }),
      'request-review',
      {},
      { from: 'unit-a' },
    ],
    // 第24条: the common superior decides who accepts. Nobody has the case before it is routed.
    [
      'a dispute that is referred before anybody has it',
      given('petition', 'registered', NOBODY),
      'refer-dispute',
      { supervisingUnit: 'city' },
      { to: 'city' },
    ],
    [
      'a dispute that is referred by who sent it',
      given('petition', 'objected'),
      'refer-dispute',
      {},
      { from: 'unit-a', to: 'unit-s' },
    ],
    [
      'a dispute that goes on to another superior',
      given('petition', 'disputed', NOBODY),
      'refer-dispute',
      { supervisingUnit: 'city' },
      { to: 'city' },
    ],
    [
      'the second objection that the sender agrees to',
      given('petition', 'objected', { objectedBy: ['unit-b', 'unit-a'] }),
      'agree-objection',
      {},
      { from: 'unit-a', to: 'unit-s' },
    ],
    [
      'the first one, after which it is routed anew',
      given('petition', 'objected', { objectedBy: ['unit-a'] }),
      'agree-objection',
      {},
      undefined,
    ],
    [
      'a matter that a second unit sends back',
      given('matter', 'assigned', { objectedBy: ['unit-b'] }),
      'object',
      {},
      { from: 'unit-a', to: 'unit-s' },
    ],
    ['a matter that is sent back once', given('matter', 'assigned'), 'object', {}, undefined],
    // Only a person knows whether an authority outside is a higher one.
    [
      'a transfer to a higher authority',
      given('petition', 'registered', NOBODY),
      'transfer',
      { to: '省教育厅', upward: true },
      { authority: '省教育厅' },
    ],
    ['a transfer to another one', given('petition', 'registered', NOBODY), 'transfer', { to: '市水务集团' }, undefined],
    [
      'a transfer of which it is said that it is not',
      given('matter', 'registered', NOBODY),
      'transfer',
      { to: '区水务局', upward: false },
      undefined,
    ],
    [
      'a matter that its unit loses to the one above',
      given('matter', 'handling'),
      'assign',
      { unit: 'unit-s' },
      { from: 'unit-a', to: 'unit-s' },
    ],
    [
      'a matter that its unit loses to one beside it',
      given('matter', 'handling'),
      'assign',
      { unit: 'unit-b' },
      undefined,
    ],
    // It went up when the dispute began.
    ['what the superior decides of a dispute', given('matter', 'disputed'), 'assign', { unit: 'unit-s' }, undefined],
    ['supervision', given('petition', 'handling'), 'supervise', {}, undefined],
    ['acceptance', given('petition', 'assigned'), 'accept', {}, undefined],
  ])('%s', (_, state, command, data, upward) => {
    const { step, state: after } = act(state, command, data, command === 'request-review' ? 'province' : undefined);
    expect(step.upward).toEqual(upward);
    expect(after.transfersUp).toBe(upward ? 1 : undefined);
  });

  it('counts on', () => {
    const { state } = act(given('petition', 'disputed', { ...NOBODY, transfersUp: 2 }), 'refer-dispute', {
      supervisingUnit: 'city',
    });
    expect(state.transfersUp).toBe(3);
  });
});
