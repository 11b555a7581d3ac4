using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Infusion.Server.Identity;
using Infusion.Server.Operations;
using Infusion.Server.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Identity;

public sealed class ClientKeySetTests
{
    static readonly RsaSecurityKey Rsa = new(RSA.Create(2048)) { KeyId = "r" };
    static readonly ECDsaSecurityKey Ec = new(ECDsa.Create(ECCurve.NamedCurves.nistP384)) { KeyId = "e" };

    [Fact]
    public void A_set_of_both_kinds_is_taken_and_what_is_for_something_else_left_out()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var set = ClientKeySet.Read(Text(PublicKeys.Of(Rsa, Ec, new ECDsaSecurityKey(other) { KeyId = "p256" })));
        ClientKeySet.Views(set).Select(key => $"{key.Kid} {key.Kind}").ShouldBe(["r RS384", "e ES384"]);
        ClientKeySet.Views(set).ShouldAllBe(key => key.Thumbprint.Length == 43);
    }

    [Fact]
    public void One_key_alone_is_a_set_of_one() =>
        ClientKeySet.Read(JsonSerializer.Serialize(Member(PublicKeys.Of(Ec).Keys[0]))).Keys.Single().Kid.ShouldBe("e");

    [Theory]
    [InlineData("", "no JSON Web Key Set")]
    [InlineData("-----BEGIN PUBLIC KEY-----", "no JSON Web Key Set")]
    [InlineData("[]", "no JSON Web Key Set")]
    [InlineData("{\"keys\":3}", "no JSON Web Key Set")]
    [InlineData("{\"keys\":[]}", "empty")]
    [InlineData("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"k\",\"k\":\"AAAA\"}]}", "The key \"k\" is a private one")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-384\",\"kid\":\"k\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}", "no point of P-384")]
    [InlineData("{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"k\",\"x\":\"AAAA\",\"y\":\"AAAA\"}]}", "on the curve P-256; ES384 is on P-384")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"AAAA\",\"e\":\"AQAB\"}]}", "RSA of a size or exponent that is not taken")]
    [InlineData("{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AAAA\",\"e\":\"AQAB\"}]}", "has no kid")]
    [InlineData("{\"keys\":[{\"kty\":\"OKP\",\"kid\":\"k\"}]}", "of the kind OKP")]
    public void What_cannot_be_used_is_refused_by_what_is_wrong_with_it(string text, string because) =>
        Should.Throw<ClientKeysException>(() => ClientKeySet.Read(text)).Message.ShouldContain(because);

    [Fact]
    public void A_private_key_is_refused_and_called_lost()
    {
        var set = new JsonWebKeySet();
        set.Keys.Add(JsonWebKeyConverter.ConvertFromECDsaSecurityKey(Ec));
        Should.Throw<ClientKeysException>(() => ClientKeySet.Read($$"""{"keys":[{{JsonSerializer.Serialize(Member(set.Keys[0]))}}]}""")).Message.ShouldContain("make a new pair");
    }

    [Fact]
    public void Two_keys_of_one_name_too_many_and_too_much_are_refused()
    {
        var twice = new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP384)) { KeyId = "e" };
        Should.Throw<ClientKeysException>(() => ClientKeySet.Read(Text(PublicKeys.Of(Ec, twice)))).Message.ShouldContain("two keys with the kid \"e\"");
        Should.Throw<ClientKeysException>(() => ClientKeySet.Read($$"""{"keys":[{{string.Join(',', Enumerable.Repeat("{\"kty\":\"RSA\"}", 21))}}]}""")).Message.ShouldContain("more than 20");
        Should.Throw<ClientKeysException>(() => ClientKeySet.Read(new string(' ', 70_000))).Message.ShouldContain("larger than 64 KiB");
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700::1", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.0.1", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void Only_the_public_internet_is_asked_unless_a_host_is_named(string address, bool isPublic) =>
        PublicHosts.IsPublic(IPAddress.Parse(address)).ShouldBe(isPublic);

    [Theory]
    [InlineData("https://ehr.example/jwks.json", true)]
    [InlineData("http://ehr.example/jwks.json", false)]
    [InlineData("http://127.0.0.1/jwks.json", true)]
    [InlineData("http://localhost/jwks.json", false)]
    [InlineData("http://inside.example/jwks.json", false)]
    [InlineData("https://user:secret@ehr.example/jwks.json", false)]
    [InlineData("https://ehr.example/jwks.json#x", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/jwks.json", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_address_of_keys_is_encrypted_except_on_this_machine_where_it_was_named(string? address, bool isTaken)
    {
        using var keys = new ClientKeyUrl(["127.0.0.1", "inside.example"]);
        if (isTaken)
        {
            keys.Read(address).ToString().ShouldBe(address);
        }
        else
        {
            Should.Throw<ClientKeysException>(() => keys.Read(address)).Message.ShouldContain("https://");
        }
    }

    [Fact]
    public void A_name_that_is_no_host_stops_the_start() =>
        Should.Throw<StartupException>(() => ClientKeyUrl.HostsOf(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Infusion:ClientKeyHosts", "good.example, https://bad.example")]).Build())).Message.ShouldContain("\"https://bad.example\"");

    static string Text(JsonWebKeySet set) => JsonSerializer.Serialize(new { keys = set.Keys.Select(Member) });

    static Dictionary<string, string> Member(JsonWebKey key) => new (string Name, string? Value)[]
    {
        ("kty", key.Kty), ("kid", key.Kid), ("crv", key.Crv), ("x", key.X), ("y", key.Y), ("n", key.N), ("e", key.E), ("d", key.D),
    }.Where(member => member.Value is not null).ToDictionary(member => member.Name, member => member.Value!);
}
