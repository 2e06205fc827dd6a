-- What of a variant is in one piece, for its unit price (Directive 98/6/EC): `{"amount": 750, "base": 1000, "label": "1 l"}`, both in one unit.
alter table variants add column measure jsonb,
  add constraint measure_measures_something check (0 < (measure ->> 'amount')::numeric and 0 < (measure ->> 'base')::numeric);
alter table import_variants add column measure jsonb;
