import { Injectable } from '@nestjs/common';
import { type CaseEvent, eventOfCommand } from '@wangge/contracts/events';
import { TASK_QUEUES, workflowIdOfCase, WORKFLOW_TYPES } from '@wangge/contracts/task-queues';
import { dayOf, formatDay, formatInstant } from '@wangge/domain/calendar/local-date';
import { startClock } from '@wangge/domain/cases/case-clocks';
import { type CaseState, nearestDue } from '@wangge/domain/cases/case-state';
import { processOf } from '@wangge/domain/cases/processes';
import { NOT_LOOKED_UP } from '@wangge/domain/people/accused';
import { maskPeople } from '@wangge/domain/people/mask';
import type { LawInForce } from '@wangge/domain/cases/transition';
import { type Actor, holdsForGrid } from '@wangge/domain/people/actor';
import type { RulePack } from '@wangge/domain/rule-packs/rule-pack';
import { entryHash, GENESIS } from '@wangge/platform/audit/entry-hash';
import { canonicalJson } from '@wangge/platform/http/canonical-json';
import { requestHash } from '@wangge/platform/http/idempotency-key';
import { invalid, Refusal } from '@wangge/platform/http/problem';
import { currentTraceparent } from '@wangge/platform/telemetry/tracing';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { wordsOf } from '../lists/search-terms';
import { LawBook } from '../rules/law-book';
import type { Filed, FiledBeside, Filing } from './filing';
import { FILE_STATEMENT } from './file-petition.sql';
import { NumberBlocks } from './number-blocks';
import { sealPeople, textsOfAccused } from './people';
import { Places } from './places';
import { queryCodeOf } from './query-code';

interface Filer {
  readonly actor?: Actor;
  readonly idempotencyKey?: string;
}

type Place = Pick<CaseState, 'gridCode' | 'district' | 'selfGovernance'>;

/**
 * The rule pack of a case: that of the place for petitions; of matters management of city components and events (数字城管)
 * for patrols, the hotline's for everything else.
 */
function packOf(filing: Filing): string {
  if (filing.kind === 'petition') return environment().WANGGE_PETITION_RULES;
  return filing.channel === 'patrol' ? 'city-management' : 'hotline';
}

/**
 * Files a case: one statement, one commit (case, first audit entry, event, start request, idempotency key). It asks
 * dispatch about item and place with a deadline and goes on without an answer, and does not touch Temporal or NATS.
 */
