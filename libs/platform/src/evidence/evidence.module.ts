import multipart from '@fastify/multipart';
import { type DynamicModule, Inject, Module, type ModuleMetadata, type Type } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { EvidenceAccess } from './evidence-access';
import { type EvidenceEnvironment, evidenceStoreOf } from './evidence-environment';
import { EVIDENCE_LIMITS, EvidenceController } from './evidence.controller';
import { EvidenceStore, type PutLimits, USUAL_KINDS } from './evidence-store';

export interface EvidenceOptions {
  readonly environment: EvidenceEnvironment;
  /** The service's policy; what it injects comes from `imports`. */
  readonly access: Type<EvidenceAccess>;
  readonly imports?: ModuleMetadata['imports'];
  /** Default: 20 MiB, `USUAL_KINDS`. */
  readonly limits?: PutLimits;
}

const USUAL_LIMITS: PutLimits = { maxBytes: 20 * 1024 * 1024, allowedKinds: USUAL_KINDS };

/** Evidence with its routes, for a service to import: `EvidenceModule.with({ environment, access: PetitionEvidence })`. */
@Module({})
export class EvidenceModule {
  constructor(
    @Inject(HttpAdapterHost) host: HttpAdapterHost<FastifyAdapter>,
    @Inject(EVIDENCE_LIMITS) { maxBytes }: PutLimits,
  ) {
    // One byte more than allowed, so that the store sees (and says) that a file is too large.
    const limits = { files: 1, fields: 10, fieldSize: 1000, parts: 11, headerPairs: 50, fileSize: maxBytes + 1 };
    host.httpAdapter?.register(multipart as never, { limits, throwFileSizeLimit: false });
  }

  static with({ environment, access, imports = [], limits = USUAL_LIMITS }: EvidenceOptions): DynamicModule {
    return {
      module: EvidenceModule,
      imports,
      controllers: [EvidenceController],
      providers: [
        { provide: EvidenceStore, useFactory: () => evidenceStoreOf(environment) },
        { provide: EvidenceAccess, useClass: access },
        { provide: EVIDENCE_LIMITS, useValue: limits },
      ],
      exports: [EvidenceStore, EvidenceAccess],
    };
  }
}
