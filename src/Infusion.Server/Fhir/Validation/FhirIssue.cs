using Hl7.Fhir.Model;
using Hl7.Fhir.Utility;

namespace Infusion.Server.Fhir.Validation;

static class FhirIssue
{
    /// <param name="code">An issue-type code of R4.</param>
    /// <param name="expression">FHIRPath to the element; null: the whole.</param>
    public static OperationOutcome.IssueComponent Of(
        string code, string text, string? expression, OperationOutcome.IssueSeverity severity = OperationOutcome.IssueSeverity.Error) => new()
        {
            Severity = severity,
            Code = EnumUtility.ParseLiteral<OperationOutcome.IssueType>(code),
            Details = new CodeableConcept { Text = text },
            Expression = expression is null ? [] : [expression],
        };
}