@Injectable()
export class FilePetition {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly laws: LawBook,
    private readonly places: Places,
    private readonly numbers: NumberBlocks,
  ) {}

  /** @returns what the filer gets, and whether this request made the case: the same key is the same request */
  async file(given: Filing, filer: Filer, givenBeside?: FiledBeside): Promise<{ filed: Filed; created: boolean }> {
    const filedAt = Date.now();
    const bodyHash = requestHash(givenBeside ? { filing: given, beside: givenBeside } : given);
    const { filing, beside } = masked(given, givenBeside);
    const receivedAt = this.receivedAt(filing, filer.actor, filedAt);
    const law = await this.lawAt(filing, receivedAt);
    refuseTooManyRepresentatives(filing, law.pack);
    const [place, accused] = await Promise.all([this.place(filing), this.accused(filing)]);
    const state = await this.firstState(filing, { ...place, accused }, receivedAt, law);
    const audit = this.firstEntry(state, filing, filer.actor, filedAt);
    try {
      await this.insert(
        filing,
        { ...state, auditHash: audit.hash.toString('hex') },
        audit,
        filedAt,
        keyOf(filer),
        bodyHash,
        beside,
      );
    } catch (error) {
      const earlier = await this.earlier(filing, filer, bodyHash);
      if (earlier) return earlier;
      throw error;
    }
    return { filed: this.answer(state), created: true };
  }

  private answer(state: Pick<CaseState, 'number' | 'receivedAt' | 'stage'>): Filed {
    return {
      number: state.number,
      queryCode: queryCodeOf(state.number, environment().WANGGE_QUERY_CODE_KEY),
      receivedAt: state.receivedAt,
      stage: state.stage,
    };
  }

  private receivedAt(filing: Filing, actor: Actor | undefined, filedAt: number): string {
    if (filing.receivedAt === undefined) return formatInstant(filedAt);
    const given = Date.parse(filing.receivedAt);
    const field = 'receivedAt';
    if (!actor || !actor.grants.some((grant) => grant.role === 'petition-officer'))
      throw invalid({
        field,
        code: 'not_permitted',
        message: { zh: '只有信访工作人员可以填写收到时间', en: 'only a petition officer gives the time of receipt' },
      });
    if (given > filedAt || given < Date.parse('2000-01-01T00:00:00+08:00'))
      throw invalid({
        field,
        code: 'out_of_range',
        message: {
          zh: '收到时间不能在将来，也不能早于2000年',
          en: 'the time of receipt is in the future or before 2000',
        },
      });
    return formatInstant(given);
  }

  /** Item and grid are checked where dispatch answers; otherwise the case is filed for the whole city and placed by its workflow. */
  private async place(filing: Filing): Promise<Place> {
    const city = environment().WANGGE_CITY_GRID;
    let gridCode = 'gridCode' in filing.location ? filing.location.gridCode : undefined;
    if (!('gridCode' in filing.location)) {
      const found = await this.places.location(filing.location);
      if (found && !found.found) throw new Refusal('PETITION.UNKNOWN_GRID');
      gridCode = found?.gridCode;
    }
    const known = await this.places.responsibility({ matterItem: filing.matterItem, gridCode: gridCode ?? city });
    if (known && !known.itemKnown) throw new Refusal('PETITION.UNKNOWN_ITEM');
    if (known && !known.gridKnown) throw new Refusal('PETITION.UNKNOWN_GRID');
    return {
      gridCode: gridCode ?? city,
      district: known?.district ?? (gridCode ?? city).slice(0, 6),
      ...(known?.selfGovernance ? { selfGovernance: true } : {}),
    };
  }

  /** Whom the case accuses; while dispatch is silent it could be anybody, and the workflow asks before it goes anywhere. */
  private async accused({ accused }: Filing): Promise<readonly string[]> {
    const texts = textsOfAccused(accused);
    return texts.length === 0 ? [] : ((await this.places.accused(texts)) ?? [NOT_LOOKED_UP]);
  }

  /** A petition is under the rules in force at its receipt until it is accepted, a matter under those of its filing. */
  private lawAt(filing: Filing, receivedAt: string): Promise<LawInForce> {
    const from = filing.kind === 'petition' ? Date.parse(receivedAt) : Date.now();
    return this.laws.inForce(packOf(filing), formatDay(dayOf(from)));
  }

  private async firstState(
    filing: Filing,
    { accused, ...place }: Place & { accused: readonly string[] },
    receivedAt: string,
    law: LawInForce,
  ): Promise<CaseState> {
    const number = await this.numbers.take(formatDay(dayOf(Date.now())));
    const process = processOf(filing.kind);
    const clocks = (process.stages[process.first]?.clocks ?? []).flatMap((kind) =>
      startClock(kind, [], receivedAt, law),
    );
    return {
      number,
      kind: filing.kind,
      matterItem: filing.matterItem,
      ...place,
      rulePack: { id: law.pack.id, version: law.pack.version },
      receivedAt,
      stage: process.first,
      step: 0,
      auditHash: '',
      jointHandlers: [],
      handledBy: [],
      objectedBy: [],
      reopenings: 0,
      reworks: 0,
      overdue: false,
      ...(accused.length > 0 ? { accused } : {}),
      clocks,
      ...(filing.kind === 'petition' ? { petition: { opinions: [] } } : {}),
    };
  }

  private firstEntry(state: CaseState, filing: Filing, actor: Actor | undefined, filedAt: number) {
    const at = new Date(filedAt).toISOString();
    const commandId = `file:${state.number}`;
    const entry = {
      command: 'file',
      from: '',
      to: state.stage,
      actor: actor?.id ?? 'petitioner',
      reason: '',
      data: {
        channel: filing.channel,
        matterItem: state.matterItem,
        gridCode: state.gridCode,
        rulePack: state.rulePack,
        receivedAt: state.receivedAt,
        ...(filing.evidence.length > 0 ? { evidence: filing.evidence } : {}),
      },
    };
    return { commandId, at, entry, hash: entryHash(GENESIS, { stream: state.number, step: 0, commandId, at, entry }) };
  }

  private async insert(
    filing: Filing,
    state: CaseState,
    audit: { commandId: string; at: string; entry: object; hash: Buffer },
    filedAt: number,
    key: string | null,
    bodyHash: string,
    beside?: FiledBeside,
  ): Promise<void> {
    const hidden = { ...beside?.sealed, petitioners: filing.petitioners, accused: filing.accused };
    const event: CaseEvent = {
      number: state.number,
      step: 0,
      kind: state.kind,
      command: 'file',
      from: '',
      stage: state.stage,
      matterItem: state.matterItem,
      gridCode: state.gridCode,
      ...(state.accused ? { restricted: true } : {}),
      dueAt: nearestDue(state),
      at: audit.at,
    };
    await this.database.$executeRawUnsafe(
      FILE_STATEMENT,
      state.number,
      state.kind,
      state.stage,
      JSON.stringify(state),
      state.matterItem,
      state.gridCode,
      state.district,
      filing.title,
      JSON.stringify({
        ...beside?.content,
        claims: filing.claims,
        description: filing.description,
        location: filing.location,
        evidence: filing.evidence,
      }),
      sealPeople(environment().WANGGE_DATA_KEYS, state.number, hidden),
      filing.channel,
      filing.externalId ?? null,
      event.dueAt ?? null,
      state.receivedAt,
      new Date(filedAt).toISOString(),
      audit.commandId,
      JSON.stringify(audit.entry),
      GENESIS,
      audit.hash,
      eventOfCommand('file'),
      JSON.stringify(event),
      currentTraceparent() ?? null,
      workflowIdOfCase(state.number),
      WORKFLOW_TYPES[state.kind],
      TASK_QUEUES.intake,
      JSON.stringify([{ number: state.number }]),
      `${state.matterItem} · ${state.gridCode}`,
      key,
      Buffer.from(bodyHash, 'hex'),
      wordsOf(filing.title, filing.claims),
      [...(state.accused ?? [])],
    );
  }

  /** What an earlier filing under the same key, or with the same external number and channel, became. */
  private async earlier(
    filing: Filing,
    filer: Filer,
    bodyHash: string,
  ): Promise<{ filed: Filed; created: boolean } | undefined> {
    const used = keyOf(filer);
    const key = used === null ? null : await this.database.filingKey.findUnique({ where: { key: used } });
    if (key && Buffer.from(key.bodyHash).toString('hex') !== bodyHash) throw new Refusal('IDEMPOTENCY.KEY_REUSED');
    const where = key
      ? { number: key.number }
      : filing.externalId
        ? { channel_externalId: { channel: filing.channel, externalId: filing.externalId } }
        : undefined;
    if (!where) return undefined;
    const row = await this.database.petition.findUnique({ where, select: { state: true } });
    if (!row) return undefined;
    const state = row.state as unknown as CaseState;
    if (key) return { filed: this.answer({ ...state, stage: processOf(state.kind).first }), created: true };
    const known = filer.actor && holdsForGrid(filer.actor, 'petition-officer', state.gridCode);
    return {
      filed: known ? this.answer(state) : { number: state.number, receivedAt: state.receivedAt, stage: state.stage },
      created: false,
    };
  }
}

