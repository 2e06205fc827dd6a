-- A proposal is one version of what a customer is offered; the latest is the one that counts. It is never changed, only superseded, decided or erased.
create table proposals (
  program_id       bigint      not null,
  proposal_key     bigint      not null generated always as identity,
  id               text        not null,
  lead_key         bigint      not null,
  version          integer     not null,
  document         jsonb       not null,
  currency         text        not null,
  tax_basis_points integer     not null,
  tax_included     boolean     not null,
  subtotal_minor   bigint      not null,
  tax_minor        bigint      not null,
  total_minor      bigint      not null,
  valid_until      timestamptz not null,
  made_by          text        not null,
  made_at          timestamptz not null,
  test             boolean     not null,
  constraint proposals_pkey primary key (program_id, proposal_key),
  constraint proposal_id_is_unique unique (program_id, id),
  constraint proposal_version_is_unique unique (program_id, lead_key, version),
  constraint proposal_belongs_to_lead foreign key (program_id, lead_key) references leads on delete cascade,
  constraint proposal_amounts_add_up check (
    total_minor = subtotal_minor + case when tax_included then 0 else tax_minor end
    and 0 < subtotal_minor and total_minor <= 9007199254740991)
);

-- What was decided about a version, once. Its hash is over who, what, when and the commitments of its parts.
create table proposal_decisions (
  program_id   bigint      not null,
  proposal_key bigint      not null,
  decision     text        not null,
  decided_by   text        not null,
  at           timestamptz not null,
  hash         text        not null,
  test         boolean     not null,
  constraint proposal_decisions_pkey primary key (program_id, proposal_key),
  constraint decision_is_about_a_proposal foreign key (program_id, proposal_key) references proposals on delete cascade,
  constraint decision_is_known check (decision in ('accepted', 'declined')),
  constraint decision_is_somebodys check (decided_by in ('customer', 'staff'))
);

-- What a decision committed to. Erasing a person takes value and salt away; the commitment, and so the hash, stays.
create table decision_parts (
  program_id   bigint  not null,
  proposal_key bigint  not null,
  position     integer not null,
  name         text    not null,
  commitment   text    not null,
  salt         text,
  value        jsonb,
  test         boolean not null,
  constraint decision_parts_pkey primary key (program_id, proposal_key, position),
  constraint part_belongs_to_decision foreign key (program_id, proposal_key) references proposal_decisions on delete cascade,
  constraint value_and_salt_go_together check ((salt is null) = (value is null))
);

create function erase_part_only() returns trigger language plpgsql as $$
begin
  if new.salt is not null or new.value is not null
  or (new.program_id, new.proposal_key, new.position, new.name, new.commitment, new.test)
     is distinct from (old.program_id, old.proposal_key, old.position, old.name, old.commitment, old.test) then
    raise exception 'a part of a decision can only be erased' using errcode = 'integrity_constraint_violation';
  end if;
  return new;
end $$;
create trigger decision_is_final before update on proposal_decisions for each statement execute function refuse_change();
create trigger decision_part_is_only_erased before update on decision_parts for each row execute function erase_part_only();

-- A deal that was won: who earns of it, by which plan and at which share are frozen with it.
create table deals (
  program_id         bigint      not null,
  lead_key           bigint      not null,
  proposal_key       bigint      not null,
  affiliate_id       bigint,
  upline             bigint[]    not null,
  plan_key           bigint,
  share_basis_points integer     not null,
  variant_id         bigint      not null,
  won_at             timestamptz not null,
  test               boolean     not null,
  constraint deals_pkey primary key (program_id, lead_key),
  constraint deal_comes_from_lead foreign key (program_id, lead_key) references leads on delete cascade,
  constraint deal_was_accepted foreign key (program_id, proposal_key) references proposal_decisions,
  constraint deal_is_attributed_to_affiliate foreign key (program_id, affiliate_id) references affiliates,
  constraint deal_names_a_plan foreign key (program_id, plan_key) references plans,
  constraint deal_sells_a_variant foreign key (program_id, variant_id) references variants
);

-- A milestone is a part of a deal's price. Its payment makes an order of one line, and only one: refunds and commissions are that order's.
create table milestones (
  program_id    bigint      not null,
  milestone_key bigint      not null generated always as identity,
  id            text        not null,
  lead_key      bigint      not null,
  position      integer     not null,
  title         text        not null,
  condition     text        not null,
  due_on        date,
  amount_minor  bigint      not null,
  tax_minor     bigint      not null,
  state         text        not null default 'due',
  order_key     bigint,
  test          boolean     not null,
  constraint milestones_pkey primary key (program_id, milestone_key),
  constraint milestone_id_is_unique unique (program_id, id),
  constraint milestone_position_is_unique unique (program_id, lead_key, position),
  constraint milestone_is_paid_by_one_order unique (program_id, order_key),
  constraint milestone_belongs_to_deal foreign key (program_id, lead_key) references deals on delete cascade,
  constraint milestone_made_an_order foreign key (program_id, order_key) references orders,
  constraint milestone_state_is_known check (state in ('due', 'invoiced', 'paid', 'cancelled')),
  constraint paid_milestone_has_an_order check ((state = 'paid') = (order_key is not null)),
  constraint milestone_is_worth_something check (0 < amount_minor and amount_minor <= 9007199254740991)
);

-- Each change of a milestone: from, to, event, actor, time.
create table milestone_transitions (
  program_id    bigint      not null,
  transition_id bigint      not null generated always as identity,
  milestone_key bigint      not null,
  from_state    text        not null,
  to_state      text        not null,
  event         text        not null,
  actor         text        not null,
  at            timestamptz not null,
  test          boolean     not null,
  constraint milestone_transitions_pkey primary key (program_id, transition_id),
  constraint transition_belongs_to_milestone foreign key (program_id, milestone_key) references milestones on delete cascade
);
create index transitions_of_milestone on milestone_transitions (program_id, milestone_key, transition_id);

-- What of the base of an order's lines counts for its affiliate; less than all where staff took a request over.
alter table orders
  add column share_basis_points integer not null default 10000,
  add constraint order_share_is_a_part check (share_basis_points between 0 and 10000);
