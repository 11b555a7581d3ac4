namespace Infusion.Server.Fhir.Rest;

/// <summary>A request that cannot be answered; becomes an OperationOutcome. Never carries a value from the request or a record.</summary>
/// <param name="code">An issue-type code of R4.</param>
/// <param name="expression">Where it is: "http." and a header or a parameter, or the element of what was sent.</param>
sealed class FhirFault(int status, string code, string diagnostics, string expression) : Exception(diagnostics)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public string Expression { get; } = expression;

    public static FhirFault Invalid(string diagnostics, string expression) =>
        new(StatusCodes.Status400BadRequest, "invalid", diagnostics, expression);

    public static FhirFault NotFound(string diagnostics) => new(StatusCodes.Status404NotFound, "not-found", diagnostics, "http.url");

    public static FhirFault Forbidden(string diagnostics) =>
        new(StatusCodes.Status403Forbidden, "forbidden", diagnostics, "http.authorization");

    /// <summary>How an expression names a parameter: FHIRPath wants names that are no plain word between backticks.</summary>
    public static string AtParameter(string name) =>
        name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && name.Length > 0 ? $"http.{name}" : $"http.`{name}`";
}
