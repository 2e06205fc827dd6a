-- A return is a customer's withdrawal from the contract about pieces of an order: what was stated, and what became of it.
create table returns (
  program_id   bigint      not null,
  return_key   bigint      not null generated always as identity,
  id           text        not null,
  order_key    bigint      not null,
  state        text        not null default 'announced',
  digest       bytea       not null,
  name         text        not null,
  email        text        not null,
  reason       text        not null,
  announced_at timestamptz not null,
  refund_key   bigint,
  test         boolean     not null,
  constraint returns_pkey primary key (program_id, return_key),
  constraint return_id_is_unique unique (program_id, id),
  constraint return_belongs_to_order foreign key (program_id, order_key) references orders on delete cascade,
  constraint return_names_its_refund foreign key (program_id, refund_key) references refunds on delete set null (refund_key),
  constraint return_state_is_known check (state in ('announced', 'received', 'refunded', 'refused')),
  constraint only_a_refunded_return_has_a_refund check (state = 'refunded' or refund_key is null)
);
create index returns_of_order on returns (program_id, order_key, return_key);

-- Pieces of one line that a return is about. Those that had not been shipped were cancelled: nothing of them comes back.
create table return_lines (
  program_id      bigint  not null,
  return_key      bigint  not null,
  order_key       bigint  not null,
  line            integer not null,
  quantity        bigint  not null,
  unsent_quantity bigint  not null,
  test            boolean not null,
  constraint return_lines_pkey primary key (program_id, return_key, line),
  constraint return_line_belongs_to_return foreign key (program_id, return_key) references returns on delete cascade,
  constraint return_line_names_an_order_line foreign key (program_id, order_key, line) references order_lines on delete cascade,
  constraint return_line_is_about_something check (0 < quantity and 0 <= unsent_quantity and unsent_quantity <= quantity)
);
create index return_lines_of_order on return_lines (program_id, order_key, line);

-- A step of a return: what happened, who did it, when and why.
create table return_transitions (
  program_id    bigint      not null,
  transition_id bigint      not null generated always as identity,
  return_key    bigint      not null,
  from_state    text,
  to_state      text        not null,
  event         text        not null,
  actor         text        not null,
  reason        text        not null default '',
  at            timestamptz not null,
  test          boolean     not null,
  constraint return_transitions_pkey primary key (program_id, transition_id),
  constraint transition_belongs_to_return foreign key (program_id, return_key) references returns on delete cascade
);
create index transitions_of_return on return_transitions (program_id, return_key, transition_id);

-- Nobody withdraws from the same piece twice, unless the first time was refused.
create function pieces_are_returned_once() returns trigger language plpgsql as $$
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
end $$;
create constraint trigger pieces_are_returned_once
  after insert or update on return_lines
  for each row execute function pieces_are_returned_once();

-- Events of returns carry ids and states, never what the customer wrote.
create function queue_return_events() returns trigger language plpgsql as $$
begin
  if not exists (select from webhooks where state = 'enabled' and program_id in (select program_id from added)) then return null; end if;
  perform queue_event(t.program_id, 'return.' || t.to_state, t.at, t.test, jsonb_build_object(
            'id', r.id, 'order', o.id, 'number', o.number, 'state', t.to_state, 'previousState', t.from_state))
     from (select * from added order by transition_id) t
     join returns r using (program_id, return_key)
     join orders o on o.program_id = r.program_id and o.order_key = r.order_key;
  return null;
end $$;
create trigger return_is_told after insert on return_transitions referencing new table as added
  for each statement execute function queue_return_events();
