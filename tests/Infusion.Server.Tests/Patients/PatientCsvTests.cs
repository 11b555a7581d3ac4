using System.Text;
using Infusion.Core.Sessions;
using Infusion.Server.Patients;
using Infusion.Server.Patients.Import;
using Infusion.Server.Storage;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Patients;

/// <summary>What a file of patients says, and what is said of a file that cannot be read one way only.</summary>
public sealed class PatientCsvTests
{
    static readonly DateOnly Today = new(2026, 11, 25);

    [Theory]
    [InlineData("family_name,given_name,birth_date,mrn\nRivera,Ana,1984-02-29,A-1")]
    [InlineData("\uFEFFFamily Name;Given Name;Birth Date;MRN\r\nRivera;Ana;1984-02-29;A-1\r\n\r\n")]
    [InlineData("MRN\tDOB\tSurname\tFirst name\nA-1\t1984-02-29\tRivera\tAna")]
    [InlineData("mrn,familyName,givenName,birthDate,,\n\"A-1\",\"Rivera\",Ana,1984-02-29,,,\n,,,,,")]
    public void Order_case_byte_order_mark_delimiter_and_empty_cells_do_not_count(string file)
    {
        var (patient, faults) = One(file);

        faults.ShouldBeEmpty();
        (patient.FamilyName, patient.GivenName, patient.BirthDate, patient.Mrn).ShouldBe(("Rivera", "Ana", new DateOnly(1984, 2, 29), "A-1"));
    }

    [Fact]
    public void All_that_is_kept_of_a_patient_can_be_given()
    {
        var (patient, faults) = One(
            """
            family_name,given_name,birth_date,sex,allergies,weight_kg,weight_date,weight_method,contact_name,contact_relation,contact_phone,identifier_system,identifier_value
            "Rivera, Ito",Ana,1984-02-29,F,latex (severe) | birch,71.5,2026-03-01,Measured,Ben,brother,+43 1,social security,4711
            """);

        faults.ShouldBeEmpty();
        (patient.FamilyName, patient.Gender, patient.NoKnownAllergies).ShouldBe(("Rivera, Ito", "female", false));
        patient.Allergies.ShouldBe([new PatientAllergy("latex", AllergySeverity.Severe), new PatientAllergy("birch", AllergySeverity.Unknown)]);
        patient.Weights.ShouldBe([new PatientWeight(71.5m, WeightMethod.Measured, new DateOnly(2026, 3, 1))]);
        patient.Contacts.ShouldBe([new PatientContact("Ben", "brother", "+43 1")]);
        patient.Identifiers.ShouldBe([new PatientIdentifier("social security", "4711")]);
    }

    [Fact]
    public void A_weight_in_pounds_becomes_kilograms_by_its_column() =>
        One("family_name,given_name,mrn,Weight (lbs),weight_date,weight_method\nRivera,Ana,A-1,154,2026-03-01,stated")
            .Patient.Weights!.Single().Kilograms.ShouldBe(69.85m);

    [Theory]
    [InlineData("none known", true)]
    [InlineData("NKA", true)]
    [InlineData("", false)]
    public void None_known_is_said_or_nobody_knows(string allergies, bool isNoneKnown)
    {
        var (patient, faults) = One($"family_name,given_name,mrn,allergies\nRivera,Ana,A-1,{allergies}");

        faults.ShouldBeEmpty();
        (patient.NoKnownAllergies, patient.Allergies!.Count).ShouldBe((isNoneKnown, 0));
    }

    [Theory]
    [InlineData("birth_date", "29.02.1984", "1984-02-29")]
    [InlineData("birth_date", "02/03/1984", "year-month-day")]
    [InlineData("birth_date", "1985-02-29", "year-month-day")]
    [InlineData("birth_date", "2999-01-01", "between")]
    [InlineData("gender", "x", "one of")]
    [InlineData("allergies", "none", "none known")]
    [InlineData("allergies", "NKDA", "asked")]
    [InlineData("weight_kg", "71,5", "with a point")]
    [InlineData("weight_kg", "71 kg", "header alone")]
    [InlineData("weight_kg", "-70", "a number")]
    [InlineData("weight_kg", "701", "500 kg")]
    [InlineData("weight_date", "", "which day")]
    [InlineData("weight_method", "", "measured or stated")]
    [InlineData("contact_phone", "", "a phone number")]
    [InlineData("family_name", "", "a family name")]
    public void What_is_wrong_is_said_at_its_column_with_what_would_work(string column, string value, string words)
    {
        string[] columns =
            ["family_name", "given_name", "birth_date", "gender", "allergies", "weight_kg", "weight_date", "weight_method", "contact_name", "contact_phone"];
        string[] cells = ["Rivera", "Ana", "1984-02-29", "", "", "70", "2026-03-01", "measured", "Ben", "1"];
        cells[columns.IndexOf(column)] = value;

        var (_, faults) = One($"{string.Join(';', columns)}\n{string.Join(';', cells)}");

        var fault = faults.ShouldHaveSingleItem();
        (fault.Field, fault.Message).ShouldSatisfyAllConditions(
            said => said.Field.ShouldBe(column), said => said.Message.ShouldContain(words));
    }

