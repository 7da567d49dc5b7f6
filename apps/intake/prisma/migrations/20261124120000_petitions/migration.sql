-- The last line of defence below the process of a petition: no row is ever in a stage that the process does not have, and
-- no organ's part of it goes on without an organ. The cases that are there are matters, which neither constraint is about.
ALTER TABLE "petition"
  ADD CONSTRAINT "petition_petition_stage_known" CHECK ("kind" <> 'petition' OR "stage" IN (
    'received', 'registered', 'assigned', 'handling', 'opinion', 'served', 'review', 'review-opinion', 'review-served',
    're-review', 're-review-opinion', 'executing', 'executed', 'concluded', 'objected', 'disputed', 'designated',
    'own-procedure', 'separated', 'closed', 'refused', 'transferred', 'withdrawn')),
  ADD CONSTRAINT "petition_petition_held_by_a_unit" CHECK ("kind" <> 'petition' OR "stage" NOT IN (
    'assigned', 'objected', 'designated', 'handling', 'opinion', 'served', 'review-opinion', 'review-served',
    're-review-opinion', 'executing', 'executed', 'own-procedure') OR "unit" IS NOT NULL),
  ADD CONSTRAINT "petition_kind_known" CHECK ("kind" IN ('matter', 'petition'));
