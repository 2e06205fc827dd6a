-- What a page sends once has an id of its own making, seen once: orders, and now requests too.
alter table intakes rename column order_id to id;

-- A lead is a customer's request about a service; its state is that of the deal that it becomes. `affiliate_id` is who owns it now.
create table leads (
  program_id         bigint      not null,
  lead_key           bigint      not null generated always as identity,
  id                 text        not null,
  number             text        not null,
  offer_id           bigint      not null,
  site_id            bigint,
  affiliate_id       bigint,
  state              text        not null default 'new',
  state_since        timestamptz not null,
  contact            jsonb       not null,
  questions          jsonb       not null,
  customer_hash      bytea       not null,
  attribution        jsonb       not null,
  flags              text[]      not null,
  locale             text,
  consent            text        not null,
  received_at        timestamptz not null,
  answer_by          timestamptz,
  answered_at        timestamptz,
  overdue_told_at    timestamptz,
  expires_at         timestamptz not null,
  handled_by         text        not null default 'affiliate',
  share_basis_points integer     not null default 10000,
  test               boolean     not null,
  constraint leads_pkey primary key (program_id, lead_key),
  constraint lead_id_is_unique unique (program_id, id),
  constraint lead_number_is_unique unique (program_id, number),
  constraint lead_has_an_intake foreign key (program_id, id) references intakes (program_id, id),
  constraint lead_asks_about_an_offer foreign key (program_id, offer_id) references offers,
  constraint lead_belongs_to_site foreign key (program_id, site_id) references sites,
  constraint lead_is_owned_by_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint lead_state_is_known check (state in ('new', 'contacted', 'proposed', 'won', 'lost', 'expired')),
  constraint lead_is_handled_by_somebody check (handled_by in ('affiliate', 'staff')),
  constraint share_is_a_part check (share_basis_points between 0 and 10000)
);
create index leads_newest_first on leads (program_id, lead_key desc);
create index leads_of_affiliate on leads (program_id, affiliate_id, lead_key desc);
create index leads_unanswered on leads (answer_by) where answered_at is null and overdue_told_at is null and state = 'new';
create index leads_expiring on leads (expires_at) where state in ('new', 'contacted', 'proposed');

-- Each change of a lead's state, owner or handler: from, to, event, actor, time, reason. `details` says what the event was about.
create table lead_transitions (
  program_id    bigint      not null,
  transition_id bigint      not null generated always as identity,
  lead_key      bigint      not null,
  from_state    text,
  to_state      text        not null,
  event         text        not null,
  actor         text        not null,
  reason        text        not null default '',
  details       jsonb,
  at            timestamptz not null,
  test          boolean     not null,
  constraint lead_transitions_pkey primary key (program_id, transition_id),
  constraint transition_belongs_to_lead foreign key (program_id, lead_key) references leads on delete cascade
);
create index transitions_of_lead on lead_transitions (program_id, lead_key, transition_id);
