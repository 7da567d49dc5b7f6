import { Injectable } from '@nestjs/common';
import type { CaseState } from '@wangge/domain/cases/case-state';
import type { Actor } from '@wangge/domain/people/actor';
import { EvidenceAccess } from '@wangge/platform/evidence/evidence-access';
import { EvidenceModule } from '@wangge/platform/evidence/evidence.module';
import type { Evidence } from '@wangge/platform/evidence/evidence-store';
import { caseScopeOf } from '@wangge/platform/permissions/case-scope';
import { ConnectionsModule } from '../connections';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import { maySee } from './may-see';

/** Evidence belongs to whoever brought it, and to everybody who may see a case that refers to it, itself or in a statement to an accountability record. */
@Injectable()
export class PetitionEvidence extends EvidenceAccess {
  constructor(private readonly database: IntakeDatabase) {
    super();
  }

  mayAdd(actor: Actor | undefined): boolean {
    if (!actor) return false;
    const { all, units, gridPrefixes } = caseScopeOf(actor);
    return all || units.length > 0 || gridPrefixes.length > 0;
  }

  async mayRead(actor: Actor | undefined, id: string): Promise<boolean> {
    if (!actor || !/^[0-9a-f]{64}$/.test(id)) return false;
    const brought = await this.database.evidenceBrought.findUnique({
      where: { id_account: { id, account: actor.id } },
    });
    if (brought) return true;
    const rows = await this.database.$queryRaw<{ state: CaseState }[]>`
      select state from petition where number in (
        select split_part(replace(stream, 'accountability:', ''), '/', 1) from audit where entry -> 'data' -> 'evidence' ? ${id} limit 200)`;
    return rows.some((row) => maySee(actor, row.state));
  }

  override async added(actor: Actor | undefined, evidence: Evidence): Promise<void> {
    if (!actor) return;
    await this.database.evidenceBrought.createMany({
      skipDuplicates: true,
      data: { id: evidence.id, account: actor.id },
    });
  }
}

/** The one evidence module of this service, for whoever needs the store. */
export const PetitionsEvidenceModule = EvidenceModule.with({
  environment: environment(),
  access: PetitionEvidence,
  imports: [ConnectionsModule],
});
