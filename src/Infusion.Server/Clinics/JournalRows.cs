using System.Text.Json;
using Infusion.Core.Associations;
using Infusion.Server.Storage;
using Npgsql;
using NpgsqlTypes;

namespace Infusion.Server.Clinics;

/// <summary>The rare rows, in one round trip.</summary>
static class JournalRows
{
    public static void Insert(
        NpgsqlConnection connection, List<CommitUnit> units, IReadOnlyDictionary<string, Raised> raised, int commandTimeoutSeconds)
    {
        using var batch = new NpgsqlBatch(connection) { Timeout = commandTimeoutSeconds };
        foreach (var unit in units)
        {
            AddQuarantine(batch, unit, raised[unit.Clinic].Updated);
            AddInputs(batch, unit, raised[unit.Clinic].Updated);
            AddCommands(batch, unit);
            AddDevices(batch, unit);
            AddProtocols(batch, unit);
            AddChairs(batch, unit);
            AddDescription(batch, unit);
            AddCorrections(batch, unit);
        }

        if (batch.BatchCommands.Count > 0)
        {
            batch.ExecuteNonQuery();
        }
    }

    /// <summary>The spool may bring a refusal a second time; it is the same one.</summary>
    static void AddQuarantine(NpgsqlBatch batch, CommitUnit unit, DateTimeOffset committedAt)
    {
        foreach (var (message, input) in unit.Quarantined)
        {
            Add(
                batch,
                """
                insert into infusion.quarantine (clinic, topic, device, received_at, reason, detail, payload, input, committed_at, evaluated_at)
                select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10
                where not exists (select from infusion.quarantine
                    where clinic = $1 and received_at = $4 and topic = $2 and payload = $7)
                """,
                unit.Clinic, message.Topic, Text(message.Device), message.ReceivedAt.UtcDateTime,
                message.Reason, message.Detail, message.Payload.ToArray(), input, committedAt.UtcDateTime,
                unit.Now.UtcDateTime);
        }
    }

    static void AddInputs(NpgsqlBatch batch, CommitUnit unit, DateTimeOffset committedAt)
    {
        foreach (var (body, input, evaluatedAt) in unit.Inputs)
        {
            Add(
                batch,
                "insert into infusion.clinic_input (clinic, input, evaluated_at, body, committed_at) values ($1, $2, $3, $4::jsonb, $5)",
                unit.Clinic, input, evaluatedAt.UtcDateTime, ClinicInputJson.Write(body), committedAt.UtcDateTime);
        }

        if (unit.Checkpoint is { } checkpoint)
        {
            Add(
                batch,
                """
                insert into infusion.checkpoint (clinic, day, input, evaluated_at, engine, state) values ($1, $2, $3, $4, $5, $6)
                on conflict (clinic, day) do update set input = excluded.input, evaluated_at = excluded.evaluated_at,
                    engine = excluded.engine, state = excluded.state
                """,
                unit.Clinic, DateOnly.FromDateTime(checkpoint.EvaluatedAt.UtcDateTime), checkpoint.Input,
                checkpoint.EvaluatedAt.UtcDateTime, StateImage.Engine, checkpoint.State);
        }
    }

    static void AddCorrections(NpgsqlBatch batch, CommitUnit unit)
    {
        foreach (var happened in unit.Events)
        {
            if (happened.Event is AssociationCorrected begun)
            {
                Add(
                    batch,
                    "insert into infusion.correction (clinic, id, begun_at) values ($1, $2, $3) on conflict do nothing",
                    unit.Clinic, begun.Correction, begun.At.UtcDateTime);
            }
            else if (happened.Event is CorrectionEnded ended)
            {
                Add(
                    batch,
                    "update infusion.correction set ended_at = $3 where clinic = $1 and id = $2",
                    unit.Clinic, ended.Correction, ended.At.UtcDateTime);
            }
        }
    }

    static void AddCommands(NpgsqlBatch batch, CommitUnit unit)
    {
        foreach (var command in unit.Commands)
        {
            Add(
                batch,
                "insert into infusion.command (clinic, id, input, received_at) values ($1, $2, $3, $4)",
                unit.Clinic, command, unit.Input, unit.Now.UtcDateTime);
        }
    }

    static void AddDevices(NpgsqlBatch batch, CommitUnit unit)
    {
        foreach (var device in unit.Devices)
        {
            Add(
                batch,
                """
                insert into infusion.device (clinic, device, kind, home_chair, accepted, first_seen, put_aside)
                values ($1, $2, $3, $4, $5, $6, $7)
                on conflict (clinic, device) do update
                    set kind = excluded.kind, home_chair = excluded.home_chair, accepted = excluded.accepted, put_aside = excluded.put_aside
                """,
                unit.Clinic, device.Device, (short)device.Kind, Text(device.HomeChair), device.Accepted, device.FirstSeen.UtcDateTime, (short)device.PutAside);
        }

        // What a device says that it is; a last will says nothing of that.
        foreach (var (_, report) in unit.Reports.Where(each => each.Report is not { Manufacturer: null, Model: null, Serial: null, Firmware: null }))
        {
            Add(
                batch,
                """
                update infusion.device set reported_manufacturer = $3, reported_model = $4, reported_serial = $5, reported_firmware = $6, reported_at = $7
                where clinic = $1 and device = $2
                """,
                unit.Clinic, report.Device, Text(report.Manufacturer), Text(report.Model), Text(report.Serial), Text(report.Firmware), report.ReceivedAt.UtcDateTime);
        }
    }

    /// <summary>A version never changes, and is approved once.</summary>
    static void AddProtocols(NpgsqlBatch batch, CommitUnit unit)
    {
        foreach (var (protocol, at, by, reason) in unit.Protocols)
        {
            if (protocol.Approval is { } approval)
            {
                Add(
                    batch,
                    """
                    update infusion.protocol set approved_at = $4, approved_by = $5
                    where clinic = $1 and protocol = $2 and version = $3 and approved_at is null
                    """,
                    unit.Clinic, protocol.Id, protocol.Version, approval.At.UtcDateTime, approval.By);
                continue;
            }

            // A row that somebody put there by hand must not bring the clinic's charting to a standstill.
            Add(
                batch,
                """
                insert into infusion.protocol (clinic, protocol, version, body, created_at, created_by, reason)
                values ($1, $2, $3, $4::jsonb, $5, $6, $7) on conflict do nothing
                """,
                unit.Clinic, protocol.Id, protocol.Version, JsonSerializer.Serialize(protocol, QuantityConverters.Options),
                at.UtcDateTime, by, reason);
        }
    }

    static void AddChairs(NpgsqlBatch batch, CommitUnit unit)
    {
        if (unit.Chairs is { } chairs)
        {
            Add(
                batch, "update infusion.clinic set chairs = $2::jsonb where clinic = $1",
                unit.Clinic, JsonSerializer.Serialize(chairs, QuantityConverters.Options));
        }
    }

    static void AddDescription(NpgsqlBatch batch, CommitUnit unit)
    {
        if (unit.Described is var (name, zone))
        {
            Add(batch, "update infusion.clinic set name = $2, time_zone = $3 where clinic = $1", unit.Clinic, name, zone);
        }
    }

    static NpgsqlParameter Text(string? text) => new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    static void Add(NpgsqlBatch batch, string sql, params object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
