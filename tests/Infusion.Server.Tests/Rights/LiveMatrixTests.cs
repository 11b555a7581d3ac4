using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text.Json.Nodes;
using Infusion.Server.Identity;
using Infusion.Server.Live;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Rights;

/// <summary>Every method of the live hub against everybody.</summary>
[Collection(WholeServerCollection.Name)]
public sealed class LiveMatrixTests(WholeServer server)
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    static IReadOnlyList<MethodInfo> Methods =>
        [.. typeof(LiveHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => !method.IsSpecialName && method.GetBaseDefinition() == method)];

    [Fact]
    public void Every_method_names_the_act_that_it_is_and_the_clinic_first() =>
        Methods.Where(method => method.GetCustomAttribute<RequiresAttribute>() is null || method.GetParameters() is not [{ Name: "clinic" }, ..])
            .Select(method => method.Name)
            .ShouldBeEmpty();

    [Fact]
    public async Task Every_method_answers_whom_the_table_names_and_nobody_else()
    {
        var wrong = new List<string>();
        foreach (var visitor in await Visitors.AllAsync(server))
        {
            await using var hub = new HubConnectionBuilder()
                .WithUrl(new Uri(server.Url, "/hubs/live"), options =>
                {
                    options.Transports = HttpTransportType.LongPolling;
                    foreach (var header in visitor.Http.DefaultRequestHeaders)
                    {
                        options.Headers[header.Key] = string.Join("; ", header.Value);
                    }
                })
                .Build();
            if (await ConnectAsync(hub) is { } refused)
            {
                var expected = !visitor.IsKnown ? HttpStatusCode.Unauthorized : visitor.May(Act.WatchBoard, hasClinic: false) ? HttpStatusCode.OK : HttpStatusCode.Forbidden;
                if (refused != expected)
                {
                    wrong.Add($"{visitor.Name}: {refused}, expected {expected}");
                }

                continue;
            }

            foreach (var method in Methods)
            {
                var may = visitor.May(method.GetCustomAttribute<RequiresAttribute>()!.Act, hasClinic: true);
                if (await AnswersAsync(hub, method) != may)
                {
                    wrong.Add($"{visitor.Name} at {method.Name}: {(may ? "refused" : "answered")}");
                }
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_live_connection_ends_with_the_sign_in_that_opened_it_and_a_lock_leaves_it_open()
    {
        using var nurse = await server.ComeAsync(WholeServer.Here, [Roles.Nurse]);
        HubConnection Connection() => new HubConnectionBuilder()
            .WithUrl(new Uri(server.Url, "/hubs/live"), options => options.Headers["Cookie"] = nurse.DefaultRequestHeaders.GetValues("Cookie").Single())
            .Build();
        await using var hub = Connection();
        var closed = new TaskCompletionSource();
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(Cancel);
        (await nurse.PostAsync("/api/screen/lock", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await hub.InvokeCoreAsync<JsonObject>("Watch", [WholeServer.Here], Cancel)).ShouldNotBeNull("a locked screen goes on showing the board");
        await using (var again = Connection())
        {
            await again.StartAsync(Cancel);
            (await again.InvokeCoreAsync<JsonObject>("Watch", [WholeServer.Here], Cancel)).ShouldNotBeNull("also after a cut");
        }

        var locked = await nurse.PostAsJsonAsync(
            $"/api/clinics/{WholeServer.Here}/sessions/{Guid.NewGuid()}/commands", new { type = "mark_ready", commandId = Guid.NewGuid() }, Cancel);
        locked.StatusCode.ShouldBe(HttpStatusCode.Locked, "and charts nothing");
        (await nurse.GetAsync($"/api/clinics/{WholeServer.Here}/patients?find=x", Cancel)).StatusCode.ShouldBe(HttpStatusCode.Locked);
        (await nurse.GetAsync($"/api/clinics/{WholeServer.Here}/chairs/duty", Cancel)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await nurse.PostAsync("/api/sign-out", null, Cancel)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }

    static async Task<HttpStatusCode?> ConnectAsync(HubConnection hub)
    {
        try
        {
            await hub.StartAsync(Cancel);
            return null;
        }
        catch (HttpRequestException refused)
        {
            return refused.StatusCode;
        }
    }

    static async Task<bool> AnswersAsync(HubConnection hub, MethodInfo method)
    {
        object?[] arguments = [WholeServer.Here, .. method.GetParameters()[1..].Select(parameter => Activator.CreateInstance(parameter.ParameterType))];
        try
        {
            await hub.InvokeCoreAsync<JsonObject>(method.Name, arguments, Cancel);
            return true;
        }
        catch (HubException refused) when (refused.Message.Contains("unauthorized", StringComparison.Ordinal))
        {
            return false;
        }
    }
}
