-- A queue takes in what a webhook is told. Webhooks are locked as they are found: one that is being removed is waited for and left out. Found without a lock
-- it could be gone when its delivery is written, and then what is told, an order or a payment, would fail with it.
create or replace function queue_event(program bigint, event text, happened timestamptz, is_test boolean, data jsonb) returns void language plpgsql as $$
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
end $$;

create or replace function queue_postback(program bigint, affiliate bigint, event text, happened timestamptz, is_test boolean, facts jsonb) returns void language sql as $$
  insert into deliveries (program_id, id, webhook_key, event_id, type, payload, happened_at, test)
  select program, new_id('dlv_'), w.webhook_key, new_id('evt_'), event,
         (facts || jsonb_build_object('event', substr(event, 10), 'time', to_char(happened at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')))::json,
         happened, is_test
    from webhooks w
   where w.program_id = program and w.affiliate_id = affiliate and w.state = 'enabled' and event = any (w.events)
   order by w.webhook_key
     for key share
$$;
