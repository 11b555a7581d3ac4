using System.Security.Claims;
using Infusion.Server.Clinics;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Storage;
using Microsoft.AspNetCore.Mvc;
using Orleans.Concurrency;

namespace Infusion.Server.Patients.Import;

/// <summary>Patients from a file: shown line by line first, entered only as far as a person confirmed it.</summary>
static class ImportEndpoints
{
    /// <summary>A file is measured as it is read, and refused with a sentence; its lines come back a little longer.</summary>
    static readonly RequestSizeLimitAttribute OwnLimit = new(4 * PatientCsv.LargestBytes);

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static void MapImport(this RouteGroupBuilder patients)
    {
        patients.MapPost("/import/preview", PreviewAsync).Requires(Act.RegisterPatients).WithMetadata(OwnLimit).Accepts<IFormFile>("text/csv").Produces<ImportPreview>()
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        patients.MapPost("/import", ImportAsync).Requires(Act.RegisterPatients).WithMetadata(OwnLimit).Produces<ImportResult>().ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>The body is the file. Writes nothing.</summary>
    static async Task<IResult> PreviewAsync(
        string clinic, HttpRequest request, PatientStore store, ClinicClock clock, CancellationToken cancellationToken)
    {
        if (await ReadAsync(request, cancellationToken) is not { } file)
        {
            return Refused(
                $"The file is larger than {PatientCsv.LargestBytes / 1024 / 1024} MiB: split it.", StatusCodes.Status413PayloadTooLarge, "file-large");
        }

        try
        {
            var (columns, lines) = PatientCsv.Read(file);
            var today = PatientFaults.Today(clock);
            var read = lines.Select(line => (line.Number, Read: PatientLine.Read(columns, line, today))).ToList();
            var near = await store.NearAnyAsync(
                clinic, [.. read.Where(line => line.Read.Faults.Count == 0).Select(line => line.Read.Patient!.ToDocument())], cancellationToken);
            var judged = new List<ImportLine>();
            var above = new List<(int, PatientDocument)>();
            foreach (var (number, (patient, faults)) in read)
            {
                judged.Add(faults.Count > 0
                    ? new ImportLine(number, ImportStanding.Wrong, patient, faults, [], [])
                    : ImportJudge.Of(number, patient!, near, above, columns.NameOf("mrn")));
                if (judged[^1].Faults.Count == 0)
                {
                    above.Add((number, patient!.ToDocument()));
                }
            }

            return Results.Ok(new ImportPreview(judged, columns.Ignored));
        }
        catch (UnreadableFileException unreadable)
        {
            return Refused(unreadable.Message, StatusCodes.Status422UnprocessableEntity, "file-unreadable");
        }
    }

    /// <summary>Each line for itself: one that is refused holds up no other, and the answer says what became of each.</summary>
    static async Task<IResult> ImportAsync(
        string clinic, ImportRequest request, ClaimsPrincipal user, PatientStore store, IGrainFactory grains, ClinicClock clock,
        TimeProvider time, CancellationToken cancellationToken)
    {
        if (request.Lines is not { Count: > 0 and <= PatientCsv.MostLines } lines || lines.Any(line => line?.Patient is null))
        {
            return Refused($"Send 1 to {PatientCsv.MostLines} lines, each with its patient.", StatusCodes.Status422UnprocessableEntity, "lines");
        }

        var (grain, today, by) = (grains.GetGrain<IClinicGrain>(clinic), PatientFaults.Today(clock), user.Identity!.Name!);
        var sent = new List<(ImportLineRequest Line, CommandAnswer? Answer, IReadOnlyList<FieldFault> Faults)>();
        foreach (var line in lines)
        {
            var patient = line.Patient! with { Expected = null };
            var faults = PatientFaults.Of(patient, today);
            faults = faults.Count == 0 && PatientLine.Untraceable(patient) is { } fault ? [fault] : faults;
            sent.Add((line, faults.Count > 0 ? null : await SendAsync(grain, patient.ToCommand(by)), faults));
        }

        using var patience = new CancellationTokenSource(Patience, time);
        var outcomes = new List<ImportLine>();
        foreach (var (line, answer, faults) in sent)
        {
            outcomes.Add(await OutcomeAsync(clinic, line, answer, faults, grain, store, patience.Token, cancellationToken));
        }

        return Results.Ok(new ImportResult(outcomes.Count(line => line.Standing == ImportStanding.Entered), outcomes));
    }

    static async Task<ImportLine> OutcomeAsync(
        string clinic, ImportLineRequest line, CommandAnswer? answer, IReadOnlyList<FieldFault> faults, IClinicGrain grain, PatientStore store,
        CancellationToken patience, CancellationToken cancellationToken)
    {
        ImportLine As(ImportStanding standing, IReadOnlyList<FieldFault> why) => new(line.Number, standing, line.Patient, why, [], []);
        if (faults.Count > 0)
        {
            return As(ImportStanding.Wrong, faults);
        }

        if (answer is null || !await IsStoredAsync(grain, answer.Evaluated, patience))
        {
            return As(ImportStanding.NotStored, [new FieldFault("", "It is not stored yet. Send this line again: a second copy changes nothing.")]);
        }

        if (answer.RefusedCode is null)
        {
            return As(ImportStanding.Entered, []);
        }

        var near = await store.NearAsync(clinic, line.Patient!.ToDocument(), cancellationToken);
        var judged = ImportJudge.Of(line.Number, line.Patient!, near, [], "mrn");
        return judged.Standing == ImportStanding.New ? As(ImportStanding.Wrong, [new FieldFault("", answer.RefusedReason!)]) : judged;
    }

    /// <returns>Null: the clinic's writer has ended, and nobody knows what became of it.</returns>
    static async Task<CommandAnswer?> SendAsync(IClinicGrain grain, ClinicCommand command)
    {
        try
        {
            return await grain.ExecuteAsync(new Immutable<ClinicCommand>(command));
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException)
        {
            return null;
        }
    }

    static async Task<bool> IsStoredAsync(IClinicGrain grain, Evaluated evaluated, CancellationToken patience)
    {
        try
        {
            await grain.WhenCommittedAsync(evaluated).WaitAsync(patience);
            return true;
        }
        catch (Exception reason) when (reason is TimeoutException or WriterFencedException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <returns>Null: it is too large.</returns>
    static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var file = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            file.Write(buffer, 0, read);
            if (file.Length > PatientCsv.LargestBytes)
            {
                return null;
            }
        }

        return file.ToArray();
    }

    static IResult Refused(string reason, int status, string code) => Results.Problem(
        reason, statusCode: status, title: "File refused", extensions: new Dictionary<string, object?> { ["code"] = code });
}
