namespace Infusion.Server.Fhir.Rest;

/// <summary>A request that cannot be answered; becomes an OperationOutcome. Never carries a value from the request or a record.</summary>
/// <param name="code">An issue-type code of R4.</param>
sealed class FhirFault(int status, string code, string diagnostics) : Exception(diagnostics)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static FhirFault Invalid(string diagnostics) => new(StatusCodes.Status400BadRequest, "invalid", diagnostics);

    public static FhirFault NotFound(string diagnostics) => new(StatusCodes.Status404NotFound, "not-found", diagnostics);

    public static FhirFault Forbidden(string diagnostics) => new(StatusCodes.Status403Forbidden, "forbidden", diagnostics);
}
