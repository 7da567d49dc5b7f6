import type { ClockState } from '@wangge/domain/cases/case-state';
import { addressOf } from '../api/ask';
import type { Opening } from '../cases/openings';
import type { GivenOpinion, Progress } from '../cases/petition-progress';

/** What a petitioner asks with. */
export interface Asked {
  readonly number: string;
  readonly code: string;
}

/** What a petitioner may see of a case. */
export interface PublicCase extends Partial<Omit<Progress, 'opinions' | 'settled'>> {
  readonly number: string;
  readonly title: string;
  readonly kind: string;
  readonly stage: string;
  readonly receivedAt: string;
  readonly unit: string | null;
  readonly unitName: string | null;
  readonly transferredTo: string | null;
  readonly answer: string | null;
  readonly nextDeadline: string | null;
  readonly mergedInto: string | null;
  readonly satisfied: boolean | null;
  /** Of a petition, as what follows. */
  readonly opinions?: readonly GivenOpinion[];
  readonly earlier?: string | null;
  readonly deadlines?: readonly Pick<ClockState, 'kind' | 'label' | 'article' | 'dueDate' | 'provisional'>[];
  readonly openings: readonly (Opening & { readonly unitName: string | null })[];
  readonly availableCommands: readonly string[];
}

const addressOfCase = (number: string) => `/api/v1/public/petitions/${encodeURIComponent(number.trim())}`;

/** Where the petitioner's part of a case is; the code goes along as a parameter, never in the page's address. */
export const publicAddress = ({ number, code }: Asked, below = ''): string =>
  addressOf(`${addressOfCase(number)}${below}`, { code: code.trim() });

export const publicDocuments = ({ number }: Asked): string => `${addressOfCase(number)}/documents`;
