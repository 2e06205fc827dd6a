create table affiliate_keys (
  program_id bigint not null,
  key_id bigint not null generated always as identity,
  affiliate_id bigint not null,
  purpose text not null,
  kid text not null,
  name text not null default ''::text,
  hash bytea not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone,
  retired_at timestamp with time zone,
  test boolean not null default false,
  constraint affiliate_key_purpose_is_known CHECK ((purpose = ANY (ARRAY['api'::text, 'session'::text, 'sign_in'::text]))),
  constraint sessions_and_links_end CHECK (((purpose = 'api'::text) OR (expires_at IS NOT NULL))),
  constraint key_is_of_an_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint affiliate_keys_pkey PRIMARY KEY (program_id, key_id),
  constraint affiliate_key_hash_is_unique UNIQUE (hash)
);
CREATE INDEX keys_of_affiliate ON public.affiliate_keys USING btree (program_id, affiliate_id, purpose, created_at);

create table affiliate_moves (
  program_id bigint not null,
  move_key bigint not null generated always as identity,
  affiliate_id bigint not null,
  from_sponsor_id bigint,
  to_sponsor_id bigint,
  actor text not null,
  reason text not null,
  at timestamp with time zone not null,
  test boolean not null default false,
  constraint move_has_a_reason CHECK ((reason <> ''::text)),
  constraint move_moves CHECK ((from_sponsor_id IS DISTINCT FROM to_sponsor_id)),
  constraint move_is_of_an_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint move_leads_to_an_affiliate FOREIGN KEY (program_id, to_sponsor_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint move_leaves_an_affiliate FOREIGN KEY (program_id, from_sponsor_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint affiliate_moves_pkey PRIMARY KEY (program_id, move_key)
);
CREATE INDEX moves_of_affiliate ON public.affiliate_moves USING btree (program_id, affiliate_id, move_key);
CREATE TRIGGER affiliate_move_is_told AFTER INSERT ON public.affiliate_moves REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_move_events();

create table affiliate_transitions (
  program_id bigint not null,
  transition_id bigint not null generated always as identity,
  affiliate_id bigint not null,
  from_state text not null,
  to_state text not null,
  event text not null,
  actor text not null,
  reason text not null default ''::text,
  at timestamp with time zone not null,
  test boolean not null,
  constraint transition_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint affiliate_transitions_pkey PRIMARY KEY (program_id, transition_id)
);
CREATE INDEX transitions_of_affiliate ON public.affiliate_transitions USING btree (program_id, affiliate_id, transition_id);
CREATE TRIGGER affiliate_is_told AFTER INSERT ON public.affiliate_transitions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_affiliate_events();

create table affiliates (
  program_id bigint not null,
  affiliate_id bigint not null generated always as identity,
  id text not null,
  code text not null,
  name text not null,
  email text not null,
  state text not null default 'active'::text,
  sponsor_id bigint,
  path bigint[] not null default '{}'::bigint[],
  test boolean not null default false,
  created_at timestamp with time zone not null default now(),
  shares_name boolean not null default false,
  constraint affiliate_is_not_its_own_ancestor CHECK ((NOT (affiliate_id = ANY (path)))),
  constraint affiliate_state_is_known CHECK ((state = ANY (ARRAY['applied'::text, 'active'::text, 'suspended'::text, 'closed'::text]))),
  constraint network_is_at_most_50_deep CHECK ((cardinality(path) <= 50)),
  constraint path_ends_at_sponsor CHECK ((NOT (sponsor_id IS DISTINCT FROM path[cardinality(path)]))),
  constraint path_names_ancestors CHECK ((array_position(path, NULL::bigint) IS NULL)),
  constraint affiliate_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint sponsor_is_an_affiliate FOREIGN KEY (program_id, sponsor_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint affiliates_pkey PRIMARY KEY (program_id, affiliate_id),
  constraint affiliate_code_is_unique UNIQUE (program_id, code),
  constraint affiliate_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX affiliates_by_ancestor ON public.affiliates USING gin (path);
CREATE INDEX affiliates_by_mailbox ON public.affiliates USING btree (program_id, mailbox(email));
CREATE INDEX affiliates_by_sponsor ON public.affiliates USING btree (program_id, sponsor_id) WHERE (sponsor_id IS NOT NULL);
CREATE UNIQUE INDEX applicant_waits_once ON public.affiliates USING btree (program_id, mailbox(email)) WHERE (state = 'applied'::text);
CREATE TRIGGER code_is_no_discounts BEFORE INSERT OR UPDATE OF code ON public.affiliates FOR EACH ROW EXECUTE FUNCTION code_is_free('code');
CREATE TRIGGER network_is_drawn_by_one BEFORE INSERT OR UPDATE OF sponsor_id, path ON public.affiliates FOR EACH ROW WHEN ((new.sponsor_id IS NOT NULL)) EXECUTE FUNCTION lock_network();
CREATE TRIGGER new_affiliate_is_told AFTER INSERT ON public.affiliates REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_new_affiliate_events();
CREATE CONSTRAINT TRIGGER path_continues_the_sponsors AFTER INSERT OR UPDATE OF sponsor_id, path ON public.affiliates DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_path();

create table applications (
  program_id bigint not null,
  affiliate_id bigint not null,
  website text,
  about text not null default ''::text,
  via text not null default ''::text,
  applied_at timestamp with time zone not null,
  test boolean not null default false,
  constraint application_is_of_an_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint applications_pkey PRIMARY KEY (program_id, affiliate_id)
);
CREATE INDEX applications_by_time ON public.applications USING btree (program_id, applied_at);

create table attachments (
  program_id bigint not null,
  attachment_key bigint not null generated always as identity,
  id text not null,
  conversation_key bigint,
  post_key bigint,
  site_id bigint,
  name text not null,
  content_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  secret_hash bytea not null,
  uploaded_at timestamp with time zone not null,
  test boolean not null,
  constraint attachment_holds_something CHECK ((0 < bytes)),
  constraint attachment_of_a_post_is_in_a_conversation CHECK (((post_key IS NULL) OR (conversation_key IS NOT NULL))),
  constraint attachment_belongs_to_conversation FOREIGN KEY (program_id, conversation_key) REFERENCES conversations(program_id, conversation_key) ON DELETE CASCADE,
  constraint attachment_belongs_to_post FOREIGN KEY (program_id, post_key) REFERENCES posts(program_id, post_key) ON DELETE CASCADE,
  constraint attachment_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint attachment_came_from_site FOREIGN KEY (program_id, site_id) REFERENCES sites(program_id, site_id),
  constraint attachments_pkey PRIMARY KEY (program_id, attachment_key),
  constraint attachment_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX attachments_of_conversation ON public.attachments USING btree (program_id, conversation_key);
CREATE INDEX attachments_unclaimed ON public.attachments USING btree (program_id, uploaded_at) WHERE (conversation_key IS NULL);

create table balance_snapshots (
  program_id bigint not null,
  affiliate_id bigint,
  currency text not null,
  account text not null,
  before xid8 not null,
  balance_minor bigint not null,
  taken_at timestamp with time zone not null default now(),
  test boolean not null default false,
  constraint snapshot_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint snapshot_is_single UNIQUE NULLS NOT DISTINCT (program_id, affiliate_id, currency, account)
);

create table claim_marks (
  program_id bigint not null,
  claim_key bigint not null,
  kind text not null,
  hash bytea not null,
  test boolean not null,
  constraint mark_kind_is_known CHECK ((kind = ANY (ARRAY['email'::text, 'phone'::text, 'domain'::text]))),
  constraint mark_belongs_to_claim FOREIGN KEY (program_id, claim_key) REFERENCES claims(program_id, claim_key) ON DELETE CASCADE,
  constraint claim_marks_pkey PRIMARY KEY (program_id, claim_key, kind, hash)
);
CREATE INDEX claims_by_mark ON public.claim_marks USING btree (program_id, hash);

create table claims (
  program_id bigint not null,
  claim_key bigint not null generated always as identity,
  affiliate_id bigint not null,
  claimed_at timestamp with time zone not null,
  ends_at timestamp with time zone not null,
  test boolean not null,
  constraint claim_ends_after_it_begins CHECK ((claimed_at <= ends_at)),
  constraint claim_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint claims_pkey PRIMARY KEY (program_id, claim_key)
);

create table closed_periods (
  program_id bigint not null,
  period text not null,
  ends_at timestamp with time zone not null,
  closed_at timestamp with time zone not null,
  closed_by text not null,
  test boolean not null default false,
  constraint period_is_over_when_it_is_closed CHECK ((ends_at <= closed_at)),
  constraint closed_period_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint closed_periods_pkey PRIMARY KEY (program_id, period)
);
CREATE TRIGGER closed_period_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.closed_periods FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table commissions (
  program_id bigint not null,
  commission_key bigint not null generated always as identity,
  id text not null,
  order_key bigint not null,
  line integer not null,
  affiliate_id bigint not null,
  level integer not null,
  currency text not null,
  of_minor bigint not null,
  earned_minor bigint not null,
  reversed_minor bigint not null default 0,
  state text not null default 'pending'::text,
  earned_at timestamp with time zone not null,
  delivered_at timestamp with time zone,
  released_at timestamp with time zone,
  payout_key bigint,
  test boolean not null,
  constraint commission_is_positive CHECK (((0 < earned_minor) AND (earned_minor <= '9007199254740991'::bigint))),
  constraint commission_state_is_known CHECK ((state = ANY (ARRAY['pending'::text, 'held'::text, 'payable'::text, 'paid'::text]))),
  constraint delivered_before_held CHECK (((state = 'pending'::text) = (delivered_at IS NULL))),
  constraint paid_commission_names_its_payout CHECK (((state <> 'paid'::text) OR (payout_key IS NOT NULL) OR test)),
  constraint reversal_never_exceeds_what_was_earned CHECK (((0 <= reversed_minor) AND (reversed_minor <= earned_minor))),
  constraint test_is_never_paid_out CHECK (((NOT test) OR (payout_key IS NULL))),
  constraint commission_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint commission_is_explained FOREIGN KEY (program_id, order_key) REFERENCES earnings(program_id, order_key) ON DELETE CASCADE,
  constraint commission_is_from_a_line FOREIGN KEY (program_id, order_key, line) REFERENCES order_lines(program_id, order_key, line) ON DELETE CASCADE,
  constraint commission_names_a_payout FOREIGN KEY (program_id, payout_key) REFERENCES payouts(program_id, payout_key),
  constraint commissions_pkey PRIMARY KEY (program_id, commission_key),
  constraint commission_id_is_unique UNIQUE (program_id, id),
  constraint commission_is_earned_once UNIQUE (program_id, order_key, line, affiliate_id, level)
);
CREATE INDEX commissions_of_affiliate ON public.commissions USING btree (program_id, affiliate_id, commission_key DESC);
CREATE INDEX commissions_of_affiliate_by_order ON public.commissions USING btree (program_id, affiliate_id, order_key DESC);
CREATE INDEX commissions_of_payout ON public.commissions USING btree (program_id, payout_key) WHERE (payout_key IS NOT NULL);
CREATE INDEX commissions_payable ON public.commissions USING btree (program_id, affiliate_id, currency) WHERE ((state = 'payable'::text) AND (payout_key IS NULL) AND (NOT test));
CREATE INDEX commissions_waiting ON public.commissions USING btree (program_id, state, released_at) WHERE (state = ANY (ARRAY['pending'::text, 'held'::text]));
CREATE TRIGGER commission_is_posted_back AFTER UPDATE ON public.commissions REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_commission_postbacks();
CREATE TRIGGER commission_is_told AFTER UPDATE ON public.commissions REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_commission_events();
CREATE TRIGGER new_commission_is_told AFTER INSERT ON public.commissions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_new_commission_events();

create table conversations (
  program_id bigint not null,
  conversation_key bigint not null generated always as identity,
  id text not null,
  lead_key bigint,
  order_key bigint,
  offer_id bigint,
  affiliate_id bigint,
  customer jsonb not null,
  customer_hash bytea not null,
  subject text not null,
  opened_at timestamp with time zone not null,
  spoken_at timestamp with time zone not null,
  spoken_by text,
  closed_at timestamp with time zone,
  test boolean not null,
  constraint conversation_is_about_one_thing CHECK ((num_nonnulls(lead_key, order_key, offer_id) = 1)),
  constraint conversation_belongs_to_lead FOREIGN KEY (program_id, lead_key) REFERENCES leads(program_id, lead_key) ON DELETE CASCADE,
  constraint conversation_belongs_to_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint conversation_is_with_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint conversation_names_an_offer FOREIGN KEY (program_id, offer_id) REFERENCES offers(program_id, offer_id),
  constraint conversations_pkey PRIMARY KEY (program_id, conversation_key),
  constraint conversation_id_is_unique UNIQUE (program_id, id),
  constraint lead_has_one_conversation UNIQUE (program_id, lead_key),
  constraint order_has_one_conversation UNIQUE (program_id, order_key)
);
CREATE INDEX conversations_by_last_post ON public.conversations USING btree (program_id, spoken_at DESC, conversation_key DESC);
CREATE INDEX conversations_of_affiliate ON public.conversations USING btree (program_id, affiliate_id);
CREATE INDEX conversations_of_customer ON public.conversations USING btree (program_id, customer_hash, opened_at);

create table counters (
  program_id bigint not null,
  kind text not null,
  hash text not null,
  starts_at timestamp with time zone not null,
  count bigint not null,
  constraint counter_counts_something CHECK ((0 < count)),
  constraint counter_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint counters_pkey PRIMARY KEY (program_id, kind, hash, starts_at)
);
CREATE INDEX counters_by_hour ON public.counters USING btree (starts_at);

create table deals (
  program_id bigint not null,
  lead_key bigint not null,
  proposal_key bigint not null,
  affiliate_id bigint,
  upline bigint[] not null,
  plan_key bigint,
  share_basis_points integer not null,
  variant_id bigint not null,
  won_at timestamp with time zone not null,
  test boolean not null,
  constraint deal_comes_from_lead FOREIGN KEY (program_id, lead_key) REFERENCES leads(program_id, lead_key) ON DELETE CASCADE,
  constraint deal_is_attributed_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint deal_names_a_plan FOREIGN KEY (program_id, plan_key) REFERENCES plans(program_id, plan_key),
  constraint deal_sells_a_variant FOREIGN KEY (program_id, variant_id) REFERENCES variants(program_id, variant_id),
  constraint deal_was_accepted FOREIGN KEY (program_id, proposal_key) REFERENCES proposal_decisions(program_id, proposal_key),
  constraint deals_pkey PRIMARY KEY (program_id, lead_key)
);

create table decision_parts (
  program_id bigint not null,
  proposal_key bigint not null,
  position integer not null,
  name text not null,
  commitment text not null,
  salt text,
  value jsonb,
  test boolean not null,
  constraint value_and_salt_go_together CHECK (((salt IS NULL) = (value IS NULL))),
  constraint part_belongs_to_decision FOREIGN KEY (program_id, proposal_key) REFERENCES proposal_decisions(program_id, proposal_key) ON DELETE CASCADE,
  constraint decision_parts_pkey PRIMARY KEY (program_id, proposal_key, "position")
);
CREATE TRIGGER decision_part_is_only_erased BEFORE UPDATE ON public.decision_parts FOR EACH ROW EXECUTE FUNCTION erase_part_only();

create table deliveries (
  program_id bigint not null,
  delivery_key bigint not null generated always as identity,
  id text not null,
  webhook_key bigint not null,
  event_id text not null,
  type text not null,
  payload json not null,
  happened_at timestamp with time zone not null,
  state text not null default 'due'::text,
  attempts integer not null default 0,
  due_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  sent_at timestamp with time zone,
  status integer,
  failure text not null default ''::text,
  test boolean not null,
  constraint dead_delivery_says_why CHECK (((state <> 'dead'::text) OR (failure <> ''::text))),
  constraint delivery_state_is_known CHECK ((state = ANY (ARRAY['due'::text, 'retrying'::text, 'sent'::text, 'dead'::text]))),
  constraint sent_delivery_has_a_time CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
  constraint delivery_belongs_to_webhook FOREIGN KEY (program_id, webhook_key) REFERENCES webhooks(program_id, webhook_key) ON DELETE CASCADE,
  constraint deliveries_pkey PRIMARY KEY (program_id, delivery_key),
  constraint delivery_id_is_unique UNIQUE (program_id, id),
  constraint event_is_delivered_once UNIQUE (program_id, webhook_key, event_id)
);
CREATE INDEX deliveries_by_time ON public.deliveries USING btree (program_id, happened_at);
CREATE INDEX deliveries_dead ON public.deliveries USING btree (program_id, webhook_key) WHERE (state = 'dead'::text);
CREATE INDEX deliveries_due ON public.deliveries USING btree (program_id, webhook_key, due_at, delivery_key) WHERE (state = ANY (ARRAY['due'::text, 'retrying'::text]));

create table discount_uses (
  program_id bigint not null,
  order_key bigint not null,
  discount_id bigint not null,
  amount_minor bigint not null,
  customer_hash bytea,
  used_at timestamp with time zone not null,
  given_back_at timestamp with time zone,
  test boolean not null,
  constraint discount_use_amount_is_exact CHECK (((amount_minor >= 0) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint discount_use_is_of_discount FOREIGN KEY (program_id, discount_id) REFERENCES discounts(program_id, discount_id),
  constraint discount_use_is_of_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint discount_uses_pkey PRIMARY KEY (program_id, order_key)
);
CREATE INDEX discount_uses_of_customer ON public.discount_uses USING btree (program_id, discount_id, customer_hash) WHERE ((given_back_at IS NULL) AND (NOT test));

create table discounts (
  program_id bigint not null,
  discount_id bigint not null generated always as identity,
  name text not null,
  code text not null,
  title text not null,
  kind text not null,
  basis_points integer,
  amount_minor bigint,
  currency text not null,
  valid_from timestamp with time zone,
  valid_until timestamp with time zone,
  use_limit bigint,
  customer_limit bigint,
  minimum_minor bigint not null,
  uses bigint not null default 0,
  created_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  test boolean not null,
  constraint discount_amounts_are_exact CHECK (((amount_minor <= '9007199254740991'::bigint) AND ((minimum_minor >= 0) AND (minimum_minor <= '9007199254740991'::bigint)))),
  constraint discount_ends_after_it_begins CHECK ((valid_from < valid_until)),
  constraint discount_has_what_its_kind_needs CHECK ((((kind = 'percent'::text) = (basis_points IS NOT NULL)) AND ((kind = 'amount'::text) = (amount_minor IS NOT NULL)))),
  constraint discount_is_used_at_most_as_often CHECK (((0 <= uses) AND (uses <= use_limit))),
  constraint discount_kind_is_known CHECK ((kind = ANY (ARRAY['percent'::text, 'amount'::text, 'free_shipping'::text]))),
  constraint discount_name_has_no_reserved_prefix CHECK (((NOT starts_with(name, 'ZZ'::text)) AND (NOT starts_with(name, 'S1TE'::text)))),
  constraint discount_takes_something_off CHECK ((((basis_points >= 1) AND (basis_points <= 10000)) AND (0 < amount_minor))),
  constraint discount_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint discounts_pkey PRIMARY KEY (program_id, discount_id),
  constraint discount_name_is_unique UNIQUE (program_id, name)
);
CREATE TRIGGER code_is_no_affiliates BEFORE INSERT OR UPDATE OF name ON public.discounts FOR EACH ROW EXECUTE FUNCTION code_is_free('name');

create table earnings (
  program_id bigint not null,
  order_key bigint not null,
  plan_key bigint not null,
  explanation jsonb not null,
  decided_at timestamp with time zone not null,
  test boolean not null,
  constraint earnings_belong_to_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint earnings_name_a_plan FOREIGN KEY (program_id, plan_key) REFERENCES plans(program_id, plan_key),
  constraint earnings_pkey PRIMARY KEY (program_id, order_key)
);

create table entries (
  program_id bigint not null,
  entry_key bigint not null generated always as identity,
  transaction_key bigint not null,
  account text not null,
  affiliate_id bigint,
  currency text not null,
  side text not null,
  amount_minor bigint not null,
  commission_key bigint,
  written_by xid8 not null default pg_current_xact_id(),
  test boolean not null default false,
  constraint account_is_known CHECK ((account = ANY (ARRAY['commission_expense'::text, 'affiliate_pending'::text, 'affiliate_held'::text, 'affiliate_payable'::text, 'payout_in_transit'::text, 'bank'::text, 'write_off'::text]))),
  constraint account_of_an_affiliate_names_it CHECK (((account = ANY (ARRAY['affiliate_pending'::text, 'affiliate_held'::text, 'affiliate_payable'::text, 'payout_in_transit'::text])) = (affiliate_id IS NOT NULL))),
  constraint entry_amount_is_positive CHECK (((0 < amount_minor) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint entry_has_a_side CHECK ((side = ANY (ARRAY['debit'::text, 'credit'::text]))),
  constraint test_enters_no_money CHECK ((NOT test)),
  constraint entry_is_written_with_its_transaction FOREIGN KEY (program_id, transaction_key, written_by) REFERENCES transactions(program_id, transaction_key, written_by),
  constraint entry_names_a_commission FOREIGN KEY (program_id, commission_key) REFERENCES commissions(program_id, commission_key),
  constraint entry_names_an_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint entries_pkey PRIMARY KEY (program_id, entry_key)
);
CREATE INDEX entries_of_account ON public.entries USING btree (program_id, affiliate_id, currency, account, written_by) INCLUDE (side, amount_minor);
CREATE INDEX entries_of_commission ON public.entries USING btree (program_id, commission_key) WHERE (commission_key IS NOT NULL);
CREATE INDEX entries_of_transaction ON public.entries USING btree (program_id, transaction_key) INCLUDE (side, currency, amount_minor);
CREATE TRIGGER entry_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.entries FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table erasures (
  program_id bigint not null,
  erasure_key bigint not null generated always as identity,
  at timestamp with time zone not null,
  actor text not null,
  orders text[] not null,
  leads text[] not null,
  test boolean not null default false,
  constraint erasure_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint erasures_pkey PRIMARY KEY (program_id, erasure_key)
);

create unlogged table import_handles (
  program_id bigint not null,
  import_key bigint not null,
  position integer not null,
  handle text not null,
  constraint import_handles_pkey PRIMARY KEY (program_id, import_key, "position")
);

create unlogged table import_offers (
  program_id bigint not null,
  import_key bigint not null,
  position integer not null,
  id text not null,
  kind text not null,
  title text not null,
  description text not null,
  images jsonb not null,
  options jsonb not null,
  collections text[] not null,
  service jsonb,
  constraint import_offers_pkey PRIMARY KEY (program_id, import_key, "position")
);

create unlogged table import_rows (
  program_id bigint not null,
  import_key bigint not null,
  position integer not null,
  line integer not null,
  names text[] not null,
  joins text,
  content text not null,
  constraint import_rows_pkey PRIMARY KEY (program_id, import_key, "position")
);
CREATE INDEX import_rows_that_join ON public.import_rows USING btree (program_id, import_key, joins) WHERE (joins IS NOT NULL);

create unlogged table import_variants (
  program_id bigint not null,
  import_key bigint not null,
  offer_position integer not null,
  position integer not null,
  sku text not null,
  options text[] not null,
  amount_minor bigint not null,
  sale_minor bigint,
  sale_starts_at timestamp with time zone,
  sale_ends_at timestamp with time zone,
  tax_class text not null,
  weight_grams integer not null,
  image integer,
  stock bigint,
  backorder boolean not null,
  measure jsonb,
  constraint import_variants_pkey PRIMARY KEY (program_id, import_key, offer_position, "position")
);
CREATE INDEX import_variants_by_sku ON public.import_variants USING btree (program_id, import_key, sku);

create table imports (
  program_id bigint not null,
  import_key bigint not null generated always as identity,
  id text not null,
  started_by text not null,
  dry_run boolean not null,
  state text not null default 'reading'::text,
  format text,
  rows bigint not null default 0,
  offers bigint not null default 0,
  report jsonb,
  failure text not null default ''::text,
  started_at timestamp with time zone not null,
  heard_at timestamp with time zone not null default now(),
  ended_at timestamp with time zone,
  constraint failed_import_says_why CHECK (((state = 'failed'::text) = (failure <> ''::text))),
  constraint import_state_is_known CHECK ((state = ANY (ARRAY['reading'::text, 'checking'::text, 'swapping'::text, 'done'::text, 'failed'::text]))),
  constraint import_that_ended_has_a_time CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text])) = (ended_at IS NOT NULL))),
  constraint import_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint imports_pkey PRIMARY KEY (program_id, import_key),
  constraint import_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX imports_going_on ON public.imports USING btree (heard_at) WHERE (ended_at IS NULL);

create table intakes (
  program_id bigint not null,
  id text not null,
  digest bytea not null,
  refusal jsonb,
  received_at timestamp with time zone not null,
  test boolean not null,
  constraint intake_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint intakes_pkey PRIMARY KEY (program_id, id)
);

create table invitations (
  program_id bigint not null,
  invitation_key bigint not null generated always as identity,
  hash bytea not null,
  email text not null,
  name text not null default ''::text,
  sponsor_id bigint,
  invited_by text not null,
  invited_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  affiliate_id bigint,
  test boolean not null default false,
  constraint accepted_invitation_made_an_affiliate CHECK (((accepted_at IS NULL) = (affiliate_id IS NULL))),
  constraint invitation_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint invitation_makes_an_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint invitation_names_a_sponsor FOREIGN KEY (program_id, sponsor_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint invitations_pkey PRIMARY KEY (program_id, invitation_key),
  constraint invitation_hash_is_unique UNIQUE (hash)
);

create table keys (
  program_id bigint not null,
  purpose text not null,
  kid text not null,
  name text not null default ''::text,
  secret bytea,
  hash bytea,
  created_at timestamp with time zone not null default now(),
  retired_at timestamp with time zone,
  expires_at timestamp with time zone,
  constraint key_purpose_is_known CHECK ((purpose = ANY (ARRAY['program'::text, 'sign'::text, 'seal'::text, 'link'::text, 'staff'::text]))),
  constraint staff_key_is_kept_as_hash_only CHECK ((((purpose = 'staff'::text) = (hash IS NOT NULL)) AND ((purpose = 'staff'::text) = (secret IS NULL)))),
  constraint key_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint keys_pkey PRIMARY KEY (program_id, purpose, kid),
  constraint key_hash_is_unique UNIQUE (hash)
);
CREATE UNIQUE INDEX program_key_is_single ON public.keys USING btree (program_id) WHERE (purpose = 'program'::text);

create table lead_arrivals (
  program_id bigint not null,
  arrival_key bigint not null generated always as identity,
  hash bytea not null,
  at timestamp with time zone not null,
  test boolean not null,
  constraint arrival_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint lead_arrivals_pkey PRIMARY KEY (program_id, arrival_key)
);
CREATE INDEX arrivals_by_hash ON public.lead_arrivals USING btree (program_id, hash, at);
CREATE INDEX arrivals_by_time ON public.lead_arrivals USING btree (at);

create table lead_transitions (
  program_id bigint not null,
  transition_id bigint not null generated always as identity,
  lead_key bigint not null,
  from_state text,
  to_state text not null,
  event text not null,
  actor text not null,
  reason text not null default ''::text,
  details jsonb,
  at timestamp with time zone not null,
  test boolean not null,
  constraint transition_belongs_to_lead FOREIGN KEY (program_id, lead_key) REFERENCES leads(program_id, lead_key) ON DELETE CASCADE,
  constraint lead_transitions_pkey PRIMARY KEY (program_id, transition_id)
);
CREATE INDEX transitions_of_lead ON public.lead_transitions USING btree (program_id, lead_key, transition_id);
CREATE TRIGGER lead_is_posted_back AFTER INSERT ON public.lead_transitions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_lead_postbacks();
CREATE TRIGGER lead_is_told AFTER INSERT ON public.lead_transitions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_lead_events();

create table leads (
  program_id bigint not null,
  lead_key bigint not null generated always as identity,
  id text not null,
  number text not null,
  offer_id bigint not null,
  site_id bigint,
  affiliate_id bigint,
  state text not null default 'new'::text,
  state_since timestamp with time zone not null,
  contact jsonb not null,
  questions jsonb not null,
  customer_hash bytea not null,
  attribution jsonb not null,
  flags text[] not null,
  locale text,
  consent text not null,
  received_at timestamp with time zone not null,
  answer_by timestamp with time zone,
  answered_at timestamp with time zone,
  overdue_told_at timestamp with time zone,
  expires_at timestamp with time zone not null,
  handled_by text not null default 'affiliate'::text,
  share_basis_points integer not null default 10000,
  test boolean not null,
  value_minor bigint not null default 0,
  claim_key bigint,
  constraint lead_is_handled_by_somebody CHECK ((handled_by = ANY (ARRAY['affiliate'::text, 'staff'::text]))),
  constraint lead_state_is_known CHECK ((state = ANY (ARRAY['new'::text, 'contacted'::text, 'proposed'::text, 'won'::text, 'lost'::text, 'expired'::text]))),
  constraint share_is_a_part CHECK (((share_basis_points >= 0) AND (share_basis_points <= 10000))),
  constraint lead_asks_about_an_offer FOREIGN KEY (program_id, offer_id) REFERENCES offers(program_id, offer_id),
  constraint lead_belongs_to_site FOREIGN KEY (program_id, site_id) REFERENCES sites(program_id, site_id),
  constraint lead_has_an_intake FOREIGN KEY (program_id, id) REFERENCES intakes(program_id, id),
  constraint lead_is_covered_by_claim FOREIGN KEY (program_id, claim_key) REFERENCES claims(program_id, claim_key),
  constraint lead_is_owned_by_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint leads_pkey PRIMARY KEY (program_id, lead_key),
  constraint lead_id_is_unique UNIQUE (program_id, id),
  constraint lead_number_is_unique UNIQUE (program_id, number)
);
CREATE INDEX leads_expiring ON public.leads USING btree (expires_at) WHERE (state = ANY (ARRAY['new'::text, 'contacted'::text, 'proposed'::text]));
CREATE INDEX leads_newest_first ON public.leads USING btree (program_id, lead_key DESC);
CREATE INDEX leads_of_affiliate ON public.leads USING btree (program_id, affiliate_id, lead_key DESC);
CREATE INDEX leads_unanswered ON public.leads USING btree (answer_by) WHERE ((answered_at IS NULL) AND (overdue_told_at IS NULL) AND (state = 'new'::text));
CREATE TRIGGER lead_is_counted AFTER INSERT OR DELETE OR UPDATE OF state, affiliate_id, value_minor ON public.leads FOR EACH ROW EXECUTE FUNCTION count_lead();

create table links (
  program_id bigint not null,
  link_id bigint not null generated always as identity,
  id text not null,
  affiliate_id bigint not null,
  campaign text not null,
  sub_id text not null,
  target text not null,
  created_at timestamp with time zone not null,
  test boolean not null,
  constraint link_id_has_the_reserved_prefix CHECK (starts_with(id, 'ZZ'::text)),
  constraint link_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint links_pkey PRIMARY KEY (program_id, link_id),
  constraint link_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX links_of_affiliate ON public.links USING btree (program_id, affiliate_id, link_id);

create table messages (
  program_id bigint not null,
  message_id bigint not null generated always as identity,
  id text not null,
  kind text not null,
  recipient text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  order_key bigint,
  state text not null default 'due'::text,
  attempts integer not null default 0,
  due_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  failure text,
  test boolean not null,
  created_at timestamp with time zone not null default now(),
  constraint message_state_is_known CHECK ((state = ANY (ARRAY['due'::text, 'sent'::text, 'failed'::text]))),
  constraint sent_message_has_a_time CHECK (((state = 'sent'::text) = (sent_at IS NOT NULL))),
  constraint message_belongs_to_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint message_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint messages_pkey PRIMARY KEY (program_id, message_id),
  constraint message_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX messages_due ON public.messages USING btree (due_at) WHERE (state = 'due'::text);

create table migrations (
  name text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);

create table milestone_transitions (
  program_id bigint not null,
  transition_id bigint not null generated always as identity,
  milestone_key bigint not null,
  from_state text not null,
  to_state text not null,
  event text not null,
  actor text not null,
  at timestamp with time zone not null,
  test boolean not null,
  constraint transition_belongs_to_milestone FOREIGN KEY (program_id, milestone_key) REFERENCES milestones(program_id, milestone_key) ON DELETE CASCADE,
  constraint milestone_transitions_pkey PRIMARY KEY (program_id, transition_id)
);
CREATE INDEX transitions_of_milestone ON public.milestone_transitions USING btree (program_id, milestone_key, transition_id);
CREATE TRIGGER milestone_is_told AFTER INSERT ON public.milestone_transitions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_milestone_events();

create table milestones (
  program_id bigint not null,
  milestone_key bigint not null generated always as identity,
  id text not null,
  lead_key bigint not null,
  position integer not null,
  title text not null,
  condition text not null,
  due_on date,
  amount_minor bigint not null,
  tax_minor bigint not null,
  state text not null default 'due'::text,
  order_key bigint,
  test boolean not null,
  constraint milestone_is_worth_something CHECK (((0 < amount_minor) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint milestone_state_is_known CHECK ((state = ANY (ARRAY['due'::text, 'invoiced'::text, 'paid'::text, 'cancelled'::text]))),
  constraint paid_milestone_has_an_order CHECK (((state = 'paid'::text) = (order_key IS NOT NULL))),
  constraint milestone_belongs_to_deal FOREIGN KEY (program_id, lead_key) REFERENCES deals(program_id, lead_key) ON DELETE CASCADE,
  constraint milestone_made_an_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key),
  constraint milestones_pkey PRIMARY KEY (program_id, milestone_key),
  constraint milestone_id_is_unique UNIQUE (program_id, id),
  constraint milestone_is_paid_by_one_order UNIQUE (program_id, order_key),
  constraint milestone_position_is_unique UNIQUE (program_id, lead_key, "position")
);

create table offers (
  program_id bigint not null,
  offer_id bigint not null generated always as identity,
  id text not null,
  handle text not null,
  kind text not null,
  title text not null,
  description text not null,
  images jsonb not null,
  options jsonb not null,
  collections text[] not null,
  source text not null,
  position integer not null,
  published boolean not null,
  test boolean not null default false,
  changed_at timestamp with time zone not null default now(),
  service jsonb,
  constraint offer_kind_is_known CHECK ((kind = ANY (ARRAY['product'::text, 'service'::text]))),
  constraint service_has_facts CHECK (((kind = 'service'::text) = (service IS NOT NULL))),
  constraint offer_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint offers_pkey PRIMARY KEY (program_id, offer_id),
  constraint offer_handle_is_unique UNIQUE (program_id, handle),
  constraint offer_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX offers_in_order ON public.offers USING btree (program_id, "position", offer_id) WHERE published;

create table order_lines (
  program_id bigint not null,
  order_key bigint not null,
  line integer not null,
  variant_id bigint not null,
  sku text not null,
  title text not null,
  variant text not null,
  quantity bigint not null,
  shipped_quantity bigint not null default 0,
  cancelled_quantity bigint not null default 0,
  refunded_quantity bigint not null default 0,
  unit_minor bigint not null,
  discount_minor bigint not null,
  total_minor bigint not null,
  tax_basis_points integer not null,
  tax_minor bigint not null,
  test boolean not null,
  released_minor bigint not null default 0,
  released_tax_minor bigint not null default 0,
  paid_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  constraint line_amounts_add_up CHECK ((total_minor = ((unit_minor * quantity) - discount_minor))),
  constraint line_never_exceeds_what_was_ordered CHECK ((((shipped_quantity + cancelled_quantity) <= quantity) AND (refunded_quantity <= quantity))),
  constraint line_orders_something CHECK ((0 < quantity)),
  constraint line_quantities_are_not_negative CHECK (((0 <= shipped_quantity) AND (0 <= cancelled_quantity) AND (0 <= refunded_quantity))),
  constraint line_refunds_never_exceed_what_was_paid CHECK (((0 <= refunded_minor) AND (refunded_minor <= paid_minor))),
  constraint line_releases_no_more_than_its_tax CHECK (((0 <= released_tax_minor) AND (released_tax_minor <= tax_minor))),
  constraint line_releases_no_more_than_its_total CHECK (((0 <= released_minor) AND (released_minor <= total_minor))),
  constraint line_belongs_to_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint line_names_a_variant FOREIGN KEY (program_id, variant_id) REFERENCES variants(program_id, variant_id),
  constraint order_lines_pkey PRIMARY KEY (program_id, order_key, line)
);

create table order_transitions (
  program_id bigint not null,
  transition_id bigint not null generated always as identity,
  order_key bigint not null,
  from_state text,
  to_state text not null,
  event text not null,
  actor text not null,
  reason text not null default ''::text,
  at timestamp with time zone not null,
  test boolean not null,
  constraint transition_belongs_to_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint order_transitions_pkey PRIMARY KEY (program_id, transition_id)
);
CREATE INDEX transitions_of_order ON public.order_transitions USING btree (program_id, order_key, transition_id);
CREATE CONSTRAINT TRIGGER order_is_posted_back AFTER INSERT ON public.order_transitions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((new.event = ANY (ARRAY['place'::text, 'accept'::text, 'perform'::text, 'pay'::text])) AND (new.to_state <> 'awaiting_customer'::text))) EXECUTE FUNCTION queue_order_postbacks();
CREATE TRIGGER order_is_told AFTER INSERT ON public.order_transitions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_order_events();

create table orders (
  program_id bigint not null,
  order_key bigint not null generated always as identity,
  id text not null,
  number text not null,
  quote_id text,
  site_id bigint,
  affiliate_id bigint,
  state text not null,
  payment text not null default 'unpaid'::text,
  terms text not null,
  currency text not null,
  country text not null,
  shipping jsonb not null,
  subtotal_minor bigint not null,
  discount_minor bigint not null,
  shipping_minor bigint not null,
  tax_minor bigint not null,
  tax_included boolean not null,
  total_minor bigint not null,
  expected_total_minor bigint not null,
  customer jsonb not null,
  attribution jsonb not null,
  flags text[] not null,
  locale text,
  consent text not null,
  placed_at timestamp with time zone not null,
  test boolean not null,
  customer_hash bytea,
  paid_minor bigint not null default 0,
  refunded_minor bigint not null default 0,
  shipping_refunded_minor bigint not null default 0,
  upline bigint[] not null default '{}'::bigint[],
  plan_key bigint,
  address_mark bytea,
  phone_mark bytea,
  share_basis_points integer not null default 10000,
  constraint order_amounts_add_up CHECK (((total_minor = (((subtotal_minor - discount_minor) + shipping_minor) +
CASE
    WHEN tax_included THEN (0)::bigint
    ELSE tax_minor
END)) AND (0 <= total_minor) AND (total_minor <= '9007199254740991'::bigint))),
  constraint order_payment_is_known CHECK ((payment = ANY (ARRAY['unpaid'::text, 'paid'::text, 'partly_refunded'::text, 'refunded'::text, 'charged_back'::text]))),
  constraint order_share_is_a_part CHECK (((share_basis_points >= 0) AND (share_basis_points <= 10000))),
  constraint order_state_is_known CHECK ((state = ANY (ARRAY['awaiting_customer'::text, 'placed'::text, 'confirmed'::text, 'shipped'::text, 'delivered'::text, 'cancelled'::text]))),
  constraint order_terms_are_known CHECK ((terms = ANY (ARRAY['invoice'::text, 'prepayment'::text]))),
  constraint payment_says_what_was_refunded CHECK (
CASE payment
    WHEN 'paid'::text THEN (refunded_minor = 0)
    WHEN 'partly_refunded'::text THEN ((0 < refunded_minor) AND (refunded_minor < paid_minor))
    WHEN 'refunded'::text THEN (refunded_minor = paid_minor)
    ELSE true
END),
  constraint refunds_never_exceed_what_was_paid CHECK (((0 <= refunded_minor) AND (refunded_minor <= paid_minor) AND (paid_minor <= total_minor))),
  constraint shipping_refunds_are_part_of_the_refunds CHECK (((0 <= shipping_refunded_minor) AND (shipping_refunded_minor <= refunded_minor))),
  constraint unpaid_order_has_no_money CHECK (((payment <> 'unpaid'::text) OR (paid_minor = 0))),
  constraint order_belongs_to_site FOREIGN KEY (program_id, site_id) REFERENCES sites(program_id, site_id),
  constraint order_has_an_intake FOREIGN KEY (program_id, id) REFERENCES intakes(program_id, id),
  constraint order_is_attributed_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint order_names_a_plan FOREIGN KEY (program_id, plan_key) REFERENCES plans(program_id, plan_key),
  constraint orders_pkey PRIMARY KEY (program_id, order_key),
  constraint order_id_is_unique UNIQUE (program_id, id),
  constraint order_number_is_unique UNIQUE (program_id, number),
  constraint quote_is_ordered_once UNIQUE (program_id, quote_id)
);
CREATE INDEX orders_by_address_mark ON public.orders USING btree (program_id, address_mark) WHERE (address_mark IS NOT NULL);
CREATE INDEX orders_by_phone_mark ON public.orders USING btree (program_id, phone_mark) WHERE (phone_mark IS NOT NULL);
CREATE INDEX orders_newest_first ON public.orders USING btree (program_id, order_key DESC);
CREATE INDEX orders_of_affiliate ON public.orders USING btree (program_id, affiliate_id, order_key DESC);
CREATE INDEX paid_orders_of_customer ON public.orders USING btree (program_id, customer_hash, order_key) WHERE ((payment = ANY (ARRAY['paid'::text, 'partly_refunded'::text])) AND (NOT test));

create table payment_details (
  program_id bigint not null,
  affiliate_id bigint not null,
  sealed bytea not null,
  masked jsonb not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  test boolean not null default false,
  constraint payment_details_belong_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint payment_details_pkey PRIMARY KEY (program_id, affiliate_id)
);

create table payouts (
  program_id bigint not null,
  payout_key bigint not null generated always as identity,
  id text not null,
  batch text not null,
  affiliate_id bigint not null,
  currency text not null,
  amount_minor bigint not null,
  state text not null default 'draft'::text,
  made_by text not null,
  made_at timestamp with time zone not null,
  approved_by text,
  sent_at timestamp with time zone,
  ended_at timestamp with time zone,
  reason text not null default ''::text,
  test boolean not null default false,
  constraint payout_needs_two_keys CHECK (((approved_by IS NULL) OR (approved_by <> made_by))),
  constraint payout_pays_something CHECK (((0 < amount_minor) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint payout_state_is_known CHECK ((state = ANY (ARRAY['draft'::text, 'approved'::text, 'sent'::text, 'settled'::text, 'failed'::text, 'withdrawn'::text]))),
  constraint sent_payout_was_approved CHECK (((state = ANY (ARRAY['draft'::text, 'withdrawn'::text])) OR (approved_by IS NOT NULL))),
  constraint test_pays_nothing CHECK ((NOT test)),
  constraint payout_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint payouts_pkey PRIMARY KEY (program_id, payout_key),
  constraint payout_id_is_unique UNIQUE (program_id, id)
);
CREATE UNIQUE INDEX payout_is_single_until_it_ends ON public.payouts USING btree (program_id, affiliate_id, currency) WHERE (state = ANY (ARRAY['draft'::text, 'approved'::text]));
CREATE INDEX payouts_of_affiliate ON public.payouts USING btree (program_id, affiliate_id, payout_key DESC);
CREATE INDEX payouts_of_batch ON public.payouts USING btree (program_id, batch, payout_key);
CREATE TRIGGER new_payout_is_told AFTER INSERT ON public.payouts REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_new_payout_events();
CREATE TRIGGER payout_is_posted_back AFTER UPDATE ON public.payouts REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_payout_postbacks();
CREATE TRIGGER payout_is_told AFTER UPDATE ON public.payouts REFERENCING OLD TABLE AS former NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION queue_payout_events();

create table pipeline (
  program_id bigint not null,
  affiliate_id bigint not null,
  state text not null,
  leads bigint not null,
  value_minor bigint not null,
  test boolean not null,
  constraint pipeline_counts_leads CHECK ((0 <= leads)),
  constraint pipeline_pkey PRIMARY KEY (program_id, affiliate_id, state, test)
);

create table placements (
  program_id bigint not null,
  placement_id bigint not null generated always as identity,
  site_id bigint not null,
  id text not null,
  name text not null,
  kind text not null,
  attributes jsonb not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint placement_attributes_are_an_object CHECK ((jsonb_typeof(attributes) = 'object'::text)),
  constraint placement_has_a_name CHECK (((btrim(name) <> ''::text) AND (length(name) <= 80))),
  constraint placement_id_has_its_prefix CHECK (starts_with(id, 'plc_'::text)),
  constraint placement_is_changed_after_it_is_made CHECK ((created_at <= updated_at)),
  constraint placement_kind_is_known CHECK ((kind = ANY (ARRAY['offer'::text, 'collection'::text, 'cart'::text, 'status'::text, 'share'::text, 'join'::text]))),
  constraint placement_belongs_to_site FOREIGN KEY (program_id, site_id) REFERENCES sites(program_id, site_id),
  constraint placements_pkey PRIMARY KEY (program_id, placement_id),
  constraint placement_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX placements_of_site ON public.placements USING btree (program_id, site_id, placement_id);

create table plans (
  program_id bigint not null,
  plan_key bigint not null generated always as identity,
  id text not null,
  version integer not null,
  document jsonb not null,
  findings jsonb not null,
  note text not null,
  effective_at timestamp with time zone not null,
  published_at timestamp with time zone not null,
  published_by text not null,
  test boolean not null default false,
  constraint plan_is_not_backdated CHECK ((published_at <= effective_at)),
  constraint warnings_need_a_note CHECK (((jsonb_array_length(findings) = 0) OR (note <> ''::text))),
  constraint plan_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint plans_pkey PRIMARY KEY (program_id, plan_key),
  constraint plan_date_is_unique UNIQUE (program_id, effective_at),
  constraint plan_id_is_unique UNIQUE (program_id, id),
  constraint plan_version_is_unique UNIQUE (program_id, version)
);
CREATE INDEX plans_by_date ON public.plans USING btree (program_id, effective_at DESC);
CREATE TRIGGER plan_is_never_edited BEFORE DELETE OR UPDATE OR TRUNCATE ON public.plans FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table posts (
  program_id bigint not null,
  post_key bigint not null generated always as identity,
  conversation_key bigint not null,
  id text not null,
  author text not null,
  author_name text not null,
  actor text not null,
  body text not null,
  at timestamp with time zone not null,
  test boolean not null,
  constraint post_author_is_known CHECK ((author = ANY (ARRAY['customer'::text, 'affiliate'::text, 'staff'::text]))),
  constraint post_says_something CHECK (((char_length(body) >= 1) AND (char_length(body) <= 8000))),
  constraint post_belongs_to_conversation FOREIGN KEY (program_id, conversation_key) REFERENCES conversations(program_id, conversation_key) ON DELETE CASCADE,
  constraint posts_pkey PRIMARY KEY (program_id, post_key),
  constraint post_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX posts_of_conversation ON public.posts USING btree (program_id, conversation_key, post_key);

create table programs (
  program_id bigint not null generated always as identity,
  id text not null,
  policy jsonb not null,
  created_at timestamp with time zone not null default now(),
  constraint programs_pkey PRIMARY KEY (program_id),
  constraint program_id_is_unique UNIQUE (id)
);

create table proposal_decisions (
  program_id bigint not null,
  proposal_key bigint not null,
  decision text not null,
  decided_by text not null,
  at timestamp with time zone not null,
  hash text not null,
  test boolean not null,
  constraint decision_is_known CHECK ((decision = ANY (ARRAY['accepted'::text, 'declined'::text]))),
  constraint decision_is_somebodys CHECK ((decided_by = ANY (ARRAY['customer'::text, 'staff'::text]))),
  constraint decision_is_about_a_proposal FOREIGN KEY (program_id, proposal_key) REFERENCES proposals(program_id, proposal_key) ON DELETE CASCADE,
  constraint proposal_decisions_pkey PRIMARY KEY (program_id, proposal_key)
);
CREATE TRIGGER decision_is_final BEFORE UPDATE ON public.proposal_decisions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table proposals (
  program_id bigint not null,
  proposal_key bigint not null generated always as identity,
  id text not null,
  lead_key bigint not null,
  version integer not null,
  document jsonb not null,
  currency text not null,
  tax_basis_points integer not null,
  tax_included boolean not null,
  subtotal_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null,
  valid_until timestamp with time zone not null,
  made_by text not null,
  made_at timestamp with time zone not null,
  test boolean not null,
  constraint proposal_amounts_add_up CHECK (((total_minor = (subtotal_minor +
CASE
    WHEN tax_included THEN (0)::bigint
    ELSE tax_minor
END)) AND (0 < subtotal_minor) AND (total_minor <= '9007199254740991'::bigint))),
  constraint proposal_belongs_to_lead FOREIGN KEY (program_id, lead_key) REFERENCES leads(program_id, lead_key) ON DELETE CASCADE,
  constraint proposals_pkey PRIMARY KEY (program_id, proposal_key),
  constraint proposal_id_is_unique UNIQUE (program_id, id),
  constraint proposal_version_is_unique UNIQUE (program_id, lead_key, version)
);

create table refund_lines (
  program_id bigint not null,
  refund_key bigint not null,
  order_key bigint not null,
  line integer not null,
  quantity bigint not null,
  amount_minor bigint not null,
  test boolean not null,
  constraint refund_line_gives_something CHECK (((0 <= quantity) AND (0 <= amount_minor) AND ((0 < quantity) OR (0 < amount_minor)))),
  constraint refund_line_belongs_to_refund FOREIGN KEY (program_id, refund_key) REFERENCES refunds(program_id, refund_key) ON DELETE CASCADE,
  constraint refund_line_names_an_order_line FOREIGN KEY (program_id, order_key, line) REFERENCES order_lines(program_id, order_key, line) ON DELETE CASCADE,
  constraint refund_lines_pkey PRIMARY KEY (program_id, refund_key, line)
);

create table refunds (
  program_id bigint not null,
  refund_key bigint not null generated always as identity,
  id text not null,
  order_key bigint not null,
  kind text not null,
  reason text not null,
  request jsonb,
  lines_minor bigint not null,
  shipping_minor bigint not null,
  amount_minor bigint not null,
  payment text not null,
  actor text not null,
  at timestamp with time zone not null,
  test boolean not null,
  constraint refund_amounts_add_up CHECK (((amount_minor = (lines_minor + shipping_minor)) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint refund_gives_something CHECK (((0 < amount_minor) AND (0 <= lines_minor) AND (0 <= shipping_minor))),
  constraint refund_kind_is_known CHECK ((kind = ANY (ARRAY['refund'::text, 'cancellation'::text, 'goodwill'::text]))),
  constraint refund_payment_is_known CHECK ((payment = ANY (ARRAY['partly_refunded'::text, 'refunded'::text]))),
  constraint refund_belongs_to_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint refunds_pkey PRIMARY KEY (program_id, refund_key),
  constraint refund_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX refunds_of_order ON public.refunds USING btree (program_id, order_key, refund_key);
CREATE CONSTRAINT TRIGGER refund_is_posted_back AFTER INSERT ON public.refunds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION queue_refund_postbacks();
CREATE TRIGGER refund_is_told AFTER INSERT ON public.refunds REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_refund_events();
CREATE CONSTRAINT TRIGGER refund_sums_match AFTER INSERT OR UPDATE ON public.refunds DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refund_sums_match();

create table return_lines (
  program_id bigint not null,
  return_key bigint not null,
  order_key bigint not null,
  line integer not null,
  quantity bigint not null,
  unsent_quantity bigint not null,
  test boolean not null,
  constraint return_line_is_about_something CHECK (((0 < quantity) AND (0 <= unsent_quantity) AND (unsent_quantity <= quantity))),
  constraint return_line_belongs_to_return FOREIGN KEY (program_id, return_key) REFERENCES returns(program_id, return_key) ON DELETE CASCADE,
  constraint return_line_names_an_order_line FOREIGN KEY (program_id, order_key, line) REFERENCES order_lines(program_id, order_key, line) ON DELETE CASCADE,
  constraint return_lines_pkey PRIMARY KEY (program_id, return_key, line)
);
CREATE INDEX return_lines_of_order ON public.return_lines USING btree (program_id, order_key, line);
CREATE CONSTRAINT TRIGGER pieces_are_returned_once AFTER INSERT OR UPDATE ON public.return_lines NOT DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION pieces_are_returned_once();

create table return_transitions (
  program_id bigint not null,
  transition_id bigint not null generated always as identity,
  return_key bigint not null,
  from_state text,
  to_state text not null,
  event text not null,
  actor text not null,
  reason text not null default ''::text,
  at timestamp with time zone not null,
  test boolean not null,
  constraint transition_belongs_to_return FOREIGN KEY (program_id, return_key) REFERENCES returns(program_id, return_key) ON DELETE CASCADE,
  constraint return_transitions_pkey PRIMARY KEY (program_id, transition_id)
);
CREATE INDEX transitions_of_return ON public.return_transitions USING btree (program_id, return_key, transition_id);
CREATE TRIGGER return_is_told AFTER INSERT ON public.return_transitions REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_return_events();

create table returns (
  program_id bigint not null,
  return_key bigint not null generated always as identity,
  id text not null,
  order_key bigint not null,
  state text not null default 'announced'::text,
  digest bytea not null,
  name text not null,
  email text not null,
  reason text not null,
  announced_at timestamp with time zone not null,
  refund_key bigint,
  test boolean not null,
  constraint only_a_refunded_return_has_a_refund CHECK (((state = 'refunded'::text) OR (refund_key IS NULL))),
  constraint return_state_is_known CHECK ((state = ANY (ARRAY['announced'::text, 'received'::text, 'refunded'::text, 'refused'::text]))),
  constraint return_belongs_to_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint return_names_its_refund FOREIGN KEY (program_id, refund_key) REFERENCES refunds(program_id, refund_key) ON DELETE SET NULL (refund_key),
  constraint returns_pkey PRIMARY KEY (program_id, return_key),
  constraint return_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX returns_of_order ON public.returns USING btree (program_id, order_key, return_key);

create table shipment_lines (
  program_id bigint not null,
  shipment_key bigint not null,
  order_key bigint not null,
  line integer not null,
  quantity bigint not null,
  test boolean not null,
  constraint shipment_line_ships_something CHECK ((0 < quantity)),
  constraint shipment_line_belongs_to_shipment FOREIGN KEY (program_id, shipment_key) REFERENCES shipments(program_id, shipment_key) ON DELETE CASCADE,
  constraint shipment_line_names_an_order_line FOREIGN KEY (program_id, order_key, line) REFERENCES order_lines(program_id, order_key, line) ON DELETE CASCADE,
  constraint shipment_lines_pkey PRIMARY KEY (program_id, shipment_key, line)
);

create table shipments (
  program_id bigint not null,
  shipment_key bigint not null generated always as identity,
  id text not null,
  order_key bigint not null,
  carrier text not null,
  tracking text not null,
  tracking_url text,
  shipped_at timestamp with time zone not null,
  test boolean not null,
  constraint shipment_belongs_to_order FOREIGN KEY (program_id, order_key) REFERENCES orders(program_id, order_key) ON DELETE CASCADE,
  constraint shipments_pkey PRIMARY KEY (program_id, shipment_key),
  constraint shipment_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX shipments_of_order ON public.shipments USING btree (program_id, order_key);
CREATE TRIGGER shipment_is_told AFTER INSERT ON public.shipments REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION queue_shipment_events();

create table sites (
  program_id bigint not null,
  site_id bigint not null generated always as identity,
  key text not null,
  affiliate_id bigint,
  name text not null,
  origins text[] not null,
  test boolean not null,
  created_at timestamp with time zone not null default now(),
  constraint site_has_an_origin CHECK ((cardinality(origins) > 0)),
  constraint site_key_says_test CHECK ((test = starts_with(key, 'site_test_'::text))),
  constraint site_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint sites_pkey PRIMARY KEY (program_id, site_id),
  constraint site_key_is_unique UNIQUE (key)
);

create table state_times (
  program_id bigint not null,
  affiliate_id bigint not null,
  state text not null,
  step integer not null,
  leads bigint not null,
  test boolean not null,
  constraint state_times_pkey PRIMARY KEY (program_id, affiliate_id, state, step, test)
);

create table statement_lines (
  program_id bigint not null,
  statement_key bigint not null,
  line integer not null,
  amount_minor bigint not null,
  commitment text not null,
  salt text,
  value jsonb,
  test boolean not null default false,
  constraint value_and_salt_go_together CHECK (((salt IS NULL) = (value IS NULL))),
  constraint line_belongs_to_statement FOREIGN KEY (program_id, statement_key) REFERENCES statements(program_id, statement_key),
  constraint statement_lines_pkey PRIMARY KEY (program_id, statement_key, line)
);
CREATE TRIGGER statement_line_is_only_erased BEFORE UPDATE ON public.statement_lines FOR EACH ROW EXECUTE FUNCTION erase_only();
CREATE TRIGGER statement_line_stays BEFORE DELETE OR TRUNCATE ON public.statement_lines FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table statements (
  program_id bigint not null,
  statement_key bigint not null generated always as identity,
  id text not null,
  affiliate_id bigint not null,
  currency text not null,
  period text not null,
  opening jsonb not null,
  closing jsonb not null,
  previous_hash text,
  hash text not null,
  test boolean not null default false,
  constraint statement_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint statement_is_of_a_closed_period FOREIGN KEY (program_id, period) REFERENCES closed_periods(program_id, period),
  constraint statements_pkey PRIMARY KEY (program_id, statement_key),
  constraint statement_id_is_unique UNIQUE (program_id, id),
  constraint statement_is_written_once UNIQUE (program_id, affiliate_id, currency, period)
);
CREATE TRIGGER statement_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.statements FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table stock_movements (
  program_id bigint not null,
  movement_id bigint not null generated always as identity,
  variant_id bigint not null,
  quantity bigint not null,
  cause text not null,
  order_id text,
  test boolean not null default false,
  moved_at timestamp with time zone not null default now(),
  reason text not null default ''::text,
  actor text not null default ''::text,
  constraint correction_says_why_and_who CHECK ((((cause = 'correct'::text) = (reason <> ''::text)) AND ((cause = 'correct'::text) = (actor <> ''::text)))),
  constraint movement_cause_is_known CHECK ((cause = ANY (ARRAY['import'::text, 'order'::text, 'cancel'::text, 'correct'::text]))),
  constraint movement_moves CHECK ((quantity <> 0)),
  constraint movement_of_an_order_names_it CHECK (((cause = ANY (ARRAY['order'::text, 'cancel'::text])) = (order_id IS NOT NULL))),
  constraint test_moves_no_stock CHECK ((NOT test)),
  constraint movement_belongs_to_stock FOREIGN KEY (program_id, variant_id) REFERENCES stocks(program_id, variant_id),
  constraint stock_movements_pkey PRIMARY KEY (program_id, movement_id)
);
CREATE INDEX movements_of_variant ON public.stock_movements USING btree (program_id, variant_id, movement_id);

create table stocks (
  program_id bigint not null,
  variant_id bigint not null,
  level bigint,
  imported bigint,
  backorder boolean not null default false,
  test boolean not null default false,
  constraint stock_is_never_oversold CHECK (((0 <= level) OR backorder)),
  constraint stock_belongs_to_variant FOREIGN KEY (program_id, variant_id) REFERENCES variants(program_id, variant_id),
  constraint stocks_pkey PRIMARY KEY (program_id, variant_id)
);

create table touches (
  program_id bigint not null,
  touch_id bigint not null generated always as identity,
  id text not null,
  site_id bigint,
  affiliate_id bigint not null,
  campaign text not null,
  sub_id text not null,
  path text not null,
  referrer text not null,
  issued_at timestamp with time zone not null,
  test boolean not null,
  constraint touch_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint touch_belongs_to_site FOREIGN KEY (program_id, site_id) REFERENCES sites(program_id, site_id),
  constraint touches_pkey PRIMARY KEY (program_id, touch_id),
  constraint touch_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX touches_of_affiliate ON public.touches USING btree (program_id, affiliate_id, issued_at);

create table transactions (
  program_id bigint not null,
  transaction_key bigint not null generated always as identity,
  id text not null,
  kind text not null,
  cause text not null,
  corrects bigint,
  at timestamp with time zone not null,
  written_by xid8 not null default pg_current_xact_id(),
  test boolean not null default false,
  constraint test_moves_no_money CHECK ((NOT test)),
  constraint transaction_kind_is_known CHECK ((kind = ANY (ARRAY['commission_created'::text, 'commission_delivered'::text, 'commission_released'::text, 'commission_reversed'::text, 'commission_reinstated'::text, 'payout_sent'::text, 'payout_settled'::text, 'payout_failed'::text, 'receivable_written_off'::text]))),
  constraint transaction_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint transaction_corrects_another FOREIGN KEY (program_id, corrects) REFERENCES transactions(program_id, transaction_key),
  constraint transactions_pkey PRIMARY KEY (program_id, transaction_key),
  constraint cause_is_posted_once UNIQUE (program_id, cause, kind),
  constraint transaction_id_is_unique UNIQUE (program_id, id),
  constraint transaction_is_written_at_once UNIQUE (program_id, transaction_key, written_by)
);
CREATE INDEX transactions_by_time ON public.transactions USING btree (program_id, at);
CREATE TRIGGER closed_period_takes_nothing BEFORE INSERT ON public.transactions FOR EACH ROW EXECUTE FUNCTION refuse_closed_period();
CREATE CONSTRAINT TRIGGER transaction_balances AFTER INSERT ON public.transactions DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_balance();
CREATE TRIGGER transaction_is_final BEFORE DELETE OR UPDATE OR TRUNCATE ON public.transactions FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

create table unreadable_orders (
  program_id bigint not null,
  order_id text not null,
  body text not null,
  reason text not null,
  received_at timestamp with time zone not null,
  test boolean not null,
  constraint unreadable_order_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint unreadable_orders_pkey PRIMARY KEY (program_id, order_id)
);

create table variants (
  program_id bigint not null,
  variant_id bigint not null generated always as identity,
  offer_id bigint not null,
  sku text not null,
  position integer not null,
  options text[] not null,
  amount_minor bigint not null,
  sale_minor bigint,
  sale_starts_at timestamp with time zone,
  sale_ends_at timestamp with time zone,
  tax_class text not null,
  weight_grams integer not null,
  image integer,
  published boolean not null,
  test boolean not null default false,
  measure jsonb,
  constraint measure_measures_something CHECK ((((0)::numeric < ((measure ->> 'amount'::text))::numeric) AND ((0)::numeric < ((measure ->> 'base'::text))::numeric))),
  constraint price_is_not_negative CHECK (((0 <= amount_minor) AND (amount_minor <= '9007199254740991'::bigint))),
  constraint sale_is_a_reduction CHECK (((0 <= sale_minor) AND (sale_minor < amount_minor))),
  constraint weight_is_not_negative CHECK ((0 <= weight_grams)),
  constraint variant_belongs_to_offer FOREIGN KEY (program_id, offer_id) REFERENCES offers(program_id, offer_id),
  constraint variants_pkey PRIMARY KEY (program_id, variant_id),
  constraint sku_is_unique UNIQUE (program_id, sku)
);
CREATE INDEX variants_of_offer ON public.variants USING btree (program_id, offer_id, "position");

create table watches (
  program_id bigint not null,
  watch_key bigint not null generated always as identity,
  id text not null,
  url text not null,
  every_seconds integer not null,
  skip_bad boolean not null,
  created_by text not null,
  created_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  etag text,
  modified text,
  checked_at timestamp with time zone,
  imported_at timestamp with time zone,
  failures integer not null default 0,
  failure text not null default ''::text,
  told boolean not null default false,
  constraint failing_watch_says_why CHECK (((0 < failures) = (failure <> ''::text))),
  constraint only_failures_are_told CHECK (((0 < failures) OR (NOT told))),
  constraint watch_waits_between CHECK ((0 < every_seconds)),
  constraint watch_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint watches_pkey PRIMARY KEY (program_id, watch_key),
  constraint address_is_watched_once UNIQUE (program_id, url),
  constraint watch_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX watches_due ON public.watches USING btree (due_at);

create table webhooks (
  program_id bigint not null,
  webhook_key bigint not null generated always as identity,
  id text not null,
  url text,
  events text[] not null,
  secret bytea not null,
  previous_secret bytea,
  previous_until timestamp with time zone,
  state text not null default 'enabled'::text,
  reason text not null default ''::text,
  created_at timestamp with time zone not null,
  heard_at timestamp with time zone,
  affiliate_id bigint,
  constraint disabled_webhook_says_why CHECK (((state = 'disabled'::text) = (reason <> ''::text))),
  constraint listener_fetches CHECK (((url IS NULL) = (heard_at IS NOT NULL))),
  constraint postback_hears_its_own_events CHECK (((affiliate_id IS NULL) OR (events <@ ARRAY['postback.order.placed'::text, 'postback.order.paid'::text, 'postback.order.refunded'::text, 'postback.lead.won'::text, 'postback.commission.payable'::text, 'postback.payout.sent'::text]))),
  constraint previous_secret_ends CHECK (((previous_secret IS NULL) = (previous_until IS NULL))),
  constraint webhook_hears_something CHECK (((0 < cardinality(events)) AND (array_position(events, NULL::text) IS NULL))),
  constraint webhook_secret_is_long_enough CHECK ((24 <= length(secret))),
  constraint webhook_state_is_known CHECK ((state = ANY (ARRAY['enabled'::text, 'disabled'::text]))),
  constraint postback_belongs_to_affiliate FOREIGN KEY (program_id, affiliate_id) REFERENCES affiliates(program_id, affiliate_id),
  constraint webhook_belongs_to_program FOREIGN KEY (program_id) REFERENCES programs(program_id),
  constraint webhooks_pkey PRIMARY KEY (program_id, webhook_key),
  constraint webhook_id_is_unique UNIQUE (program_id, id)
);
CREATE INDEX postbacks_of_affiliate ON public.webhooks USING btree (program_id, affiliate_id) WHERE (affiliate_id IS NOT NULL);

CREATE OR REPLACE FUNCTION public.buyers_of(program bigint, key bigint)
 RETURNS TABLE(affiliate_id bigint, path bigint[])
 LANGUAGE sql
 STABLE
AS $function$
  with mailboxes as (
    select mailbox(o.customer ->> 'email') as mailbox
      from orders o
     where o.program_id = program and o.order_key = key
     union all
    select mailbox(h.email)
      from (select distinct on (p.customer_hash) p.customer ->> 'email' as email
              from orders o
              join orders p
                on p.program_id = o.program_id and p.order_key < o.order_key and p.test = o.test and p.payment <> 'unpaid'
               and (p.address_mark = o.address_mark or p.phone_mark = o.phone_mark)
             where o.program_id = program and o.order_key = key
             order by p.customer_hash) h
  )
  select distinct a.affiliate_id, a.path
    from mailboxes m
   cross join lateral (select b.affiliate_id, b.path
                         from affiliates b
                        where b.program_id = program and mailbox(b.email) = m.mailbox
                       offset 0) a
$function$;

CREATE OR REPLACE FUNCTION public.check_balance()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  off record;
begin
  select currency, sum(case side when 'debit' then amount_minor else -amount_minor end) as difference
    into off
    from entries
   where program_id = new.program_id and transaction_key = new.transaction_key
   group by currency
  having sum(case side when 'debit' then amount_minor else -amount_minor end) <> 0
   limit 1;
  if found then
    raise exception 'transaction % is off by % in %', new.id, off.difference, off.currency
      using errcode = 'check_violation', constraint = 'transaction_balances';
  end if;
  if not exists (select from entries where program_id = new.program_id and transaction_key = new.transaction_key) then
    raise exception 'transaction % is empty', new.id using errcode = 'check_violation', constraint = 'transaction_is_not_empty';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.check_path()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  own affiliates;
begin
  select * into own from affiliates where program_id = new.program_id and affiliate_id = new.affiliate_id;
  if own.path is distinct from coalesce(
       (select path || affiliate_id from affiliates where program_id = own.program_id and affiliate_id = own.sponsor_id), '{}')
  or exists (select from affiliates
              where program_id = own.program_id and sponsor_id = own.affiliate_id and path <> own.path || own.affiliate_id) then
    raise exception 'the path of affiliate % is not its sponsor''s', own.code
      using errcode = 'check_violation', constraint = 'path_continues_the_sponsors';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.code_is_free()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  wanted text := to_jsonb(new) ->> tg_argv[0];
begin
  perform pg_advisory_xact_lock(7261958, new.program_id::integer);
  if tg_table_name = 'discounts' then
    return case when exists (select from affiliates where program_id = new.program_id and code = wanted) then null else new end;
  end if;
  return case when exists (select from discounts where program_id = new.program_id and name = wanted) then null else new end;
end
$function$;

CREATE OR REPLACE FUNCTION public.commission_facts(c commissions)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_build_object(
           'id', c.id, 'order', o.id, 'number', o.number, 'affiliate', a.code, 'level', c.level, 'state', c.state, 'currency', c.currency,
           'earnedMinor', c.earned_minor, 'reversedMinor', c.reversed_minor)
    from orders o
    join affiliates a on a.program_id = c.program_id and a.affiliate_id = c.affiliate_id
   where o.program_id = c.program_id and o.order_key = c.order_key
$function$;

CREATE OR REPLACE FUNCTION public.count_lead()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  changes pipeline[] := '{}';
begin
  if tg_op <> 'INSERT' then
    changes := changes || row (old.program_id, coalesce(old.affiliate_id, 0), old.state, -1, -old.value_minor, old.test)::pipeline;
  end if;
  if tg_op <> 'DELETE' then
    changes := changes || row (new.program_id, coalesce(new.affiliate_id, 0), new.state, 1, new.value_minor, new.test)::pipeline;
  end if;
  insert into pipeline
  select program_id, affiliate_id, state, 0, 0, test
    from unnest(changes)
   order by program_id, affiliate_id, state, test
      on conflict do nothing;
  -- Locked in the order of the key, so that two leads of one owner that move at once do not wait for each other in a circle.
  perform 1
     from pipeline
    where (program_id, affiliate_id, state, test) in (select program_id, affiliate_id, state, test from unnest(changes))
    order by program_id, affiliate_id, state, test
      for update;
  update pipeline as p
     set leads = p.leads + change.leads, value_minor = p.value_minor + change.value_minor
    from (select program_id, affiliate_id, state, test, sum(leads) as leads, sum(value_minor) as value_minor
            from unnest(changes)
           group by program_id, affiliate_id, state, test) as change
   where (p.program_id, p.affiliate_id, p.state, p.test) = (change.program_id, change.affiliate_id, change.state, change.test);
  if tg_op = 'UPDATE' and old.state <> new.state then
    insert into state_times as t (program_id, affiliate_id, state, step, leads, test)
    values (old.program_id, coalesce(old.affiliate_id, 0), old.state,
            floor(ln(greatest(1, extract(epoch from new.state_since - old.state_since))) / ln(1.05)), 1, old.test)
        on conflict on constraint state_times_pkey do update
       set leads = t.leads + 1;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.erase_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.salt is not null or new.value is not null
  or (new.program_id, new.statement_key, new.line, new.amount_minor, new.commitment, new.test)
     is distinct from (old.program_id, old.statement_key, old.line, old.amount_minor, old.commitment, old.test) then
    raise exception 'a line of a statement can only be erased' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.erase_part_only()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.salt is not null or new.value is not null
  or (new.program_id, new.proposal_key, new.position, new.name, new.commitment, new.test)
     is distinct from (old.program_id, old.proposal_key, old.position, old.name, old.commitment, old.test) then
    raise exception 'a part of a decision can only be erased' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.lock_network()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  perform pg_advisory_xact_lock(7261957, new.program_id::integer);
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.mailbox(email text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
  with parts as (
    select split_part(plain, '@', 1) as local,
           regexp_replace(regexp_replace(plain, '^.*@', ''), '\.$', '') as domain
      from (select lower(normalize(btrim(email), nfkc)) as plain) as address
  )
  select coalesce(nullif(replace(regexp_replace(local, '\+.*$', ''), '.', ''), ''), local) || '@'
         || case domain when 'googlemail.com' then 'gmail.com' else domain end
    from parts
$function$;

CREATE OR REPLACE FUNCTION public.new_id(prefix text)
 RETURNS text
 LANGUAGE sql
AS $function$
  select prefix || left(translate(encode(uuid_send(gen_random_uuid()), 'base64'), '+/=', '-_'), 21)
$function$;

CREATE OR REPLACE FUNCTION public.payout_facts(p payouts)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_build_object(
           'id', p.id, 'batch', p.batch, 'affiliate', a.code, 'state', p.state, 'currency', p.currency, 'amountMinor', p.amount_minor)
    from affiliates a
   where a.program_id = p.program_id and a.affiliate_id = p.affiliate_id
$function$;

CREATE OR REPLACE FUNCTION public.pieces_are_returned_once()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if (select sum(l.quantity)
        from return_lines l
        join returns r using (program_id, return_key)
       where l.program_id = new.program_id and l.order_key = new.order_key and l.line = new.line and r.state <> 'refused')
   > (select quantity from order_lines o where o.program_id = new.program_id and o.order_key = new.order_key and o.line = new.line) then
    raise exception 'line % of order % is returned twice', new.line, new.order_key
      using errcode = 'check_violation', constraint = 'pieces_are_returned_once';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.postback_facts(o orders)
 RETURNS jsonb
 LANGUAGE sql
 STABLE
AS $function$
  select jsonb_build_object(
           'orderNumber', o.number, 'amountMinor', o.total_minor, 'currency', o.currency,
           'commissionMinor', (select sum(c.earned_minor - c.reversed_minor)
                                 from commissions c
                                where c.program_id = o.program_id and c.order_key = o.order_key and c.affiliate_id = o.affiliate_id),
           'campaign', w ->> 'campaign', 'subId', w ->> 'subId')
    from (select (select c from jsonb_array_elements(o.attribution #> '{candidates}') as c where c ->> 'outcome' = 'won' limit 1) as w) as winner
$function$;

CREATE OR REPLACE FUNCTION public.queue_affiliate_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, 'affiliate.' || told_as(t.event), t.at, t.test, jsonb_build_object(
            'id', a.id, 'code', a.code, 'state', t.to_state, 'previousState', t.from_state))
     from (select * from added order by transition_id) t
     join affiliates a using (program_id, affiliate_id);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_commission_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from changed)) then return null; end if;
  perform queue_event(c.program_id, 'commission.' || what, now(), c.test, commission_facts(c))
     from commissions c
     join changed n using (program_id, commission_key)
     join former f using (program_id, commission_key)
    cross join lateral unnest(array [
            case when f.state = 'paid' and n.state <> 'paid' then 'returned' when f.state <> n.state then n.state end,
            case when f.reversed_minor < n.reversed_minor then 'reversed' when n.reversed_minor < f.reversed_minor then 'reinstated' end]) as what
    where what is not null
    order by c.commission_key;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_commission_postbacks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where affiliate_id is not null and state = 'enabled' and program_id in (select program_id from changed)) then return null; end if;
  perform queue_postback(n.program_id, n.affiliate_id, 'postback.commission.payable', now(), n.test,
            postback_facts(o) || jsonb_build_object('commissionMinor', n.earned_minor - n.reversed_minor))
     from changed n
     join former f using (program_id, commission_key)
     join orders o on o.program_id = n.program_id and o.order_key = n.order_key
    where f.state <> 'payable' and n.state = 'payable' and f.state <> 'paid';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_event(program bigint, event text, happened timestamp with time zone, is_test boolean, data jsonb)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
declare
  told constant text := new_id('evt_');
  body constant json := json_build_object(
    'type', event,
    'timestamp', to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'data', jsonb_strip_nulls(data) || jsonb_build_object('test', is_test));
begin
  insert into deliveries (program_id, id, webhook_key, event_id, type, payload, happened_at, test)
  select program, new_id('dlv_'), w.webhook_key, told, event, body, happened, is_test
    from webhooks w
   where w.program_id = program and w.state = 'enabled' and w.events && array ['*', event, split_part(event, '.', 1) || '.*']
   order by w.webhook_key
     for key share;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_lead_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, case when t.event in ('win', 'cancel') then 'deal.' else 'lead.' end || told_as(t.event), t.at, t.test,
            jsonb_build_object('id', l.id, 'number', l.number, 'state', t.to_state, 'previousState', t.from_state, 'affiliate', a.code,
                               'valueMinor', nullif(l.value_minor, 0)))
     from (select * from added order by transition_id) t
     join leads l using (program_id, lead_key)
     left join affiliates a on a.program_id = l.program_id and a.affiliate_id = l.affiliate_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_lead_postbacks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where affiliate_id is not null and state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_postback(t.program_id, l.affiliate_id, 'postback.lead.won', t.at, t.test, jsonb_build_object(
            'orderNumber', l.number, 'amountMinor', l.value_minor,
            'currency', (select p.currency from proposals p where p.program_id = l.program_id and p.lead_key = l.lead_key order by p.version desc limit 1),
            'campaign', w ->> 'campaign', 'subId', w ->> 'subId'))
     from added t
     join leads l using (program_id, lead_key)
    cross join lateral (select (select c from jsonb_array_elements(l.attribution #> '{candidates}') as c where c ->> 'outcome' = 'won' limit 1) as w) as winner
    where t.event = 'win' and l.affiliate_id is not null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_milestone_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, 'milestone.' || told_as(t.event), t.at, t.test, jsonb_build_object(
            'id', m.id, 'lead', l.id, 'number', l.number, 'state', t.to_state, 'previousState', t.from_state, 'currency', p.currency,
            'amountMinor', m.amount_minor, 'taxMinor', m.tax_minor))
     from (select * from added order by transition_id) t
     join milestones m using (program_id, milestone_key)
     join leads l using (program_id, lead_key)
     join deals d using (program_id, lead_key)
     join proposals p using (program_id, proposal_key);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_move_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(m.program_id, 'affiliate.moved', m.at, m.test, jsonb_build_object(
            'id', a.id, 'code', a.code, 'state', a.state, 'sponsor', s.code))
     from added m
     join affiliates a using (program_id, affiliate_id)
     left join affiliates s on s.program_id = m.program_id and s.affiliate_id = m.to_sponsor_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_new_affiliate_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(n.program_id, case n.state when 'applied' then 'affiliate.applied' else 'affiliate.added' end, n.created_at, n.test,
            jsonb_build_object('id', n.id, 'code', n.code, 'state', n.state, 'sponsor', s.code))
     from added n
     left join affiliates s on s.program_id = n.program_id and s.affiliate_id = n.sponsor_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_new_commission_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(c.program_id, 'commission.created', c.earned_at, c.test, commission_facts(c))
     from commissions c
     join (select program_id, commission_key from added order by commission_key) n using (program_id, commission_key);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_new_payout_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(p.program_id, 'payout.drafted', p.made_at, p.test, payout_facts(p))
     from payouts p
     join (select program_id, payout_key from added order by payout_key) n using (program_id, payout_key);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_order_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, 'order.' || told_as(t.event), t.at, t.test, jsonb_build_object(
            'id', o.id, 'number', o.number, 'state', t.to_state, 'previousState', t.from_state, 'affiliate', a.code,
            'currency', o.currency, 'totalMinor', o.total_minor))
     from (select * from added order by transition_id) t
     join orders o using (program_id, order_key)
     left join affiliates a on a.program_id = o.program_id and a.affiliate_id = o.affiliate_id;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_order_postbacks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where program_id = new.program_id and affiliate_id is not null) then return null; end if;
  perform queue_postback(o.program_id, o.affiliate_id, 'postback.order.' || case new.event when 'pay' then 'paid' else 'placed' end, new.at, new.test,
            postback_facts(o))
     from orders o
    where o.program_id = new.program_id and o.order_key = new.order_key and o.affiliate_id is not null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_payout_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from changed)) then return null; end if;
  perform queue_event(p.program_id, 'payout.' || p.state, coalesce(p.ended_at, p.sent_at, now()), p.test, payout_facts(p))
     from payouts p
     join changed n using (program_id, payout_key)
     join former f using (program_id, payout_key)
    where f.state <> n.state
    order by p.payout_key;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_payout_postbacks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where affiliate_id is not null and state = 'enabled' and program_id in (select program_id from changed)) then return null; end if;
  perform queue_postback(n.program_id, n.affiliate_id, 'postback.payout.sent', coalesce(n.sent_at, now()), n.test,
            jsonb_build_object('amountMinor', n.amount_minor, 'currency', n.currency))
     from changed n
     join former f using (program_id, payout_key)
    where f.state <> 'sent' and n.state = 'sent';
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_postback(program bigint, affiliate bigint, event text, happened timestamp with time zone, is_test boolean, facts jsonb)
 RETURNS void
 LANGUAGE sql
AS $function$
  insert into deliveries (program_id, id, webhook_key, event_id, type, payload, happened_at, test)
  select program, new_id('dlv_'), w.webhook_key, new_id('evt_'), event,
         (facts || jsonb_build_object('event', substr(event, 10), 'time', to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::json,
         happened, is_test
    from webhooks w
   where w.program_id = program and w.affiliate_id = affiliate and w.state = 'enabled' and event = any (w.events)
   order by w.webhook_key
     for key share
$function$;

CREATE OR REPLACE FUNCTION public.queue_refund_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(r.program_id, 'refund.created', r.at, r.test, jsonb_build_object(
            'id', r.id, 'order', o.id, 'number', o.number, 'kind', r.kind, 'currency', o.currency, 'amountMinor', r.amount_minor,
            'payment', r.payment))
     from added r
     join orders o using (program_id, order_key);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_refund_postbacks()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where program_id = new.program_id and affiliate_id is not null) then return null; end if;
  perform queue_postback(o.program_id, o.affiliate_id, 'postback.order.refunded', new.at, new.test,
            postback_facts(o) || jsonb_build_object('amountMinor', new.amount_minor))
     from orders o
    where o.program_id = new.program_id and o.order_key = new.order_key and o.affiliate_id is not null;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_return_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, 'return.' || t.to_state, t.at, t.test, jsonb_build_object(
            'id', r.id, 'order', o.id, 'number', o.number, 'state', t.to_state, 'previousState', t.from_state))
     from (select * from added order by transition_id) t
     join returns r using (program_id, return_key)
     join orders o on o.program_id = r.program_id and o.order_key = r.order_key;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.queue_shipment_events()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(s.program_id, 'shipment.created', s.shipped_at, s.test, jsonb_build_object(
            'id', s.id, 'order', o.id, 'number', o.number, 'carrier', s.carrier))
     from added s
     join orders o using (program_id, order_key);
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.refund_sums_match()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
declare
  orders_sum bigint;
begin
  if new.lines_minor <> (select coalesce(sum(amount_minor), 0) from refund_lines l
                          where l.program_id = new.program_id and l.refund_key = new.refund_key) then
    raise exception 'refund % is not the sum of its lines', new.id using errcode = 'check_violation', constraint = 'refund_is_the_sum_of_its_lines';
  end if;
  select refunded_minor into orders_sum from orders o where o.program_id = new.program_id and o.order_key = new.order_key;
  if orders_sum <> (select sum(amount_minor) from refunds r where r.program_id = new.program_id and r.order_key = new.order_key)
  or exists (
       select from order_lines l
        where l.program_id = new.program_id and l.order_key = new.order_key
          and l.refunded_minor <> (select coalesce(sum(amount_minor), 0) from refund_lines p
                                    where p.program_id = l.program_id and p.order_key = l.order_key and p.line = l.line)
     ) then
    raise exception 'refund % is not counted by its order', new.id
      using errcode = 'check_violation', constraint = 'order_counts_all_its_refunds';
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  raise exception '% is only ever added to, never changed', tg_table_name using errcode = 'integrity_constraint_violation';
end $function$;

CREATE OR REPLACE FUNCTION public.refuse_closed_period()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if exists (select from closed_periods where program_id = new.program_id and new.at < ends_at) then
    raise exception 'transaction % is of a closed period', new.id
      using errcode = 'check_violation', constraint = 'closed_period_takes_nothing';
  end if;
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.told_as(event text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE
AS $function$
  select coalesce(
    '{"place": "placed", "perform": "placed", "accept": "accepted", "confirm": "confirmed", "pay": "paid", "ship": "shipped", "deliver": "delivered",
      "cancel": "cancelled", "charge_back": "charged_back", "win_back": "chargeback_won", "refund": "refunded",
      "ask": "received", "contact": "contacted", "propose": "proposed", "decline": "declined", "win": "won", "lose": "lost", "expire": "expired",
      "reopen": "reopened", "assign": "assigned", "takeover": "taken_over", "invoice": "invoiced",
      "approve": "approved", "suspend": "suspended", "resume": "resumed", "close": "closed"}'::jsonb ->> event,
    event)
$function$;
