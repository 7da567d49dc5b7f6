import { answering } from '@wangge/platform/messaging/questions';
import { startService } from '@wangge/platform/service/start-service';
import { DispatchModule, natsSettings } from './dispatch.module';

startService({
  name: 'dispatch',
  module: DispatchModule,
  onReady: (app) => {
    app.connectMicroservice(answering(natsSettings(), 'dispatch'), { inheritAppConfig: true });
    // Not awaited: questions are answered as soon as NATS is there, HTTP at once.
    app.startAllMicroservices().catch((error: unknown) => console.error(error));
  },
}).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
