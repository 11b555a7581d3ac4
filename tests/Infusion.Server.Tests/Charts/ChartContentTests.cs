using Infusion.Core.Clinics;
using Infusion.Core.Sessions;
using Infusion.Core.Telemetry;
using Infusion.Server.Charts;
using Infusion.Server.Clinics;
using Infusion.Server.Storage;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Charts;

/// <summary>What a chart rests on, read from the store.</summary>
[Collection(SigningCollection.Name)]
public sealed class ChartContentTests(Signing server)
{
    readonly ClinicServer _server = server.Server;

    [Fact]
    public async Task It_is_what_is_stored_of_thissession_and_the_same_twice()
    {
        await _server.CreateClinicAsync("here");
        var session = await _server.StartSessionAsync("here");
        await _server.DeliverAsync("here", ClinicServer.Vitals(1, (Metric.SpO2, 97)));
        var note = Guid.NewGuid();
        await _server.ExecuteAsync("here", new ClinicCommand.OfSession(
            new WriteNote(note, session, "nurse", note), new NoteDocument(note, session, "Comfortable", "nurse", default)));

        var (first, second) = (await ReadAsync(session), await ReadAsync(session));

        first!.Events.Select(e => e.Type).ShouldContain("infusion_started");
        first.Events.Select(e => e.Version).ShouldBe(Enumerable.Range(1, first.Events.Length).Select(n => (long)n));
        first.Readings.ShouldHaveSingleItem().Reading.Samples.ShouldHaveSingleItem().Value.ShouldBe(97);
        first.Note(note)!.Text.ShouldBe("Comfortable");
        (first.About.Patient.FamilyName, first.About.ClinicName, first.NameOf("nurse"), first.NameOf("gone")).ShouldBe(("Example", "Clinic here", "N. Example, RN", "gone"));
        first.About.Protocol!.Id.ShouldBe(ClinicServer.Order.Protocol);
        first.About.People.Keys.ShouldBe(["nurse"]);
        second!.Digest.ShouldBe(first.Digest);
        second.Files.Select(file => file.Sha256).ShouldBe(first.Files.Select(file => file.Sha256));

        await _server.DeliverAsync("here", ClinicServer.Vitals(2, (Metric.SpO2, 96)));
        (await ReadAsync(session))!.Digest.ShouldNotBe(first.Digest);
        (await ReadAsync(Guid.NewGuid())).ShouldBeNull();
    }

    async Task<ChartContent?> ReadAsync(Guid session)
    {
        await using var scope = _server.Application.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<ChartReader>().ReadAsync("here", session, TestContext.Current.CancellationToken);
    }
}
