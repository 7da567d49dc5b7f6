import { startService } from '@wangge/platform/service/start-service';
import { readGatewayEnvironment } from './configuration/gateway-environment';
import { GatewayModule } from './gateway.module';

async function main(): Promise<void> {
  await startService({ name: 'gateway', module: GatewayModule.with(readGatewayEnvironment()) });
}

main().catch((error: unknown) => {
  // What is wrong with the environment says itself in its message; a stack would only hide it.
  console.error(error instanceof Error && error.name === 'EnvironmentRefused' ? error.message : error);
  process.exit(1);
});
