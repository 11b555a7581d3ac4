using Marten;

namespace Infusion.Server.Storage;

/// <summary>
/// Marten's tables as one clinic sees them, for reading: beneath Marten's tenancy the store itself shows that clinic's rows alone. For
/// what is asked by its id, or of the whole clinic: beneath a policy Postgres uses no index on what stands inside a document.
/// </summary>
sealed class ClinicDocuments(ClinicDatabase clinics) : IDisposable
{
    readonly DocumentStore _store = DocumentStore.For(options =>
    {
        MartenSetup.Configure(options, clinics.Source);
        // Marten names the clinic on each connection. The policies are ours, and made with the tables: this store changes no schema.
        options.UseRowLevelSecurity(ClinicDatabase.Setting);
    });

    public IQuerySession QuerySession(string clinic) => _store.QuerySession(clinic);

    public void Dispose() => _store.Dispose();
}
