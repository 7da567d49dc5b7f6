-- What is searched of a case: its title and claims, the first 4,000 characters.
CREATE FUNCTION "search_text"("title" TEXT, "claims" JSONB) RETURNS TEXT
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN lower(left("title" || ' ' || coalesce("claims"::text, ''), 4000));

-- Every pair of neighbouring characters, and the last one of each run alone: a text without spaces is found by any part
-- of it, by two characters through a pair, by one through the beginning of a pair.
CREATE FUNCTION "search_words"("title" TEXT, "claims" JSONB) RETURNS TSVECTOR
  LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_to_tsvector(coalesce(array_agg(DISTINCT substr(run, at, 2)), '{}'))
  FROM regexp_split_to_table(search_text(title, claims), '[^[:alnum:]]+') AS run, generate_series(1, length(run)) AS at
$$;

-- Beside the case and not in it: a case's row is written anew with every act, its words never change.
CREATE TABLE "petition_words" (
  "number" TEXT NOT NULL,
  "words" TSVECTOR NOT NULL,
  CONSTRAINT "petition_words_pkey" PRIMARY KEY ("number")
);
INSERT INTO "petition_words" SELECT "number", search_words("title", "content" -> 'claims') FROM "petition";
-- A long list of what is still to be sorted in would be read by every search.
CREATE INDEX "petition_words_words_idx" ON "petition_words" USING gin ("words") WITH (gin_pending_list_limit = 256);

-- What is due first, everywhere and in one unit; closed and suspended cases are not in it.
DROP INDEX "petition_due_at_idx";
CREATE INDEX "petition_due_at_number_idx" ON "petition"("due_at", "number") WHERE "due_at" IS NOT NULL;
CREATE INDEX "petition_unit_due_at_number_idx" ON "petition"("unit", "due_at", "number") WHERE "due_at" IS NOT NULL;
CREATE INDEX "petition_person_received_at_number_idx" ON "petition"("person", "received_at" DESC, "number" DESC) WHERE "person" IS NOT NULL;
-- Nearly all cases are closed ones: those are found by walking, the others by this.
CREATE INDEX "petition_stage_received_at_number_idx" ON "petition"("stage", "received_at" DESC, "number" DESC) WHERE "stage" <> 'closed';
CREATE INDEX "petition_overdue_received_at_number_idx" ON "petition"("received_at" DESC, "number" DESC) WHERE "overdue";
CREATE INDEX "petition_kind_received_at_number_idx" ON "petition"("received_at" DESC, "number" DESC) WHERE "kind" = 'petition';
-- A subdistrict's list (level 3 of the grid codes).
CREATE INDEX "petition_subdistrict_received_at_number_idx" ON "petition"(left("grid_code", 9), "received_at" DESC, "number" DESC);
-- Units that handle a case together with another.
CREATE INDEX "petition_joint_units_idx" ON "petition" USING gin (jsonb_path_query_array("state", '$.jointHandlers[*].unit'))
  WHERE "state" #> '{jointHandlers,0}' IS NOT NULL;

-- Cases whose disputes a unit decides.
CREATE INDEX "petition_supervising_unit_received_at_number_idx" ON "petition"(("state" ->> 'supervisingUnit'), "received_at" DESC, "number" DESC)
  WHERE "state" ->> 'supervisingUnit' IS NOT NULL;

-- The facts that indicators are computed from, one narrow row per case. No indexed column of it ever changes.
CREATE TABLE "case_fact" (
  "number" TEXT NOT NULL,
  "step" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "channel" TEXT NOT NULL,
  "matter_item" TEXT NOT NULL,
  "grid_code" TEXT NOT NULL,
  "unit" TEXT,
  "received_at" TIMESTAMPTZ(3) NOT NULL,
  "registered" BOOLEAN NOT NULL DEFAULT false,
  "dispatches" SMALLINT NOT NULL DEFAULT 0,
  "returned_by" TEXT[] NOT NULL DEFAULT '{}',
  "response_in_time" BOOLEAN,
  "response_due" TIMESTAMPTZ(3),
  "handling_in_time" BOOLEAN,
  "handling_due" TIMESTAMPTZ(3),
  "closing_in_time" BOOLEAN,
  "closing_due" TIMESTAMPTZ(3),
  "checked" BOOLEAN NOT NULL DEFAULT false,
  "reworked" BOOLEAN NOT NULL DEFAULT false,
  "solved" BOOLEAN,
  "satisfied" BOOLEAN,
  "tolerated" BOOLEAN NOT NULL DEFAULT false,
  CONSTRAINT "case_fact_pkey" PRIMARY KEY ("number")
) WITH (fillfactor = 70);
-- Cases of an earlier version: their facts are computed by the worker, which finds them by their step.
INSERT INTO "case_fact"("number", "step", "kind", "channel", "matter_item", "grid_code", "unit", "received_at")
  SELECT "number", -1, "kind", "channel", "matter_item", "grid_code", "unit", "received_at" FROM "petition";
CREATE INDEX "case_fact_received_at_idx" ON "case_fact"("received_at");
CREATE INDEX "case_fact_unknown_idx" ON "case_fact"("number") WHERE "step" < 0;

CREATE TABLE "saved_filter" (
  "id" UUID NOT NULL,
  "account" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "query" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "saved_filter_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "saved_filter_account_name_key" ON "saved_filter"("account", "name");

CREATE TABLE "export_job" (
  "id" UUID NOT NULL,
  "account" TEXT NOT NULL,
  -- Who asked, with the posts held then: the rows are those that this person may see.
  "actor" JSONB NOT NULL,
  "idempotency_key" TEXT,
  "body_hash" BYTEA NOT NULL,
  "format" TEXT NOT NULL,
  "language" TEXT NOT NULL,
  "query" JSONB NOT NULL,
  "status" TEXT NOT NULL DEFAULT 'waiting',
  "rows_done" INTEGER NOT NULL DEFAULT 0,
  "rows_total" INTEGER,
  "bytes" BIGINT,
  "failure" TEXT,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "leased_until" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "export_job_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "export_job_status_known" CHECK ("status" IN ('waiting', 'running', 'done', 'failed', 'cancelled', 'expired'))
);
CREATE UNIQUE INDEX "export_job_account_idempotency_key_key" ON "export_job"("account", "idempotency_key");
CREATE INDEX "export_job_open_idx" ON "export_job"("asked_at") WHERE "status" IN ('waiting', 'running');
CREATE INDEX "export_job_asked_at_idx" ON "export_job"("asked_at");
