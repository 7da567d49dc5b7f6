import { answering } from '@wangge/platform/messaging/questions';
import { startService } from '@wangge/platform/service/start-service';
import { natsSettings } from './connections';
import { environment } from './environment';
import { IntakeApiModule, IntakeModule, IntakeWorkerModule } from './intake.module';

const modules = { api: IntakeApiModule, worker: IntakeWorkerModule, all: IntakeModule } as const;

startService({
  name: 'intake',
  module: modules[environment().WANGGE_ROLE],
  onReady: (app) => {
    if (environment().WANGGE_ROLE === 'worker') return;
    app.connectMicroservice(answering(natsSettings(), 'intake'), { inheritAppConfig: true });
    // Not awaited: questions are answered as soon as NATS is there, HTTP at once.
    app.startAllMicroservices().catch((error: unknown) => console.error(error));
  },
}).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
