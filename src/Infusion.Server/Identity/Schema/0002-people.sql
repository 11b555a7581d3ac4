-- Who may sign in no more, links that are used once, sign-ins, passkeys, and when screens lock.
ALTER TABLE identity.person ADD COLUMN "DeactivatedAt" timestamp with time zone, ADD COLUMN "LastSeenAt" timestamp with time zone;

CREATE TABLE identity.one_time_link (
    "SecretHash" character varying(64) NOT NULL,
    "Kind" smallint NOT NULL,
    "PersonId" uuid,
    "MadeAt" timestamp with time zone NOT NULL,
    "ExpiresAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_one_time_link" PRIMARY KEY ("SecretHash"),
    CONSTRAINT "FK_one_time_link_person_PersonId" FOREIGN KEY ("PersonId") REFERENCES identity.person ("Id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "IX_one_time_link_PersonId" ON identity.one_time_link ("PersonId");

CREATE TABLE identity.sign_in (
    "Id" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "BeganAt" timestamp with time zone NOT NULL,
    "LastSeenAt" timestamp with time zone NOT NULL,
    "LastInputAt" timestamp with time zone NOT NULL,
    "LockedAt" timestamp with time zone,
    "EndedAt" timestamp with time zone,
    "IdleMinutes" smallint NOT NULL,
    "How" character varying(32) NOT NULL,
    "Origin" character varying(64) NOT NULL,
    "Browser" character varying(200) NOT NULL,
    CONSTRAINT "PK_sign_in" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_sign_in_person_PersonId" FOREIGN KEY ("PersonId") REFERENCES identity.person ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_sign_in_PersonId" ON identity.sign_in ("PersonId");

CREATE TABLE identity.idle_lock (
    "Clinic" character varying(64) NOT NULL,
    "Minutes" smallint NOT NULL,
    CONSTRAINT "PK_idle_lock" PRIMARY KEY ("Clinic")
);

CREATE TABLE identity.passkey (
    "CredentialId" bytea NOT NULL,
    "UserId" uuid NOT NULL,
    "Data" jsonb NOT NULL,
    CONSTRAINT "PK_passkey" PRIMARY KEY ("CredentialId"),
    CONSTRAINT "FK_passkey_person_UserId" FOREIGN KEY ("UserId") REFERENCES identity.person ("Id") ON DELETE CASCADE
);

CREATE INDEX "IX_passkey_UserId" ON identity.passkey ("UserId");
