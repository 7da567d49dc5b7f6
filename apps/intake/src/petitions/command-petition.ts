import { createHash, randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  Client,
  WorkflowNotFoundError,
  WorkflowUpdateFailedError,
  WithStartWorkflowOperation,
} from '@temporalio/client';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { TASK_QUEUES, workflowIdOfCase, WORKFLOW_TYPES } from '@wangge/contracts/task-queues';
import type { ErrorCodeName } from '@wangge/contracts/error-codes';
import { type Act, type CaseState, PETITIONER } from '@wangge/domain/cases/case-state';
import { availableCommands, isFinal, refusalOf } from '@wangge/domain/cases/decide';
import type { Refused } from '@wangge/domain/cases/process';
import { processOf } from '@wangge/domain/cases/processes';
import { maskPeople } from '@wangge/domain/people/mask';
import type { Actor } from '@wangge/domain/people/actor';
import { refusedByPack } from '@wangge/domain/rule-packs/refused-by-pack';
import { canonicalJson } from '@wangge/platform/http/canonical-json';
import { isErrorCode, Refusal } from '@wangge/platform/http/problem';
import type { CommandAnswer, RefusalDetails } from '@wangge/workflows/case/case-file';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { LawBook } from '../rules/law-book';
import { caseView, type CaseRow, type CaseView } from './case-view';
import { bodyOf } from './command-bodies';
import { maySee } from './may-see';
import { openPeople } from './people';

const UPDATE_DEADLINE_MS = 15_000;
const MOST_SENDINGS = 10;

interface CommandRequest {
  readonly number: string;
  readonly command: string;
  readonly body: unknown;
  readonly actor: Actor;
  readonly idempotencyKey?: string;
}

interface CaseWithEarlier extends CaseRow {
  readonly sealed: Uint8Array | null;
  readonly earlier: { command: string; data?: object; reason: string } | null;
}

/**
 * A command on a case: refused at once where the record says so, otherwise sent to the case's workflow as an Update,
 * which decides. The same Idempotency-Key acts once; another body under it is refused.
 */
@Injectable()
export class CommandPetition {
  constructor(
    private readonly database: IntakeDatabase,
    private readonly temporal: Client,
    private readonly laws: LawBook,
  ) {}

  async command(request: CommandRequest): Promise<CaseView> {
    const { number, command, actor } = request;
    const commandId = commandIdOf(
      actor.id === PETITIONER.id ? `${actor.id}/${number}` : actor.id,
      request.idempotencyKey,
    );
    const row = await this.read(number, commandId);
    const state = row?.state as CaseState | undefined;
    const known = actor.id === PETITIONER.id || (state && maySee(actor, state));
    const schema = state && bodyOf(state.kind, command);
    if (!row || !state || !known || !schema) throw new Refusal('RESOURCE.NOT_FOUND');
    const { reason, ...data } = withoutPeople(row, number, schema.parse(request.body) as { reason: string });
    const seen = state.step;
    const act: Act = { commandId, command, actor, reason, ...(Object.keys(data).length > 0 ? { data } : {}), seen };
    if (row.earlier) return this.repeated(row, act);
    const refused = refusalOf(processOf(state.kind), state, act);
    // A case that waits for its start may be further on in the workflow than in the record; everything else is refused here.
    if (refused && state.step > 0) throw refusal(refused.code, refused.message, state, actor);
    if (command === 'merge' && !refused) await this.mergeTarget(data as { into: string }, actor);
    await this.refuseByRules(state, act);
    await this.update(state, act);
    return caseView((await this.read(number, commandId))!, actor);
  }

  private async read(number: string, commandId: string): Promise<CaseWithEarlier | undefined> {
    const rows = await this.database.$queryRawUnsafe<CaseWithEarlier[]>(
      `select p.state, p.title, p.content, p.channel, p.external_id as "externalId", p.sealed, a.entry as earlier
        from petition p left join audit a on a.stream = p.number and a.command_id = $2 where p.number = $1`,
      number,
      commandId,
    );
    return rows[0];
  }

  /** A case becomes part of one that the person sees and that is not over otherwise than by closing. */
  private async mergeTarget({ into }: { into: string }, actor: Actor): Promise<void> {
    const row = await this.database.petition.findUnique({ where: { number: into }, select: { state: true } });
    const state = row?.state as unknown as CaseState | undefined;
    const fault = (zh: string, en: string) => new Refusal('PETITION.RULE_REFUSED', { detail: { zh, en } });
    if (!state || !maySee(actor, state)) throw fault('没有这样的事项可以并入', 'there is no such case to merge into');
    if (isFinal(processOf(state.kind), state) && state.stage !== 'closed')
      throw fault('该事项已终止，不能并入', 'that case is over and takes no other');
  }

  private repeated(row: CaseWithEarlier, act: Act): CaseView {
    const { command, reason, data } = row.earlier!;
    if (
      canonicalJson({ command, reason, data }) !==
      canonicalJson({ command: act.command, reason: act.reason, data: act.data })
    )
      throw new Refusal('IDEMPOTENCY.KEY_REUSED');
    return caseView(row, act.actor);
  }

