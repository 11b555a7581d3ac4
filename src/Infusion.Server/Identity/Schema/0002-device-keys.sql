-- A credential is proven by a key: a secret, of which the hash is kept, or a client certificate, of which the fingerprint is.
-- While one is replaced there are two.
CREATE TABLE identity.device_key (
    "Id" uuid NOT NULL,
    "Username" character varying(128) NOT NULL,
    "Kind" smallint NOT NULL,
    "Hash" text NOT NULL,
    "MadeAt" timestamp with time zone NOT NULL,
    "MadeBy" text NOT NULL,
    "ExpiresAt" timestamp with time zone,
    "EndsAt" timestamp with time zone,
    "FirstUsedAt" timestamp with time zone,
    CONSTRAINT "PK_device_key" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_device_key_device_credential_Username" FOREIGN KEY ("Username") REFERENCES identity.device_credential ("Username") ON DELETE CASCADE
);
CREATE UNIQUE INDEX "IX_device_key_Hash" ON identity.device_key ("Hash");
CREATE INDEX "IX_device_key_Username" ON identity.device_key ("Username");

INSERT INTO identity.device_key ("Id", "Username", "Kind", "Hash", "MadeAt", "MadeBy")
SELECT gen_random_uuid(), "Username", 1, "SecretHash", now(), 'infusion' FROM identity.device_credential;

ALTER TABLE identity.device_credential
    DROP COLUMN "SecretHash",
    ADD COLUMN "Version" integer NOT NULL DEFAULT 0,
    ADD COLUMN "MadeAt" timestamp with time zone NOT NULL DEFAULT now(),
    ADD COLUMN "MadeBy" text NOT NULL DEFAULT 'infusion',
    ADD COLUMN "ExpiresAt" timestamp with time zone,
    ADD COLUMN "RevokedAt" timestamp with time zone,
    ADD COLUMN "RevokedBy" text;
