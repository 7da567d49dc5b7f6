import type { CaseState, ClockState, Suspension } from '@wangge/domain/cases/case-state';
import type { Instance, PetitionFile } from '@wangge/domain/cases/petition-file';
import type { Step } from '@wangge/domain/cases/transition';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../api/ask';
import type { Page } from '../api/ask';

/** A case in a list. */
export interface CaseItem {
  readonly number: string;
  readonly kind: string;
  readonly stage: string;
  readonly title: string;
  readonly matterItem: string;
  readonly gridCode: string;
  readonly channel: string;
  readonly responsible: Responsible | null;
  readonly dueAt: string | null;
  /** It is late, or was once. */
  readonly overdue: boolean;
  readonly receivedAt: string;
}

interface Responsible {
  readonly unit: string;
  readonly person: string | null;
}

export type Clock = Pick<
  ClockState,
  | 'id'
  | 'kind'
  | 'article'
  | 'label'
  | 'unit'
  | 'startedAt'
  | 'endedAt'
  | 'dueDate'
  | 'dueAt'
  | 'provisional'
  | 'status'
> & { readonly suspensions: readonly Suspension[] };

/** A case as whoever works on it sees it. */
export interface CaseView
  extends
    Omit<CaseItem, 'dueAt'>,
    Pick<CaseState, 'district' | 'rulePack' | 'jointHandlers' | 'step' | 'reopenings' | 'reworks'> {
  readonly claims: readonly string[];
  readonly description: string | null;
  readonly evidence: readonly string[];
  readonly externalId: string | null;
  readonly location: { readonly gridCode: string } | { readonly lon: number; readonly lat: number };
  readonly firstReceiver: string | null;
  readonly supervisingUnit: string | null;
  /** By the catalogue, for whoever dispatches: the law's means, or the neighbours' own. */
  readonly approach: 'enforcement' | 'self-governance';
  readonly mergedInto: string | null;
  readonly transferredTo: string | null;
  readonly tolerated: boolean;
  readonly extensionRequest: NonNullable<CaseState['extensionRequest']> | null;
  /** Of a petition alone. */
  readonly instance?: Instance | null;
  readonly petition?: PetitionFile;
  /** Accounts that withdrew for an interest of their own. */
  readonly recused: readonly string[];
  /** It accuses somebody, for whom it is not there (信访工作条例 第30条). */
  readonly restricted: boolean;
  readonly clocks: readonly Clock[];
  readonly availableCommands: readonly string[];
}

/** An entry of the audit trail; `file` is the first one. */
export type CaseEvent = Omit<Step, 'commandId'> & { readonly hash: string };

/** What the server knows of a case when it refuses with 409. */
export interface NewerState {
  readonly stage: string;
  readonly step: number;
}

export const caseAddress = (number: string): string => `/api/v1/petitions/${encodeURIComponent(number)}`;

/** Keys of what is read of one case: `['case', number, …]`. */
export const caseKey = (number: string) => ['case', number] as const;

export const useCase = (number: string) =>
  useQuery({
    queryKey: [...caseKey(number), 'view'],
    queryFn: ({ signal }) => ask<CaseView>(caseAddress(number), { signal }),
  });

/** What a person looks at before dispatching or merging a case; suggestions, not decisions. */
export interface Suggestions {
  readonly similar: readonly Pick<CaseItem, 'number' | 'kind' | 'title' | 'stage' | 'receivedAt'>[];
  readonly repeated: { readonly days: number; readonly count: number; readonly isRepeated: boolean };
  readonly merged: readonly string[];
}

export const useSuggestions = (number: string) =>
  useQuery({
    queryKey: [...caseKey(number), 'suggestions'],
    queryFn: ({ signal }) => ask<Suggestions>(`${caseAddress(number)}/suggestions`, { signal }),
  });

export const useCaseEvents = (number: string) =>
  useQuery({
    queryKey: [...caseKey(number), 'events'],
    queryFn: async ({ signal }) => (await ask<Page<CaseEvent>>(`${caseAddress(number)}/events`, { signal })).items,
  });
