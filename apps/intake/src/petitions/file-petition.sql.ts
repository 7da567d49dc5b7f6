/** Everything that filing writes, in one statement and one commit. `$28`, the idempotency key, is null where the caller gave none. */
export const FILE_STATEMENT = `
with filed as (
  insert into petition(number, kind, stage, step, audit_hash, state, matter_item, grid_code, district, title, content, sealed,
    channel, external_id, due_at, received_at, filed_at, accused)
  values($1, $2, $3, 0, $19, $4::jsonb, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13::timestamptz, $14::timestamptz, $15::timestamptz, $31::text[])),
words as (
  insert into petition_words(number, words, received_at) values($1, array_to_tsvector($30::text[]), $14::timestamptz)),
facts as (
  insert into case_fact(number, step, kind, channel, matter_item, grid_code, received_at, accused)
  values($1, 0, $2, $11, $5, $6, $14::timestamptz, $31::text[])),
trail as (
  insert into audit(stream, step, command_id, entry, at, prev_hash, hash) values($1, 0, $16, $17::jsonb, $15::timestamptz, $18, $19)),
box as (
  insert into outbox(subject, key, body, traceparent) values($20, $1, $21::jsonb, $22)),
start as (
  insert into workflow_start(workflow_id, workflow_type, task_queue, args, summary, traceparent) values($23, $24, $25, $26::jsonb, $27, $22))
insert into filing_key(key, body_hash, number) select $28::text, $29::bytea, $1 where $28::text is not null`;
