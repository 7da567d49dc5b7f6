import { randomUUID } from 'node:crypto';
import proxy from '@fastify/http-proxy';
import fastify from 'fastify';
import { Pool } from 'pg';

/** The least that two HTTP hops and one row can cost. Arguments: `service` port database URL, or `proxy` port upstream. */
const [role, port, target] = process.argv.slice(2) as ['service' | 'proxy', string, string];
const app = fastify({ logger: false });
if (role === 'proxy') await app.register(proxy, { upstream: target });
else {
  const pool = new Pool({ connectionString: target, max: 10 });
  app.post('/*', async (request, reply) => {
    const id = randomUUID();
    await pool.query({
      name: 'row',
      text: 'insert into bench_row(id, content) values($1, $2)',
      values: [id, request.body],
    });
    return reply.status(201).send({ id });
  });
}
await app.listen({ port: Number(port), host: '127.0.0.1' });
process.once('SIGTERM', () => process.exit(0));
console.log('ready');
