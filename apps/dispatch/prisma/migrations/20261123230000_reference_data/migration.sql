-- CreateTable
CREATE TABLE "revision" (
    "kind" TEXT NOT NULL,
    "revision" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "revision_pkey" PRIMARY KEY ("kind")
);

-- CreateTable
CREATE TABLE "grid" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "parent_code" TEXT,
    "boundary" JSONB,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" DATE,
    "valid_until" DATE,
    "end_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT 'seed',

    CONSTRAINT "grid_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "unit" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "grid_code" TEXT,
    "superior_code" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" DATE,
    "valid_until" DATE,
    "end_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT 'seed',

    CONSTRAINT "unit_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "person" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" DATE,
    "valid_until" DATE,
    "end_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT 'seed',

    CONSTRAINT "person_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "post" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "unit_code" TEXT,
    "grid_code" TEXT,
    "person" TEXT,
    "deputy" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" DATE,
    "valid_until" DATE,
    "end_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT 'seed',

    CONSTRAINT "post_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "matter_item" (
    "code" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "class" TEXT NOT NULL,
    "class_name" TEXT NOT NULL,
    "description" TEXT,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" DATE,
    "valid_until" DATE,
    "end_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT 'seed',

    CONSTRAINT "matter_item_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "responsibility" (
    "code" TEXT NOT NULL,
    "matter_item" TEXT NOT NULL,
    "grid_code" TEXT NOT NULL,
    "lead_unit" TEXT NOT NULL,
    "person" TEXT,
    "co_handlers" TEXT[],
    "supervising_unit" TEXT,
    "limits" JSONB,
    "sample" BOOLEAN NOT NULL DEFAULT false,
    "valid_from" DATE,
    "valid_until" DATE,
    "end_reason" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT 'seed',

    CONSTRAINT "responsibility_pkey" PRIMARY KEY ("code")
);

-- CreateTable
CREATE TABLE "work_order" (
    "number" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "stage" TEXT NOT NULL,
    "step" INTEGER NOT NULL,
    "unit" TEXT,
    "person" TEXT,
    "grid_code" TEXT NOT NULL,
    "matter_item" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "work_order_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "idempotent_answer" (
    "key" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "answer" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotent_answer_pkey" PRIMARY KEY ("actor","key")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" BIGSERIAL NOT NULL,
    "subject" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "traceparent" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inbox" (
    "consumer" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inbox_pkey" PRIMARY KEY ("consumer","message_id")
);

-- CreateTable
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

-- CreateIndex
CREATE INDEX "grid_parent_code_code_idx" ON "grid"("parent_code", "code");

-- CreateIndex
CREATE INDEX "grid_level_code_idx" ON "grid"("level", "code");

-- CreateIndex
CREATE INDEX "grid_revision_idx" ON "grid"("revision");

-- CreateIndex
CREATE INDEX "unit_revision_idx" ON "unit"("revision");

-- CreateIndex
CREATE INDEX "person_revision_idx" ON "person"("revision");

-- CreateIndex
CREATE INDEX "post_person_idx" ON "post"("person");

-- CreateIndex
CREATE INDEX "post_unit_code_idx" ON "post"("unit_code");

-- CreateIndex
CREATE INDEX "post_revision_idx" ON "post"("revision");

-- CreateIndex
CREATE INDEX "matter_item_revision_idx" ON "matter_item"("revision");

-- CreateIndex
CREATE INDEX "responsibility_matter_item_grid_code_idx" ON "responsibility"("matter_item", "grid_code");

-- CreateIndex
CREATE INDEX "responsibility_lead_unit_idx" ON "responsibility"("lead_unit");

-- CreateIndex
CREATE INDEX "responsibility_revision_idx" ON "responsibility"("revision");

-- CreateIndex
CREATE INDEX "idempotent_answer_created_at_idx" ON "idempotent_answer"("created_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_stream_step_key" ON "audit"("stream", "step");

-- CreateIndex
CREATE UNIQUE INDEX "audit_stream_command_id_key" ON "audit"("stream", "command_id");

-- Work orders are listed by what is due first, and those without a due instant last.
CREATE INDEX "work_order_due_idx" ON "work_order" ((COALESCE("due_at", 'infinity'::timestamptz)), "number");
CREATE INDEX "work_order_unit_due_idx" ON "work_order" ("unit", (COALESCE("due_at", 'infinity'::timestamptz)), "number");
CREATE INDEX "work_order_person_idx" ON "work_order" ("person", "number");
-- A grid and everything below it is a prefix of the code.
CREATE INDEX "work_order_grid_idx" ON "work_order" ("grid_code" text_pattern_ops, "number");

-- The audit trail only grows: the service's own role may add to it and read it.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'wangge_dispatch') THEN
    REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM wangge_dispatch;
  END IF;
END
$$;