/** What is kept in the open without the petitioners' names; what they wrote is sealed where that changes it. */
function masked(filing: Filing, beside: FiledBeside | undefined): { filing: Filing; beside?: FiledBeside } {
  const { title, claims, description, petitioners } = filing;
  const text = { title, claims, description };
  const open = maskPeople({ text, content: beside?.content ?? {} }, petitioners);
  if (canonicalJson(open) === canonicalJson({ text, content: beside?.content ?? {} })) return { filing, beside };
  return {
    filing: { ...filing, ...open.text },
    beside: { content: open.content, sealed: { ...beside?.sealed, text } },
  };
}

/** Several who visit with one petition choose representatives, five at most (信访工作条例 第20条). */
function refuseTooManyRepresentatives(filing: Filing, pack: RulePack): void {
  const rule = pack.petition?.jointVisit;
  if (filing.kind !== 'petition' || filing.channel !== 'visit' || !rule || filing.petitioners.length <= rule.most)
    return;
  throw invalid({
    field: 'petitioners',
    code: 'too_many_representatives',
    message: {
      zh: `多人走访应当推选代表，代表人数不得超过${rule.most}人（${rule.article}）`,
      en: `several who visit choose at most ${rule.most} representatives (${rule.article})`,
    },
  });
}

/** Keys of one account never meet those of another, nor strangers' keys. */
const keyOf = (filer: Filer): string | null =>
  filer.idempotencyKey === undefined ? null : `${filer.actor?.id ?? ''}/${filer.idempotencyKey}`;
