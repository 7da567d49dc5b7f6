CREATE TABLE "petition" (
  "number" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "stage" TEXT NOT NULL,
  "step" INTEGER NOT NULL,
  "audit_hash" BYTEA NOT NULL,
  "state" JSONB NOT NULL,
  "matter_item" TEXT NOT NULL,
  "grid_code" TEXT NOT NULL,
  "district" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "content" JSONB NOT NULL,
  "sealed" BYTEA,
  "channel" TEXT NOT NULL,
  "external_id" TEXT,
  "unit" TEXT,
  "person" TEXT,
  "due_at" TIMESTAMPTZ(3),
  "overdue" BOOLEAN NOT NULL DEFAULT false,
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  "filed_at" TIMESTAMPTZ(3) NOT NULL,
  "closed_at" TIMESTAMPTZ(3),
  CONSTRAINT "petition_pkey" PRIMARY KEY ("number"),
  -- The last line of defence below the process table: no row is ever in a stage that the process does not have.
  CONSTRAINT "petition_stage_known" CHECK ("kind" <> 'matter' OR "stage" IN ('received', 'registered', 'assigned', 'disputed', 'handling', 'answered', 'verified', 'closed', 'refused', 'transferred', 'withdrawn', 'merged')),
  CONSTRAINT "petition_state_agrees" CHECK ("state" ->> 'stage' = "stage" AND ("state" ->> 'step')::int = "step"),
  CONSTRAINT "petition_held_by_a_unit" CHECK ("stage" NOT IN ('assigned', 'handling', 'answered', 'verified') OR "unit" IS NOT NULL)
);
CREATE TABLE "filing_key" (
  "key" TEXT NOT NULL,
  "body_hash" BYTEA NOT NULL,
  "number" TEXT NOT NULL,
  CONSTRAINT "filing_key_pkey" PRIMARY KEY ("key")
);
CREATE TABLE "workflow_start" (
  "workflow_id" TEXT NOT NULL,
  "workflow_type" TEXT NOT NULL,
  "task_queue" TEXT NOT NULL,
  "args" JSONB NOT NULL,
  "summary" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "leased_until" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "workflow_start_pkey" PRIMARY KEY ("workflow_id")
);
CREATE TABLE "rule_pack_version" (
  "id" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "valid_from" DATE NOT NULL,
  "pack" JSONB NOT NULL,
  "published_by" TEXT NOT NULL,
  "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "rule_pack_version_pkey" PRIMARY KEY ("id", "version")
);
CREATE TABLE "calendar_year" (
  "year" INTEGER NOT NULL,
  "holidays" JSONB NOT NULL,
  "make_up_days" JSONB NOT NULL,
  "names" JSONB NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 1,
  "published_by" TEXT NOT NULL,
  "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "calendar_year_pkey" PRIMARY KEY ("year")
);
CREATE TABLE "evidence_brought" (
  "id" TEXT NOT NULL,
  "account" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "evidence_brought_pkey" PRIMARY KEY ("id", "account")
);
CREATE TABLE "outbox" (
  "id" BIGSERIAL NOT NULL,
  "subject" TEXT NOT NULL,
  "key" TEXT NOT NULL,
  "body" JSONB NOT NULL,
  "traceparent" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);
CREATE TABLE "inbox" (
  "consumer" TEXT NOT NULL,
  "message_id" TEXT NOT NULL,
  "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer", "message_id")
);
CREATE TABLE "audit" (
  "id" BIGSERIAL NOT NULL,
  "stream" TEXT NOT NULL,
  "step" INTEGER NOT NULL,
  "command_id" TEXT NOT NULL,
  "entry" JSONB NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "prev_hash" BYTEA NOT NULL,
  "hash" BYTEA NOT NULL,
  CONSTRAINT "audit_pkey" PRIMARY KEY ("id")
);
-- Numbers are taken in blocks of 1,000, so that a filing needs no round trip for its number.
CREATE SEQUENCE "petition_number_block" AS BIGINT;

CREATE UNIQUE INDEX "petition_channel_external_id_key" ON "petition"("channel", "external_id");
CREATE INDEX "petition_received_at_number_idx" ON "petition"("received_at" DESC, "number" DESC);
CREATE INDEX "petition_unit_received_at_number_idx" ON "petition"("unit", "received_at" DESC, "number" DESC);
CREATE INDEX "petition_grid_code_received_at_idx" ON "petition"("grid_code" text_pattern_ops, "received_at" DESC);
CREATE INDEX "petition_due_at_idx" ON "petition"("due_at") WHERE "due_at" IS NOT NULL;
CREATE INDEX "workflow_start_leased_until_idx" ON "workflow_start"("leased_until");
CREATE INDEX "audit_evidence_idx" ON "audit" USING gin (("entry" -> 'data' -> 'evidence')) WHERE "entry" -> 'data' ? 'evidence';
CREATE UNIQUE INDEX "audit_stream_step_key" ON "audit"("stream", "step");
CREATE UNIQUE INDEX "audit_stream_command_id_key" ON "audit"("stream", "command_id");

-- History is not edited: the application's role appends and reads, nothing else.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'wangge_intake') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON "audit" FROM "wangge_intake";
    REVOKE UPDATE, DELETE, TRUNCATE ON "rule_pack_version" FROM "wangge_intake";
  END IF;
END
$$;
