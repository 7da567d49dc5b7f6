import type { Actor } from '@wangge/domain/people/actor';
import type { Evidence } from './evidence-store';

/** Who may attach and who may see, decided by the service that knows the cases. `actor` is undefined for a stranger. */
export abstract class EvidenceAccess {
  /** Asked before a byte is stored. */
  abstract mayAdd(actor: Actor | undefined): boolean | Promise<boolean>;
  /** A refusal is answered like a file that does not exist. */
  abstract mayRead(actor: Actor | undefined, id: string): boolean | Promise<boolean>;
  /** After a file is stored: the place to note who brought it. The same file may come again. */
  async added(_actor: Actor | undefined, _evidence: Evidence): Promise<void> {}
}
