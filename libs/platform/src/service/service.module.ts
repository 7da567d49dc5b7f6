import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, Reflector } from '@nestjs/core';
import { LoggerModule } from 'nestjs-pino';
import type { Logger } from 'pino';
import type { ProcessEnvironment } from '../configuration/environment';
import { HealthRegistry } from '../health/health-registry';
import { HealthController } from '../health/health.controller';
import { ProblemFilter } from '../http/problem.filter';
import { ValidationPipe } from '../http/validation';
import { IdentityGuard } from '../identity/identity.guard';
import { IdentityVerifier } from '../identity/identity-token';
import { PermitGuard } from '../permissions/permit.guard';
import { LOG } from '../telemetry/log';
import { loggerParams } from '../telemetry/logger';
import { OpenApiDocument } from './open-api-document';
import { METRICS_TOKEN, OperationsController } from './operations.controller';

/** What every service has around its own module; its exports are injectable everywhere. */
@Module({})
export class ServiceModule {
  static around(
    module: Type | DynamicModule,
    name: string,
    environment: ProcessEnvironment,
    logger: Logger,
  ): DynamicModule {
    return {
      module: ServiceModule,
      global: true,
      imports: [LoggerModule.forRoot(loggerParams(logger)), module],
      controllers: [HealthController, OperationsController],
      providers: [
        HealthRegistry,
        ProblemFilter,
        { provide: LOG, useValue: logger },
        { provide: IdentityVerifier, useFactory: () => new IdentityVerifier(environment.WANGGE_IDENTITY_JWKS) },
        { provide: OpenApiDocument, useFactory: () => new OpenApiDocument(name, environment.WANGGE_BUILD_ID) },
        { provide: METRICS_TOKEN, useValue: environment.WANGGE_METRICS_TOKEN ?? null },
        // In this order: who it is, then whether they may.
        {
          provide: APP_GUARD,
          useFactory: (reflector: Reflector, verifier: IdentityVerifier) => new IdentityGuard(reflector, verifier),
          inject: [Reflector, IdentityVerifier],
        },
        { provide: APP_GUARD, useFactory: (reflector: Reflector) => new PermitGuard(reflector), inject: [Reflector] },
        { provide: APP_FILTER, useExisting: ProblemFilter },
        { provide: APP_PIPE, useClass: ValidationPipe },
      ],
      exports: [HealthRegistry, LOG, IdentityVerifier, OpenApiDocument],
    };
  }
}
