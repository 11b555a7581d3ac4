using System.Text.Json;
using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Infusion.Core.Quantities;
using Infusion.Core.Sessions;
using Infusion.Server.Fhir.Mapping;
using Infusion.Server.Tests.Support;
using Shouldly;
using Xunit;

namespace Infusion.Server.Tests.Fhir;

public sealed class ProfileTests
{
    static readonly JsonSerializerOptions Strict =
        new JsonSerializerOptions().ForFhir(ModelInfo.ModelInspector).UsingMode(DeserializationMode.Strict);

    [Fact]
    public void The_total_on_an_infusion_is_what_its_definition_says()
    {
        var definition = JsonSerializer.Deserialize<StructureDefinition>(
            File.ReadAllText(Path.Combine(
                Repository.Root, "fhir-profiles/fsh-generated/resources/StructureDefinition-ket-total-delivered.json")),
            Strict)!;
        var emitted = new Infusions()
            .Play(
                new InfusionStarted(Infusions.At(0), "nurse"),
                new DeliveryStarted(Infusions.At(0), Infusions.Pump, Rate.FromMillilitresPerHour(60)),
                new DeliveryStopped(Infusions.At(40), Infusions.Pump, Volume.FromMillilitres(40)),
                new InfusionStopped(Infusions.At(40), "nurse"))
            .Parent.Extension.Single(extension => extension.Url == FhirCodes.TotalDelivered);

        definition.Url.ShouldBe(FhirCodes.TotalDelivered);
        definition.Context.Single().Expression.ShouldBe("MedicationAdministration");
        var value = definition.Snapshot!.Element.Single(element => element.Path == "Extension.value[x]");
        value.Type!.Select(type => type.Code).ShouldBe(["Quantity"]);
        var pattern = (Quantity)value.Pattern!;
        var total = (Quantity)emitted.Value!;
        (total.System, total.Code).ShouldBe((pattern.System, pattern.Code));
        total.Value.ShouldBe(40m);
    }
}