    [Fact]
    public void Who_could_not_be_found_again_is_not_entered() =>
        One("family_name,given_name\nRivera,Ana").Faults.ShouldHaveSingleItem().Field.ShouldBe("birth_date");

    [Theory]
    [InlineData("Rivera,Ana", 2, "2 fields")]
    [InlineData("Rivera,Ana,A-1,more", 2, "4 fields")]
    [InlineData("Riv\"era,Ana,A-1", 2, "quotation mark")]
    [InlineData("\"Rivera,Ana,A-1\nSato,Kei,A-2", 2, "over the end of the line")]
    public void A_line_that_cannot_be_taken_apart_is_named(string line, int number, string words)
    {
        var (columns, lines) = PatientCsv.Read(Encoding.UTF8.GetBytes($"family_name,given_name,mrn\n{line}"));

        var (patient, faults) = PatientLine.Read(columns, lines[0], Today);

        (lines[0].Number, patient).ShouldBe((number, null));
        faults.ShouldHaveSingleItem().Message.ShouldContain(words);
    }

    [Fact]
    public void Lines_are_counted_as_the_editor_counts_them() =>
        PatientCsv.Read(Encoding.UTF8.GetBytes("family_name,given_name,mrn\n\nRivera,Ana,A-1\n\n\nSato,Kei,A-2\n"))
            .Lines.Select(line => line.Number).ShouldBe([3, 6]);

    [Theory]
    [InlineData("", "empty")]
    [InlineData("family_name,given_name", "no patient")]
    [InlineData("a,b\n1,2", "no column family_name")]
    [InlineData("family_name,given_name,weight\nRivera,Ana,70", "weight_kg or weight_lb")]
    [InlineData("family_name,given_name,weight_kg,weight_lb\nRivera,Ana,70,154", "keep one")]
    [InlineData("family_name,given_name,surname\nRivera,Ana,Rivera", "say the same")]
    public void A_file_that_cannot_be_read_is_refused_with_what_would_work(string file, string words) =>
        Should.Throw<UnreadableFileException>(() => PatientCsv.Read(Encoding.UTF8.GetBytes(file))).Message.ShouldContain(words);

    [Fact]
    public void Letters_that_are_not_UTF8_are_not_guessed() =>
        Should.Throw<UnreadableFileException>(() => PatientCsv.Read(Encoding.Latin1.GetBytes("family_name,given_name\nMüller,Jörg")))
            .Message.ShouldContain("UTF-8");

    [Fact]
    public void What_is_no_text_is_refused() =>
        Should.Throw<UnreadableFileException>(() => PatientCsv.Read([0x50, 0x4B, 3, 4, 0, 0])).Message.ShouldContain("no text");

    [Fact]
    public void A_file_from_a_spreadsheet_in_UTF16_is_read()
    {
        byte[] file = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("family_name\tgiven_name\tmrn\nMüller\tJörg\tA-1")];
        PatientCsv.Read(file).Lines.Single().Fields.ShouldBe(["Müller", "Jörg", "A-1"]);
    }

    [Fact]
    public void More_than_can_be_looked_at_is_refused() =>
        Should.Throw<UnreadableFileException>(() => PatientCsv.Read(Encoding.UTF8.GetBytes(
                "family_name,given_name,mrn\n" + string.Concat(Enumerable.Range(0, PatientCsv.MostLines + 1).Select(n => $"F,G,{n}\n")))))
            .Message.ShouldContain("split it");

    static (WritePatientRequest Patient, IReadOnlyList<FieldFault> Faults) One(string file)
    {
        var (columns, lines) = PatientCsv.Read(Encoding.UTF8.GetBytes(file));
        var (patient, faults) = PatientLine.Read(columns, lines.ShouldHaveSingleItem(), Today);
        return (patient.ShouldNotBeNull(), faults);
    }
}
