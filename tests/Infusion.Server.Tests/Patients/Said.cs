using System.Net.Http.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Infusion.Server.Tests.Patients;

/// <summary>What is searched for, written short as in an address, sent as the body that it is.</summary>
static class Said
{
    public static JsonContent Of(string query) =>
        JsonContent.Create(QueryHelpers.ParseQuery(query).ToDictionary(each => each.Key, each => each.Value.ToString()));
}
