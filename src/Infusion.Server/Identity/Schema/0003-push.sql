-- Browsers in which people want to be told of alarms.
CREATE TABLE identity.push_subscription (
    "Id" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "SignInId" uuid,
    "Name" character varying(60) NOT NULL,
    "Endpoint" character varying(1000) NOT NULL,
    "P256dh" character varying(87) NOT NULL,
    "Auth" character varying(22) NOT NULL,
    "AddedAt" timestamp with time zone NOT NULL,
    CONSTRAINT "PK_push_subscription" PRIMARY KEY ("Id"),
    CONSTRAINT "FK_push_subscription_person_PersonId" FOREIGN KEY ("PersonId") REFERENCES identity.person ("Id") ON DELETE CASCADE
);

CREATE UNIQUE INDEX "IX_push_subscription_Endpoint" ON identity.push_subscription ("Endpoint");

CREATE INDEX "IX_push_subscription_PersonId" ON identity.push_subscription ("PersonId");
