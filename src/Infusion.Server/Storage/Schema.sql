-- Our own tables. Marten and EF Core keep theirs in the same database; see SchemaMigrator for the order.
-- Every statement can run again. A change to a table that is in use is a new statement below, never an edit.
create schema if not exists infusion;

-- Who may write for a clinic now (epoch), and how far it has (seq = commit order for every follower).
create table if not exists infusion.clinic_writer (
    clinic text primary key,
    epoch bigint not null default 0,
    seq bigint not null default 0,
    input bigint not null default 0,
    updated timestamptz not null default '-infinity'
);

create table if not exists infusion.clinic (
    clinic text primary key,
    name text not null,
    time_zone text not null,
    chairs jsonb not null,
    limits jsonb not null,
    simulated boolean not null default false
);

create table if not exists infusion.device (
    clinic text not null,
    device text not null,
    kind smallint not null,
    home_chair text,
    accepted boolean not null,
    first_seen timestamptz not null,
    primary key (clinic, device)
);

-- One row a message, as it was sent. device_at: its own clock; at: chart time. body: see ReadingCodec.
-- flags: see ReadingFlags. input: the writer's number, the order of evaluation.
create table if not exists infusion.reading (
    clinic text not null,
    device text not null,
    boot text not null,
    seq bigint not null,
    device_at timestamptz,
    at timestamptz not null,
    received_at timestamptz not null,
    input bigint not null,
    flags smallint not null,
    body bytea not null
) partition by range (received_at);
create index if not exists reading_device_at on infusion.reading (clinic, device, at);
create table if not exists infusion.reading_default partition of infusion.reading default;

-- A partition for each day of receipt, UTC. A day that already has rows in the default partition stays there.
create or replace function infusion.ensure_reading_partitions(first_day date, days int) returns void
language plpgsql as $$
declare
    day date;
begin
    for day in select first_day + n from generate_series(0, days - 1) n loop
        begin
            execute format(
                'create table if not exists infusion.%I partition of infusion.reading for values from (%L) to (%L)',
                'reading_' || to_char(day, 'YYYYMMDD'), day || ' 00:00:00+00', (day + 1) || ' 00:00:00+00');
        exception
            when check_violation or duplicate_table then null;
        end;
    end loop;
end
$$;

create table if not exists infusion.quarantine (
    id bigint generated always as identity primary key,
    clinic text not null,
    topic text not null,
    device text,
    received_at timestamptz not null,
    reason text not null,
    detail text not null,
    payload bytea not null,
    input bigint not null
);
create index if not exists quarantine_clinic_received on infusion.quarantine (clinic, received_at desc);

-- Commands that were carried out, so that a second copy answers the same and changes nothing.
create table if not exists infusion.command (
    clinic text not null,
    id uuid not null,
    input bigint not null,
    received_at timestamptz not null,
    primary key (clinic, id)
);

-- Every version of every resource: the bytes that are served. is_current marks the newest.
create table if not exists infusion.fhir_resource (
    clinic text not null,
    type text not null,
    id text not null,
    version int not null,
    is_current boolean not null,
    seq bigint not null,
    last_updated timestamptz not null,
    patient text,
    codes text[] not null,
    categories text[] not null,
    identifiers text[] not null,
    status text,
    date_from timestamptz,
    date_to timestamptz,
    content bytea not null,
    primary key (clinic, type, id, version)
);
create index if not exists fhir_resource_patient_date
    on infusion.fhir_resource (clinic, type, patient, date_from desc, id) where is_current;
create index if not exists fhir_resource_updated
    on infusion.fhir_resource (clinic, type, last_updated, id) where is_current;
-- A clinic's newest by date, whoever the patient is.
create index if not exists fhir_resource_date
    on infusion.fhir_resource (clinic, type, date_from desc, id) where is_current;
-- "system|value" and "value": the key by which other systems know a resource. No pending list: it would be scanned by
-- every search, and emptied in the middle of somebody's commit.
create index if not exists fhir_resource_identifiers
    on infusion.fhir_resource using gin (identifiers) with (fastupdate = off) where is_current;

-- What a resource is found by besides: "parameter=value", and "parameter=Type/id" of its references. terms is null in a row that was
-- written before a search parameter was added; FhirReindex fills it. retired: the commit that gave the version a successor.
alter table infusion.fhir_resource add column if not exists terms text[];
alter table infusion.fhir_resource add column if not exists refs text[];
alter table infusion.fhir_resource add column if not exists retired bigint;
create index if not exists fhir_resource_refs on infusion.fhir_resource using gin (refs) with (fastupdate = off) where is_current;
-- For pages after the first: what they began with stays as it was then.
create index if not exists fhir_resource_retired on infusion.fhir_resource (clinic, type, retired) where retired is not null;
-- Every version in the order of commits.
create index if not exists fhir_resource_history on infusion.fhir_resource (clinic, last_updated desc, type, id, version desc);
create index if not exists fhir_resource_unindexed on infusion.fhir_resource (clinic) where terms is null;

