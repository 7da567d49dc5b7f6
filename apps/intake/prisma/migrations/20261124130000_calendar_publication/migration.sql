-- A published calendar year or retroactive rule pack, and how far open cases are planned anew by it.
CREATE TABLE "publication" (
  "id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  -- The year, or the id of the rule pack.
  "subject" TEXT NOT NULL,
  "version" INTEGER NOT NULL,
  "begins" TIMESTAMPTZ(3) NOT NULL,
  "touched" INTEGER NOT NULL DEFAULT 0,
  "planned" INTEGER NOT NULL DEFAULT 0,
  "moved" INTEGER NOT NULL DEFAULT 0,
  "confirmed" INTEGER NOT NULL DEFAULT 0,
  "told" INTEGER NOT NULL DEFAULT 0,
  "published_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "planned_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "publication_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "publication_kind_known" CHECK ("kind" IN ('calendar', 'rule-pack'))
);
-- The cases that a publication touches, until it is finished: planned anew, then told to their workflows.
CREATE TABLE "publication_case" (
  "publication" TEXT NOT NULL,
  "number" TEXT NOT NULL,
  "planned" BOOLEAN NOT NULL DEFAULT false,
  -- Found once more in the second pass: it counts once.
  "again" BOOLEAN NOT NULL DEFAULT false,
  -- Its record changed and its running workflow does not know yet.
  "tell" BOOLEAN NOT NULL DEFAULT false,
  -- The nearest moment that comes earlier than the running workflow knows; null where it may learn of it later.
  "tell_by" TIMESTAMPTZ(3),
  -- Why it cannot be planned anew: a person looks at it.
  "fault" TEXT,
  CONSTRAINT "publication_case_pkey" PRIMARY KEY ("publication", "number"),
  CONSTRAINT "publication_case_publication_fkey" FOREIGN KEY ("publication") REFERENCES "publication"("id") ON DELETE CASCADE
);
CREATE INDEX "publication_case_to_plan_idx" ON "publication_case"("publication", "number") WHERE NOT "planned" AND "fault" IS NULL;
CREATE INDEX "publication_case_to_tell_idx" ON "publication_case"("publication", "tell_by", "number") WHERE "tell";
