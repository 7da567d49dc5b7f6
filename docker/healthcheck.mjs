/** Exit 0 while the process of this container says that it is ready. */
const answer = await fetch(`http://127.0.0.1:${process.env.WANGGE_HTTP_PORT}/health/ready`, {
  signal: AbortSignal.timeout(4000),
}).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