-- Text without accents, however they were composed. What one alphabet has as a letter of its own and another writes with a stroke, or as
-- two, stands as those. Case is gone before, but for what comes apart here.
create or replace function infusion.folded(term text) returns text
language sql immutable parallel safe as $$
    select case when octet_length(term) = length(term) then term
        else replace(replace(replace(replace(translate(lower(regexp_replace(
            normalize(term, nfkd), '[\u0300-\u036f\u0591-\u05bd\u064b-\u0652\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g') collate "C"),
            'øłđðħŧıς', 'olddhtiσ'), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th')
    end
$$;

-- Patients and people by the beginning of a name: "clinic/parameter=" and its first letters, up to twelve.
create or replace function infusion.name_prefixes(clinic text, terms text[]) returns text[]
language sql immutable parallel safe as $$
    select coalesce(array_agg(distinct clinic || '/' || left(name, letters)), '{}')
    from unnest(terms) term, infusion.folded(term) name, generate_series(strpos(name, '=') + 1, least(length(name), strpos(name, '=') + 12)) letters
    where term ~ '^(name|family|given)='
$$;
create index if not exists fhir_resource_names on infusion.fhir_resource using gin (infusion.name_prefixes(clinic, terms)) with (fastupdate = off)
    where is_current and type in ('Patient', 'Practitioner');

-- When a message was evaluated (the writer's time, which a replay needs) and committed. Null: stored before these were kept.
alter table infusion.reading add column if not exists evaluated_at timestamptz;
alter table infusion.reading add column if not exists committed_at timestamptz;
alter table infusion.quarantine add column if not exists committed_at timestamptz;

-- Up to which whole second timers had been applied when the clinic last committed.
alter table infusion.clinic_writer add column if not exists ticked_through timestamptz;

-- What a writer took in besides readings. With infusion.reading, in the order of input, and a checkpoint, it gives the state again.
create table if not exists infusion.clinic_input (
    clinic text not null,
    input bigint not null,
    evaluated_at timestamptz not null,
    body jsonb not null,
    primary key (clinic, input)
);

-- The state of a clinic after an input: the newest of each day. engine: the build that wrote it, and the only one that reads it.
create table if not exists infusion.checkpoint (
    clinic text not null,
    day date not null,
    input bigint not null,
    evaluated_at timestamptz not null,
    engine uuid not null,
    state bytea not null,
    primary key (clinic, day)
);

-- Rows lie in the order of these two, so a few bytes for each hundred pages find a stretch of time, and writing costs nothing.
create index if not exists reading_time on infusion.reading using brin (received_at, evaluated_at);

-- For the trace: what a message said that the protocol has no word for, when a refusal was evaluated, when a status was stored.
alter table infusion.reading add column if not exists unknown_keys text[];
alter table infusion.quarantine add column if not exists evaluated_at timestamptz;
alter table infusion.clinic_input add column if not exists committed_at timestamptz;
create index if not exists clinic_input_evaluated on infusion.clinic_input (clinic, evaluated_at);

-- A refused message that was sent again after a mend: when, by whom, and what became of it.
alter table infusion.quarantine add column if not exists resubmitted_at timestamptz;
alter table infusion.quarantine add column if not exists resubmitted_by text;
alter table infusion.quarantine add column if not exists resubmit_outcome text;
alter table infusion.quarantine add column if not exists resubmit_detail text;

-- Every version of every infusion protocol of a clinic. A version never changes; approval is what may be added to it.
create table if not exists infusion.protocol (
    clinic text not null,
    protocol text not null,
    version int not null,
    body jsonb not null,
    created_at timestamptz not null,
    created_by text not null,
    reason text not null,
    approved_at timestamptz,
    approved_by text,
    primary key (clinic, protocol, version)
);

-- The keys by which a clinic seals its charts. private_key is protected (see docs/charts.md); of the active one there is at most one.
create table if not exists infusion.chart_key (
    clinic text not null,
    fingerprint text not null,
    public_key bytea not null,
    private_key bytea,
    made_at timestamptz not null,
    made_by text not null,
    retired_at timestamptz,
    revoked_from timestamptz,
    revoked_at timestamptz,
    revoked_by text,
    revoked_because text,
    primary key (clinic, fingerprint)
);
create unique index if not exists chart_key_active on infusion.chart_key (clinic) where retired_at is null;

-- Every sealed version of every chart. number and previous are the clinic's chain: a row that is taken out or put in breaks it.
-- devices, readings_from, readings_to and input: which readings it holds, so that later ones are found without reading it. locked_at: nobody signs this any more.
create table if not exists infusion.chart_bundle (
    clinic text not null,
    number bigint not null,
    session uuid not null,
    version int not null,
    sealed_at timestamptz not null,
    because text not null,
    key text not null,
    digest text not null,
    manifest text not null,
    previous text,
    stream_version bigint not null,
    devices text[] not null,
    readings_from timestamptz not null,
    readings_to timestamptz not null,
    input bigint not null,
    changes jsonb not null,
    bundle bytea not null,
    locked_at timestamptz,
    primary key (clinic, number),
    unique (clinic, session, version)
);
-- Corrections of whose a device was. While one is not ended, what FHIR serves of its patients is about to change, and says so.
create table if not exists infusion.correction (
    clinic text not null,
    id uuid not null,
    begun_at timestamptz not null,
    ended_at timestamptz,
    primary key (clinic, id)
);
create index if not exists correction_in_progress on infusion.correction (clinic) where ended_at is null;

-- Calendar feeds: who has the address may read one chair's or one therapist's appointments, without any patient's name.
create table if not exists infusion.calendar_feed (
    clinic text not null,
    id uuid not null primary key,
    kind smallint not null,
    of_name text not null,
    secret text not null,
    created_at timestamptz not null,
    created_by text not null,
    revoked_at timestamptz,
    revoked_by text
);
create index if not exists calendar_feed_clinic on infusion.calendar_feed (clinic);

-- Who did, read or tried what. Lines are added and let go by age, never changed. digest is the clinic's chain: see AuditLine.
create table if not exists infusion.audit (
    clinic text not null,
    number bigint not null,
    id uuid not null,
    at timestamptz not null,
    kind smallint not null,
    who text not null,
    act text not null,
    what text not null,
    patients text[] not null,
    session uuid,
    origin text not null,
    status smallint not null,
    digest bytea not null,
    primary key (clinic, number)
);
create index if not exists audit_at on infusion.audit (clinic, at);
create index if not exists audit_who on infusion.audit (clinic, who, number);
create index if not exists audit_refused on infusion.audit (clinic, who, at) where status in (400, 401, 403);
create index if not exists audit_patients on infusion.audit using gin (patients);

-- The newest line of each clinic, the oldest that is still kept, and the digest before that one.
create table if not exists infusion.audit_head (
    clinic text primary key,
    number bigint not null default 0,
    digest bytea not null default '',
    first bigint not null default 1,
    before bytea not null default ''
);

create or replace function infusion.audit_is_append_only() returns trigger
language plpgsql as $$
begin
    if tg_op = 'DELETE' and current_setting('infusion.audit_retention', true) = 'on' then
        return old;
    end if;
    raise exception 'infusion.audit is append only';
end
$$;
create or replace trigger audit_append_only before update or delete on infusion.audit
    for each row execute function infusion.audit_is_append_only();
create or replace trigger audit_not_truncated before truncate on infusion.audit
    for each statement execute function infusion.audit_is_append_only();

-- When a line was written, in the order of the numbers: what FHIR calls lastUpdated. Not in the digest, which says what happened.
-- Lines from before this column count as written when it came.
alter table infusion.audit add column if not exists written timestamptz not null default now();
alter table infusion.audit_head add column if not exists written timestamptz not null default now();
create index if not exists audit_written on infusion.audit (clinic, written);

-- FhirId.Derive.
create or replace function infusion.fhir_id(kind text, key text) returns text
language sql immutable parallel safe as $$
    select encode(set_byte(set_byte(hash, 6, get_byte(hash, 6) & 15 | 128), 8, get_byte(hash, 8) & 63 | 128), 'hex')::uuid::text
    from (select substring(sha256(convert_to(kind || ':' || key, 'UTF8')) from 1 for 16)) as first(hash)
$$;

-- FhirToken, without the escapes of the system's own part, which has none.
create or replace function infusion.fhir_token(name text, system text, code text) returns text[]
language sql immutable parallel safe as $$
    select array[name || system || '|' || code, name || code]
$$;

-- The trail with the columns of infusion.fhir_resource, so that one search serves both. What they say is what FhirMapper.FromTrail makes
-- of content; a test compares the two. A clinic's role sees its own lines, as in the table.
create or replace view infusion.audit_event with (security_invoker = true) as
select a.clinic, 'AuditEvent' as type, a.number, a.number::text as id, 1 as version, true as is_current, a.number as seq, null::bigint as retired,
    a.written as last_updated, null::text as patient, '{}'::text[] as categories, '{}'::text[] as identifiers, null::text as status,
    a.at as date_from, a.at + interval '1 microsecond' as date_to, a.who, a.patients,
    case
        when rest.is_rest then infusion.fhir_token('', 'http://terminology.hl7.org/CodeSystem/audit-event-type', 'rest')
        else infusion.fhir_token('', 'http://dicom.nema.org/resources/ontology/DCM', case
            when a.act in ('SignIn', 'SignOut', 'Token', 'UseLink', 'LockScreen') then '110114'
            when a.act = 'ReadAudit' then '110101'
            when a.act in ('ExportAudit', 'ExportChart') then '110106'
            when a.act = 'Lost' then '110113'
            when cardinality(a.patients) > 0 then '110110'
            else '110100' end)
    end as codes,
    infusion.fhir_token('action=', 'http://hl7.org/fhir/audit-event-action', case
            when a.act = 'FhirSearch' then 'E'
            when a.what ~ '^(GET|HEAD) ' then 'R'
            when a.what ~ '^(PUT|PATCH) ' then 'U'
            when a.what ~ '^DELETE ' then 'D'
            else 'E' end)
        || infusion.fhir_token('outcome=', 'http://hl7.org/fhir/audit-event-outcome', case
            when a.status >= 500 or a.act = 'Lost' then '8'
            when a.status >= 400 then '4'
            else '0' end)
        || case when rest.is_rest then infusion.fhir_token('subtype=', 'http://hl7.org/fhir/restful-interaction', case
            when a.act = 'FhirValidate' or rest.path ~ '\$[a-z]+$' then 'operation'
            when rest.path ~ '(^|/)_history/[^/]+$' then 'vread'
            when rest.path ~ '^[^/]+/[^/]+/_history$' then 'history-instance'
            when rest.path ~ '^[^/]+/_history$' then 'history-type'
            when rest.path = '_history' then 'history-system'
            when a.act = 'FhirRead' then 'read'
            else 'search-type' end)
        else infusion.fhir_token('subtype=', 'https://ketamine-infusion.example.org/fhir/CodeSystem/ket-acts', split_part(a.act, ':', 1)) end
        || case when a.origin = '' then '{}' else array['address=' || lower(a.origin), 'address:exact=' || a.origin] end
        || case when a.kind in (1, 2) and a.who <> '' then infusion.fhir_token(
            'agent:identifier=', 'https://ketamine-infusion.example.org/id/' || a.clinic || case when a.kind = 1 then '/person' else '/client' end,
            replace(replace(a.who, '\', '\\'), '|', '\|'))
        else '{}' end as terms,
    array(select name || '=Patient/' || patient from unnest(a.patients) patient, unnest('{patient,entity}'::text[]) name where patient ~ '^[A-Za-z0-9.-]{1,64}$')
        || case when a.kind = 1 and a.who <> '' then array['agent=Practitioner/' || infusion.fhir_id('practitioner', a.clinic || '/' || a.who)] else '{}' end
        || case when rest.resource is null then '{}' else array['entity=' || rest.resource] end
        || case when a.session is null then '{}' else array['entity=Encounter/' || a.session] end as refs,
    convert_to(json_build_object(
        'Number', a.number, 'Written', a.written, 'Simulated', (select simulated from infusion.clinic c where c.clinic = a.clinic),
        'Line', json_build_object(
            'Id', a.id, 'Clinic', a.clinic, 'At', a.at, 'Kind', a.kind, 'Who', a.who, 'Act', a.act, 'What', a.what, 'Patients', a.patients,
            'Session', a.session, 'Origin', a.origin, 'Status', a.status))::text, 'UTF8') as content
from infusion.audit a
cross join lateral (select
    a.act in ('FhirRead', 'FhirSearch', 'FhirValidate') as is_rest,
    substring(a.what from '^[A-Z]+ /fhir/[^/ ?]+/([^ ?]*)') as path,
    case when a.act = 'FhirRead' then substring(
        a.what from '^[A-Z]+ /fhir/[^/ ?]+/([A-Za-z]+/[A-Za-z0-9.-]{1,64})(?:/_history(?:/[0-9]+)?)?(?:\?[^ ]*)?(?: \(version [0-9]+\))?$') end as resource) rest;

-- The registry: what a device is by the clinic's word, and by its own. put_aside: see DevicePutAside.
alter table infusion.device add column if not exists put_aside smallint not null default 0;
alter table infusion.device add column if not exists manufacturer text;
alter table infusion.device add column if not exists model text;
alter table infusion.device add column if not exists serial text;
alter table infusion.device add column if not exists firmware text;
alter table infusion.device add column if not exists reported_manufacturer text;
alter table infusion.device add column if not exists reported_model text;
alter table infusion.device add column if not exists reported_serial text;
alter table infusion.device add column if not exists reported_firmware text;
alter table infusion.device add column if not exists reported_at timestamptz;

-- Wall displays: each comes in by a cookie once its link, of which the digest is kept, was opened; and what a clinic's walls say of who sits there.
create table if not exists infusion.display (
    clinic text not null,
    id uuid primary key,
    name text not null,
    made_at timestamptz not null,
    made_by text not null,
    link text not null unique,
    link_expires_at timestamptz not null,
    enrolled_at timestamptz,
    seen_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
);
create index if not exists display_clinic on infusion.display (clinic);
alter table infusion.clinic add column if not exists wall_shows_initials boolean not null default false;

-- What was told of alarms by Web Push, to which browser of whom, and whether it came. No clinical record: kept for 30 days. event: what
-- happened to the alarm; one push each and browser, whichever server sends it. alarm: null for a trial. token: the digest of what the
-- receipt proves itself by, once. outcome: see PushOutcome. quieted_at: the browser was told that nobody need go any more.
create table if not exists infusion.push_delivery (
    clinic text not null,
    id uuid primary key,
    event uuid not null,
    alarm uuid,
    chair text,
    person text not null,
    subscription uuid not null,
    device text not null,
    token text unique,
    called_at timestamptz not null,
    told_at timestamptz not null,
    outcome smallint not null default 0,
    sent_at timestamptz,
    received_at timestamptz,
    quieted_at timestamptz,
    unique (event, subscription)
);
create index if not exists push_delivery_alarm on infusion.push_delivery (clinic, alarm);
create index if not exists push_delivery_subscription on infusion.push_delivery (subscription, told_at desc);
create index if not exists push_delivery_told on infusion.push_delivery (told_at);

-- A clinic reads by a role that sees its own rows alone (see ClinicDatabase); the owner of the tables, who writes and maintains, is
-- not bound. Roles belong to the whole cluster, so another database's server may make it at the same moment.
do $$
declare
    own text;
    is_bound boolean;
begin
    if not exists (select from pg_roles where rolname = 'infusion_clinic') then
        begin
            create role infusion_clinic nologin nobypassrls;
        exception
            when duplicate_object or unique_violation then null;
            when insufficient_privilege then
                raise exception 'the role infusion_clinic is missing and this user may not make it: as an administrator, run: create role infusion_clinic nologin; grant infusion_clinic to %', quote_ident(current_user);
        end;
    end if;
    if not pg_has_role(current_user, 'infusion_clinic', 'member') then
        execute format('grant infusion_clinic to %I', current_user);
    end if;
    for own in
        select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'clinic' and not a.attisdropped
        where c.relnamespace = 'infusion'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    loop
        if not exists (select from pg_policies where schemaname = 'infusion' and tablename = own and policyname = 'own_clinic') then
            execute format('create policy own_clinic on infusion.%I using (clinic = current_setting(''infusion.clinic'', true))', own);
            execute format('alter table infusion.%I enable row level security', own);
            execute format('grant select on infusion.%I to infusion_clinic', own);
        end if;
    end loop;
    -- Marten's: what belongs to a clinic says so as its tenant. Marten leaves a policy that is not its own, and switches row security off
    -- when it looks at its tables: so this is switched on again at each start.
    for own, is_bound in
        select c.relname, c.relrowsecurity from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
        where c.relnamespace = 'infusion'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
    loop
        if not exists (select from pg_policies where schemaname = 'infusion' and tablename = own and policyname = 'own_clinic') then
            execute format('create policy own_clinic on infusion.%I using (tenant_id = current_setting(''infusion.clinic'', true))', own);
        end if;
        if not is_bound then
            execute format('alter table infusion.%I enable row level security', own);
        end if;
        execute format('grant select on infusion.%I to infusion_clinic', own);
    end loop;
end
$$;
grant usage on schema infusion to infusion_clinic;
-- A view has no policy; this one reads with the rights, and beneath the policies, of who asks.
grant select on infusion.audit_event to infusion_clinic;
