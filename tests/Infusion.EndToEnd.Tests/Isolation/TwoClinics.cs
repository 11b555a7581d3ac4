using Infusion.EndToEnd.Tests.Support;
using Xunit;

namespace Infusion.EndToEnd.Tests.Isolation;

/// <summary>The demo's clinic, whose people, devices and EHR knock at the door of another clinic on the same server.</summary>
public sealed class TwoClinics : IAsyncLifetime
{
    public const string Other = "hill-road";

    InfusionServer? _server;

    internal InfusionServer Server => _server!;

    internal DemoAccess Access => Server.Access;

    internal Person Nurse { get; private set; } = null!;

    internal Person Manager { get; private set; } = null!;

    internal Guid Session { get; private set; }

    public async ValueTask InitializeAsync()
    {
        _server = await InfusionServer.StartAsync("--Infusion:DemoChairs=1");
        await using (var database = Server.OpenDatabase())
        {
            await using var open = database.CreateCommand(
                "insert into infusion.clinic select $1, 'Hill Road Clinic', time_zone, chairs, limits, simulated from infusion.clinic");
            open.Parameters.Add(new() { Value = Other });
            await open.ExecuteNonQueryAsync();
        }

        Nurse = await Person.SignInAsync(Access.Url, Access.Nurse);
        Manager = await Person.SignInAsync(Access.Url, Access.Users.Single(user => user.Role == "manager"));
        var sessions = await Nurse.GetAsync($"/api/clinics/{Access.Clinic}/sessions");
        Session = sessions.EnumerateArray().Single().GetProperty("id").GetGuid();
    }

    public async ValueTask DisposeAsync()
    {
        await (Nurse?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Manager?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_server?.DisposeAsync() ?? ValueTask.CompletedTask);
    }
}
