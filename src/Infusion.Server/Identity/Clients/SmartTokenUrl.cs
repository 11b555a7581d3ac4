namespace Infusion.Server.Identity;

/// <summary>
/// The address that a client must have meant with its assertion. Where no public address is set it follows from the Host
/// header, which a caller chooses: an assertion made for another server could be passed on to us under that server's
/// name. So without the setting only names of this machine count.
/// </summary>
sealed class SmartTokenUrl(Uri? publicUrl)
{
    public const string Path = "/auth/token";

    /// <returns>Null when the request came under a name that we do not vouch for.</returns>
    public string? For(HttpRequest request) => Origin(request) is { } origin ? origin + Path : null;

    /// <summary>For documents that say where the server is: there a wrong name harms nobody but who sent it.</summary>
    public string Announced(HttpRequest request) => (Origin(request) ?? Claimed(request)) + Path;

    string? Origin(HttpRequest request) =>
        publicUrl is not null ? publicUrl.GetLeftPart(UriPartial.Authority)
        : request.Host.Host is "localhost" or "127.0.0.1" or "[::1]" ? Claimed(request)
        : null;

    static string Claimed(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
