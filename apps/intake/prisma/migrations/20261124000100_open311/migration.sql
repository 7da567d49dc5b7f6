CREATE TABLE "api_key" (
  "id" UUID NOT NULL,
  "hash" BYTEA NOT NULL,
  "label" TEXT NOT NULL,
  "limit_per_minute" INTEGER NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "retired_by" TEXT,
  "retired_at" TIMESTAMPTZ(3),
  CONSTRAINT "api_key_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "api_key_limit_positive" CHECK ("limit_per_minute" > 0)
);
CREATE TABLE "open311_service" (
  "code" TEXT NOT NULL,
  "attributes" JSONB NOT NULL,
  "keywords" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "notice" TEXT,
  "sample" BOOLEAN NOT NULL DEFAULT false,
  "version" INTEGER NOT NULL DEFAULT 1,
  "updated_by" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "open311_service_pkey" PRIMARY KEY ("code")
);
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key"("hash");
CREATE INDEX "api_key_created_at_id_idx" ON "api_key"("created_at" DESC, "id" DESC);

-- Only what came through Open311 is public there, newest first.
CREATE INDEX "petition_open311_idx" ON "petition"("received_at" DESC, "number" DESC) WHERE "channel" = 'open311';
-- The trail grows in the order of time: a range of it is found by blocks, at next to no cost for each entry.
CREATE INDEX "audit_at_idx" ON "audit" USING brin ("at");
