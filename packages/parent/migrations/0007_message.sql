-- A message is one mail to one person, queued in the transaction that causes it.
create table messages (
  program_id bigint      not null,
  message_id bigint      not null generated always as identity,
  id         text        not null,
  kind       text        not null,
  recipient  text        not null,
  subject    text        not null,
  body_text  text        not null,
  body_html  text        not null,
  order_key  bigint,
  state      text        not null default 'due',
  attempts   integer     not null default 0,
  due_at     timestamptz not null default now(),
  sent_at    timestamptz,
  failure    text,
  test       boolean     not null,
  created_at timestamptz not null default now(),
  constraint messages_pkey primary key (program_id, message_id),
  constraint message_id_is_unique unique (program_id, id),
  constraint message_belongs_to_program foreign key (program_id) references programs,
  constraint message_belongs_to_order foreign key (program_id, order_key) references orders on delete cascade,
  constraint message_state_is_known check (state in ('due', 'sent', 'failed')),
  constraint sent_message_has_a_time check ((state = 'sent') = (sent_at is not null))
);
create index messages_due on messages (due_at) where state = 'due';
