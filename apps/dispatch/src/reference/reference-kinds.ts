import type { CodeLengths } from '@wangge/domain/grids/codes';
import { gridKind, type Grid } from '../grids/grid';
import { matterItemKind, type MatterItem } from '../matter-items/matter-item';
import { personKind, type Person } from '../people/person';
import { postKind, type Post } from '../posts/post';
import { responsibilityKind, type Responsibility } from '../responsibilities/responsibility';
import { unitKind, type Unit } from '../units/unit';
import type { KindName, ReferenceKind } from './reference-kind';

/** The record of each kind. */
export interface RecordOf {
  readonly grid: Grid;
  readonly unit: Unit;
  readonly person: Person;
  readonly post: Post;
  readonly 'matter-item': MatterItem;
  readonly responsibility: Responsibility;
}

export type ReferenceKinds = { readonly [K in KindName]: ReferenceKind<RecordOf[K]> };

export const referenceKinds = (lengths: CodeLengths): ReferenceKinds => ({
  grid: gridKind(lengths),
  unit: unitKind,
  person: personKind,
  post: postKind,
  'matter-item': matterItemKind,
  responsibility: responsibilityKind,
});

/** Injects the kinds as this installation has them: `@Inject(REFERENCE_KINDS) kinds: ReferenceKinds`. */
export const REFERENCE_KINDS = Symbol('dispatch:reference-kinds');
