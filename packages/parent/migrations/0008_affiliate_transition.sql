-- A transition of an affiliate: what happened, who did it, when and why.
create table affiliate_transitions (
  program_id    bigint      not null,
  transition_id bigint      not null generated always as identity,
  affiliate_id  bigint      not null,
  from_state    text        not null,
  to_state      text        not null,
  event         text        not null,
  actor         text        not null,
  reason        text        not null default '',
  at            timestamptz not null,
  test          boolean     not null,
  constraint affiliate_transitions_pkey primary key (program_id, transition_id),
  constraint transition_belongs_to_affiliate foreign key (program_id, affiliate_id) references affiliates
);

create index transitions_of_affiliate on affiliate_transitions (program_id, affiliate_id, transition_id);
