import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable, StreamableFile } from '@nestjs/common';
import { formatInstant } from '@wangge/domain/calendar/local-date';
import { DOCUMENT_KINDS, isDocumentKind } from '@wangge/domain/documents/document-kinds';
import { open } from '@wangge/platform/configuration/keys';
import { EvidenceStore } from '@wangge/platform/evidence/evidence-store';
import { Refusal } from '@wangge/platform/http/problem';
import type { FastifyReply } from 'fastify';
import { IntakeDatabase } from '../database';
import { environment } from '../environment';
import type { Document } from '../generated/prisma/client';
import { placeOfDocument } from './make-documents';

/** A case has few; the longest way through all instances makes about a dozen. */
const MOST = 200;

const viewOf = (document: Document) => ({
  id: document.id,
  kind: document.kind,
  text: isDocumentKind(document.kind) ? DOCUMENT_KINDS[document.kind].text : null,
  status: document.madeAt === null ? 'waiting' : document.file === null ? 'erased' : 'ready',
  documentNumber: document.documentNumber,
  number: document.number,
  step: document.step,
  template: document.template,
  at: formatInstant(document.actAt.getTime()),
  hash: document.hash && Buffer.from(document.hash).toString('hex'),
  size: document.size,
  unsetCharacters: document.unsetCharacters,
  failure: document.failure,
});

/** The documents of a case, for whoever was let in. */
@Injectable()
export class StoredDocuments {
  constructor(
    private readonly database: IntakeDatabase,
    @Inject(EvidenceStore) private readonly store: EvidenceStore,
  ) {}

  /** In the order of their acts. */
  async list(number: string) {
    const rows = await this.database.document.findMany({
      where: { number },
      orderBy: [{ step: 'asc' }, { kind: 'asc' }],
      take: MOST,
    });
    return { items: rows.map(viewOf), nextCursor: null };
  }

  /** The case's document under this id, where it is made and not erased. Throws `RESOURCE.NOT_FOUND`. */
  async find(number: string, id: string): Promise<Document & { file: string }> {
    const document = await this.database.document.findFirst({ where: { id, number } });
    if (!document) throw new Refusal('RESOURCE.NOT_FOUND');
    const { file } = document;
    if (file === null)
      throw new Refusal('RESOURCE.NOT_FOUND', { detail: NOT_THERE, extra: { status: viewOf(document).status } });
    return { ...document, file };
  }

  /** The PDF as a download. Throws when the file is not the one that was made. */
  async download(document: Document & { file: string }, reply: FastifyReply): Promise<StreamableFile> {
    const found = await this.store.open(document.file);
    if (!found) throw new Error(`the file of document ${document.id} is gone`);
    const sealed = await buffer(found.stream);
    const pdf = open(environment().WANGGE_DATA_KEYS, sealed, placeOfDocument(document.id));
    if (!createHash('sha256').update(pdf).digest().equals(Buffer.from(document.hash!)))
      throw new Error(`the file of document ${document.id} is another one than was made`);
    reply.headers({
      'content-security-policy': "sandbox; default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=0, no-store',
    });
    return new StreamableFile(pdf, {
      type: 'application/pdf',
      length: pdf.length,
      disposition: `attachment; filename="${document.number}-${document.step}-${document.kind}.pdf"`,
    });
  }
}

const NOT_THERE = { zh: '文书尚未生成或已清除', en: 'The document is not made yet, or erased' };
