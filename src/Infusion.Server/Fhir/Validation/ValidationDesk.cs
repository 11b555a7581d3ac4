using Hl7.Fhir.Model;

namespace Infusion.Server.Fhir.Validation;

/// <summary>
/// The one validator of the process. It is made at the first question; questions are answered one at a time, so that they never take
/// more than one core from the chairs, and when too many wait the next is refused.
/// </summary>
sealed class ValidationDesk(int mostWaiting = 16) : IDisposable
{
    readonly Lazy<FhirValidator> _validator = new(() => new FhirValidator(FhirValidator.SpecificationZip));
    readonly SemaphoreSlim _places = new(mostWaiting, mostWaiting);
    readonly SemaphoreSlim _turn = new(1, 1);

    /// <returns>Null: too many wait already.</returns>
    public async Task<T?> AskAsync<T>(Func<FhirValidator, T> question, CancellationToken cancel)
        where T : class
    {
        if (!await _places.WaitAsync(0, cancel))
        {
            return null;
        }

        try
        {
            await _turn.WaitAsync(cancel);
            try
            {
                return await System.Threading.Tasks.Task.Run(() => question(_validator.Value), cancel);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose()
    {
        _places.Dispose();
        _turn.Dispose();
    }
}
