import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { HealthRegistry } from '@wangge/platform/health/health-registry';
import { LOG, type Log } from '@wangge/platform/telemetry/log';
import { EncryptionCodec } from '@wangge/platform/temporal/payload-codec';
import type { GatewayEnvironment } from './configuration/gateway-environment';
import { DocumentationController } from './documentation/documentation.controller';
import { frontDoor } from './forwarding/front-door';
import { GATEWAY, Gateway } from './gateway';
import type { Asker } from './identity/access-directory';
import { Limits } from './limits/limits';
import { consoleRoutes } from './pages/console-routes';
import { providerRoutes } from './sign-in/provider-routes';
import { SignInController } from './sign-in/sign-in.controller';
import { createAdminOrigin } from './temporal-ui/admin-origin';
import { UiAudit } from './temporal-ui/ui-audit';

/** The gateway of one process: the front door on one port, the Temporal UI's origin on another. */
@Module({})
export class GatewayModule implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private admin: FastifyInstance | undefined;

  constructor(
    @Inject(GATEWAY) private readonly gateway: Gateway,
    @Inject(HttpAdapterHost) private readonly host: HttpAdapterHost,
    @Inject(HealthRegistry) private readonly health: HealthRegistry,
  ) {}

  static with(environment: GatewayEnvironment, asker?: Asker): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [SignInController, DocumentationController],
      providers: [{ provide: GATEWAY, useFactory: (log: Log) => new Gateway(environment, log, asker), inject: [LOG] }],
    };
  }

  async onModuleInit(): Promise<void> {
    const { gateway } = this;
    const instance = this.host.httpAdapter.getInstance<FastifyInstance>();
    gateway.limits = await Limits.on(instance, gateway.limitSettings);
    await instance.register(frontDoor, {
      routes: gateway.routes,
      upstreams: gateway.upstreams,
      callers: gateway.callers,
      signer: gateway.signer,
      limits: gateway.limits,
      apiKeys: gateway.apiKeys,
      publicOrigin: gateway.publicUrl,
    });
    if (gateway.provider)
      await instance.register(providerRoutes, {
        provider: gateway.provider,
        access: gateway.access,
        limits: gateway.limits,
        publicUrl: gateway.publicUrl,
      });
    await instance.register(consoleRoutes, { gateway });
    this.health.register('database', () => gateway.pool.query('select 1'));
    for (const [name, upstream] of Object.entries(gateway.upstreams)) {
      this.health.register(name, async () => {
        const { status } = await upstream.get('/health/ready', 900);
        if (status !== 200) throw new Error(`not ready: ${status}`);
      });
    }
    this.health.register('temporal-ui', () => gateway.ui.get('/api/v1/settings', 900), { critical: false });
  }

  async onApplicationBootstrap(): Promise<void> {
    const { gateway } = this;
    const { environment } = gateway;
    this.admin = await createAdminOrigin({
      publicUrl: gateway.publicUrl,
      adminUrl: gateway.adminUrl,
      namespace: environment.TEMPORAL_NAMESPACE,
      trustedProxies: environment.WANGGE_TRUSTED_PROXIES,
      limits: gateway.limitSettings,
      callers: gateway.callers,
      sessions: gateway.sessions,
      audit: new UiAudit(gateway.pool),
      codec: new EncryptionCodec(environment.WANGGE_PAYLOAD_KEYS),
      ui: gateway.ui,
      log: gateway.log,
    });
    await this.admin.listen({ port: environment.WANGGE_ADMIN_PORT, host: environment.WANGGE_HOST });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.admin?.close();
    await this.gateway.close();
  }
}
