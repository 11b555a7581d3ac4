using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Infusion.Server.Identity;
using Infusion.Server.Identity.Wall;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.SignalR;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Rights;

/// <summary>
/// Every door of the running server against everybody: what the table of rights says is what happens. A new endpoint or command that
/// names no act fails here.
/// </summary>
[Collection(WholeServerCollection.Name)]
public sealed class EndpointMatrixTests(WholeServer server)
{
    internal sealed record Door(string Name, HttpMethod Method, string Path, Act Act, bool HasClinic, string? Body, string ContentType);

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Whatever_is_not_open_to_all_names_the_act_that_it_is() =>
        Guarded().Where(endpoint => endpoint.Metadata.GetMetadata<RequiresAttribute>() is null && endpoint.Metadata.GetMetadata<RequiresByKind>() is null)
            .Select(endpoint => endpoint.DisplayName)
            .ShouldBeEmpty("each of these needs .Requires(Act...) where it is mapped");

    [Fact]
    public void Every_kind_of_command_names_the_act_that_it_is() =>
        Kinds().Where(kind => RequiresExtensions.ActOf(kind.Type) is null)
            .Select(kind => kind.Type.Name)
            .ShouldBeEmpty("each of these needs [Requires(Act...)]");

    [Fact]
    public async Task Every_door_opens_to_whom_the_table_names_and_to_nobody_else()
    {
        var visitors = await Visitors.AllAsync(server);
        var wrong = new List<string>();
        var doors = Doors().ToList();
        doors.Count.ShouldBeGreaterThan(100);
        foreach (var door in doors)
        {
            // Who locks the screen or signs out everywhere does not come to the next door.
            var here = door.Act is Act.LockScreen or Act.ChangeOwnAccount ? await Visitors.AllAsync(server) : visitors;
            var faults = await Task.WhenAll(here.Select(async visitor => (visitor, Fault: await FaultAsync(door, visitor))));
            wrong.AddRange(faults.Where(each => each.Fault is not null).Select(each => $"{each.visitor.Name} at {door.Name}: {each.Fault}"));
        }

        wrong.ShouldBeEmpty();
    }

    static async Task<string?> FaultAsync(Door door, Visitor visitor)
    {
        using var request = new HttpRequestMessage(door.Method, door.Path);
        if (door.Body is { } body)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(door.ContentType));
        }

        using var answer = await visitor.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        var isRefused = answer.StatusCode == HttpStatusCode.Forbidden && await CodeAsync(answer) == "not-allowed";
        return (visitor.IsKnown, visitor.May(door.Act, door.HasClinic), (int)answer.StatusCode) switch
        {
            (false, _, not 401) => $"{(int)answer.StatusCode} for a sign-in that is worth nothing",
            (true, false, _) when !isRefused => $"{(int)answer.StatusCode} where {door.Act} is not theirs",
            (true, true, _) when isRefused => $"refused, though {door.Act} is theirs",
            (_, _, 401) when visitor.IsKnown => "401 for a good sign-in",
            (_, _, >= 500) => $"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(Cancel)}",
            _ => null,
        };
    }

    static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (string?)(await JsonNode.ParseAsync(await answer.Content.ReadAsStreamAsync(Cancel), cancellationToken: Cancel))?["code"];

    IEnumerable<RouteEndpoint> Guarded() => server.Endpoints.Where(endpoint =>
        endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null
        && endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().All(rule => rule.Policy is not (SmartTokenServer.FhirPolicy or WallDoor.Policy)));

    IEnumerable<(RouteEndpoint Endpoint, Type Type, string Word)> Kinds() =>
        from endpoint in Guarded()
        let kinds = endpoint.Metadata.GetMetadata<RequiresByKind>()
        where kinds is not null
        from kind in kinds.Commands.GetCustomAttributes<JsonDerivedTypeAttribute>()
        select (endpoint, kind.DerivedType, (string)kind.TypeDiscriminator!);

    internal IEnumerable<Door> Doors()
    {
        foreach (var endpoint in Guarded().Where(each => each.Metadata.GetMetadata<HubMetadata>() is null && each.Metadata.GetMetadata<RequiresAttribute>() is not null))
        {
            foreach (var method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods)
            {
                yield return DoorOf(endpoint, method, endpoint.Metadata.GetMetadata<RequiresAttribute>()!.Act, method is "GET" or "DELETE" ? null : "{}", "");
            }
        }

        foreach (var (endpoint, type, word) in Kinds())
        {
            yield return DoorOf(
                endpoint, "POST", RequiresExtensions.ActOf(type)!.Value,
                new JsonObject { ["type"] = word, ["commandId"] = Guid.NewGuid() }.ToJsonString(), $" {word}");
        }
    }

    static Door DoorOf(RouteEndpoint endpoint, string method, Act act, string? body, string kind)
    {
        var path = string.Concat(endpoint.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(ValueOf))));
        return new($"{method} {endpoint.RoutePattern.RawText}{kind}", new HttpMethod(method), path, act, endpoint.RoutePattern.GetParameter("clinic") is not null, body,
            endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes[0] ?? "application/json");
    }

    static string ValueOf(RoutePatternPart part) => part switch
    {
        RoutePatternLiteralPart literal => literal.Content,
        RoutePatternSeparatorPart separator => separator.Content,
        RoutePatternParameterPart { Name: "clinic" } => WholeServer.Here,
        RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(policy => policy.Content == "guid") => Guid.NewGuid().ToString(),
        RoutePatternParameterPart parameter when parameter.ParameterPolicies.Any(policy => policy.Content is "int" or "long") => "1",
        _ => "x",
    };
}
