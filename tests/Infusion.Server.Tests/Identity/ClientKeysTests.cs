using System.Security.Cryptography;
using Infusion.Server.Identity;
using Infusion.Server.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

/// <summary>Keys that a client publishes: fetched, kept, renewed, and not fetched at anybody's wish.</summary>
public sealed class ClientKeysTests : IAsyncLifetime
{
    static readonly ECDsaSecurityKey First = new(ECDsa.Create(ECCurve.NamedCurves.nistP384)) { KeyId = "first" };
    static readonly ECDsaSecurityKey Second = new(ECDsa.Create(ECCurve.NamedCurves.nistP384)) { KeyId = "second" };

    readonly FakeTimeProvider _clock = new();
    readonly ClientKeyUrl _address = new(["127.0.0.1"]);
    KeyServer _server = null!;
    ClientKeys _keys = null!;

    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await KeyServer.StartAsync();
        _server.Give(First);
        _keys = new ClientKeys(_address, _clock, NullLogger<ClientKeys>.Instance);
    }

    [Fact]
    public async Task They_are_fetched_once_and_kept()
    {
        (await OfAsync("first")).ShouldBe(["first"]);
        (await OfAsync("first")).ShouldBe(["first"]);
        _server.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task Many_who_ask_at_once_fetch_once()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OfAsync("first")));
        answers.ShouldAllBe(keys => keys.Single() == "first");
        _server.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task A_key_that_is_not_among_them_is_looked_for_but_not_again_and_again()
    {
        await OfAsync("first");
        _server.Give(First, Second);
        (await OfAsync("second")).ShouldBeEmpty("asked only just now");
        _clock.Advance(ClientKeys.Between);
        (await OfAsync("second")).ShouldBe(["second"]);
        for (var guess = 0; guess < 20; guess++)
        {
            (await OfAsync($"guess-{guess}")).ShouldBeEmpty();
        }

        _server.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_was_taken_out_is_gone_after_ten_minutes()
    {
        await OfAsync("first");
        _server.Give(Second);
        _clock.Advance(TimeSpan.FromMinutes(9));
        (await OfAsync("first")).ShouldBe(["first"]);
        _clock.Advance(TimeSpan.FromMinutes(2));
        (await OfAsync("first")).ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_address_does_not_answer_its_keys_go_on_for_an_hour()
    {
        await OfAsync("first");
        _server.Answer = http =>
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        };
        _clock.Advance(TimeSpan.FromMinutes(50));
        (await OfAsync("first")).ShouldBe(["first"]);
        _clock.Advance(TimeSpan.FromMinutes(11));
        (await OfAsync("first")).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_address_that_never_answered_is_not_hammered()
    {
        _server.Answer = http => http.Response.WriteAsync("nothing of the kind");
        (await OfAsync("first")).ShouldBeEmpty();
        (await OfAsync("first")).ShouldBeEmpty();
        _server.Asked.ShouldBe(1);
    }

    [Fact]
    public async Task No_kid_opens_nothing()
    {
        (await OfAsync(null)).ShouldBeEmpty();
        _server.Asked.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_too_large_sent_elsewhere_or_not_there_is_refused_in_words_that_repeat_nothing_of_it()
    {
        async Task<string> WhyAsync(Func<HttpContext, Task> answer)
        {
            _server.Answer = answer;
            return (await Should.ThrowAsync<ClientKeysException>(() => _address.FetchAsync(new Uri(_server.Url), Cancel))).Message;
        }

        (await WhyAsync(http => http.Response.WriteAsync(new string('x', 70_000)))).ShouldBe("What 127.0.0.1 answers is larger than 64 KiB.");
        (await WhyAsync(http =>
        {
            http.Response.Redirect("http://127.0.0.1/secret");
            return http.Response.WriteAsync("secret");
        })).ShouldBe("127.0.0.1 answered 302 where its keys should be; it is not followed elsewhere.");
        (await WhyAsync(http =>
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return http.Response.WriteAsync("secret");
        })).ShouldBe("127.0.0.1 answered 403 where its keys should be.");
        _server.Asked.ShouldBe(3);
    }

    [Fact]
    public async Task A_host_that_nobody_named_is_not_connected_to_on_this_network()
    {
        using var strict = new ClientKeyUrl([]);
        (await Should.ThrowAsync<ClientKeysException>(() => strict.FetchAsync(new Uri(_server.Url), Cancel))).Message.ShouldContain("not on the public internet");
        _server.Asked.ShouldBe(0);
    }

    async Task<List<string>> OfAsync(string? kid) => [.. (await _keys.OfAsync(
        new SmartClient("ehr", "here", "An EHR", ["system/*.rs"], PublicKeys.Of()) { KeysUrl = new Uri(_server.Url) }, kid, Cancel)).Select(key => key.KeyId)];

    public async ValueTask DisposeAsync()
    {
        _address.Dispose();
        await _server.DisposeAsync();
    }
}