  /** What the case's rule pack and other cases refuse: unknown grounds, an earlier number that answered nothing to the end. */
  private async refuseByRules(state: CaseState, act: Act): Promise<void> {
    if (act.command === 'refuse') {
      const { pack } = await this.laws.pinned(state.rulePack);
      const refused = refusedByPack(pack, act);
      if (refused) throw refusal(refused.code, refused.message, state, act.actor);
    }
    if (act.command === 'refuse-repeat') {
      const number = act.data?.['earlier'] as string;
      const row = await this.database.petition.findUnique({ where: { number }, select: { state: true } });
      const earlier = row?.state as unknown as CaseState | undefined;
      if (!earlier || !maySee(act.actor, earlier) || !wasAnsweredToTheEnd(earlier))
        throw refusal(
          'PETITION.RULE_REFUSED',
          { zh: `${number} 不是已复核终结的信访事项`, en: `${number} did not end with a re-review` },
          state,
          act.actor,
        );
    }
  }

  private async update(state: CaseState, act: Act): Promise<void> {
    try {
      await this.temporal.connection.withDeadline(Date.now() + UPDATE_DEADLINE_MS, () =>
        this.sendUntilTaken(state, act),
      );
    } catch (error) {
      if (!(error instanceof WorkflowUpdateFailedError)) throw error;
      const failure = error.cause;
      if (!(failure instanceof ApplicationFailure) || !isErrorCode(failure.type)) throw error;
      const now = (await this.read(state.number, act.commandId))!;
      // A workflow task that was lost after it recorded this act is run again, perhaps with another act first, which
      // then makes this one look too late. The record says whose act it was.
      if (now.earlier) return;
      const [{ message }] = failure.details as [RefusalDetails];
      throw refusal(failure.type, message, now.state as CaseState, act.actor);
    }
  }

  /** Where many acts on one case come at once, the server now and then gives one back that no worker took: it is sent again. */
  private async sendUntilTaken(state: CaseState, act: Act): Promise<void> {
    for (let sending = 1; ; sending++) {
      try {
        return await this.send(state, act);
      } catch (error) {
        if (!isGivenBack(error)) throw error;
        if (sending === MOST_SENDINGS) throw new Refusal('SERVICE.UNAVAILABLE', { retryAfterSeconds: 1, cause: error });
      }
    }
  }

  private async send(state: CaseState, act: Act): Promise<void> {
    const workflowId = workflowIdOfCase(state.number);
    const options = { args: [act] as [Act], updateId: act.commandId };
    if (!isFinal(processOf(state.kind), state)) {
      try {
        await this.temporal.workflow.getHandle(workflowId).executeUpdate<CommandAnswer, [Act]>(act.command, options);
        return;
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    }
    // Over, or not started yet: it starts, reads the record and takes the command in one go.
    const startWorkflowOperation = new WithStartWorkflowOperation(WORKFLOW_TYPES[state.kind], {
      workflowId,
      taskQueue: TASK_QUEUES.intake,
      args: [{ number: state.number }],
      workflowIdConflictPolicy: 'USE_EXISTING',
      workflowIdReusePolicy: 'ALLOW_DUPLICATE',
      staticSummary: `${state.matterItem} · ${state.gridCode}`,
    });
    await this.temporal.workflow.executeUpdateWithStart<
      (input: { number: string }) => Promise<unknown>,
      CommandAnswer,
      [Act]
    >(act.command, { ...options, startWorkflowOperation });
  }
}

/** Failures of the server's own, not of our workflow. */
const isGivenBack = (error: unknown): boolean =>
  error instanceof WorkflowUpdateFailedError &&
  error.cause instanceof TemporalFailure &&
  error.cause.failure?.source === 'Server';

/** 第36条: a re-review opinion was given, and the case is over. */
const wasAnsweredToTheEnd = ({ stage, petition }: CaseState): boolean =>
  stage === 'concluded' && petition?.opinions.some(({ instance }) => instance === 're-review') === true;

function refusal(code: ErrorCodeName, detail: Refused['message'], state: CaseState, actor: Actor): Refusal {
  return new Refusal(code, {
    detail,
    extra: {
      number: state.number,
      stage: state.stage,
      step: state.step,
      availableCommands: availableCommands(processOf(state.kind), state, actor),
    },
  });
}

/** What is said with an act stays in the trail for good: marks stand there in the place of the petitioners' names. */
function withoutPeople<Body>(row: CaseWithEarlier, number: string, body: Body): Body {
  const { petitioners = [] } = openPeople(environment().WANGGE_DATA_KEYS, number, row.sealed);
  return maskPeople(body, petitioners);
}

/** Keys of one account never meet those of another; a command without a key acts each time it is sent. */
function commandIdOf(account: string, key: string | undefined): string {
  return key === undefined
    ? randomUUID()
    : createHash('sha256').update(`${account}/${key}`).digest('base64url').slice(0, 32);
}
